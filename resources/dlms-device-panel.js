/**
 * Where the tools at the top of the meter's edit dialog show what they do: a button, and below the buttons a
 * panel, one open at a time. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const OPENED = 'meterflow-panel-opened';

  const icon = (name) => $('<i>', { class: `fa fa-${name}`, 'aria-hidden': 'true' });

  /** @param label gives the words of the button */
  const toolButton = (place, name, label) =>
    $('<button>', { type: 'button', class: 'red-ui-button' }).append(icon(name), ` ${label}`).appendTo(place);

  /** What went wrong, in words; and what to try, as a list. @param text gives words of the catalogue by key */
  const toolFault = ({ code, message, hint, advice = [] }, text) => {
    const place = $('<div>', { class: 'meterflow-fault' });
    const known = text(`tool.fault.${code}`, { defaultValue: '' });
    const reason = known || text(`reason.${code}`, { defaultValue: '' });
    if (reason !== '') $('<div>', { class: 'meterflow-fault-reason' }).text(reason).appendTo(place);
    if (message !== undefined) $('<div>').text(message).appendTo(place);
    if (hint !== undefined) $('<div>').text(hint).appendTo(place);
    if (advice.length === 0) return place;
    $('<div>', { class: 'meterflow-try' }).text(text('tool.try')).appendTo(place);
    const list = $('<ul>').appendTo(place);
    for (const name of advice)
      $('<li>')
        .text(text(`advice.${name}`))
        .appendTo(list);
    return place;
  };

  class DevicePanel {
    #panel;
    #button;
    #onClose;
    /** Where the tool shows what it does. */
    body;

    /**
     * @param form the open dialog
     * @param button that opens it, and gets the focus back
     * @param title its words
     * @param onClose what is under way ends then
     */
    constructor(form, button, title, onClose) {
      this.#button = button;
      this.#onClose = onClose;
      const place = button.parent();
      place.trigger(OPENED);
      place.one(OPENED, () => this.close());
      this.#panel = $('<div>', { class: 'meterflow-panel', role: 'region', 'aria-label': title });
      const head = $('<div>', { class: 'meterflow-panel-head' }).appendTo(this.#panel);
      $('<span>').text(title).appendTo(head);
      const label = form.text('tool.close');
      $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small', 'aria-label': label })
        .append(icon('times'))
        .on('click', () => {
          this.close();
          button.trigger('focus');
        })
        .appendTo(head);
      this.body = $('<div>', { class: 'meterflow-panel-body' }).appendTo(this.#panel);
      this.#panel.appendTo(place);
      button.attr('aria-expanded', 'true');
    }

    get isOpen() {
      return this.#panel !== undefined;
    }

    close() {
      if (this.#panel === undefined) return;
      this.#panel.remove();
      this.#panel = undefined;
      this.#button.attr('aria-expanded', 'false');
      this.#onClose();
    }
  }

  /** A button for what is under way, which the tool shows or hides. */
  const stopButton = (place, text, stop) =>
    $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small meterflow-stop' })
      .append(icon('stop'), ` ${text('tool.stop')}`)
      .on('click', stop)
      .appendTo(place);

  const api = { toolButton, toolFault, stopButton, DevicePanel, toolIcon: icon };
  scope.MeterflowDlms = Object.assign(shared() ?? {}, api);
})(globalThis);
