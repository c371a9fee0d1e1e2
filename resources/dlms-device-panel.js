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

  /**
   * What went wrong, in words; and what to try, as a list.
   * @param text gives words of the catalogue by key
   * @param wrong what the form says of fields that the fault is about: in the user's language, and nearer to them
   */
  const toolFault = ({ code, message, hint, advice = [] }, text, wrong = []) => {
    const place = $('<div>', { class: 'meterflow-fault' });
    const known = text(`tool.fault.${code}`, { defaultValue: '' });
    const reason = known || text(`reason.${code}`, { defaultValue: '' });
    if (reason !== '') $('<div>', { class: 'meterflow-fault-reason' }).text(reason).appendTo(place);
    const detail = (words, look) => $('<div>', { class: look }).text(words).appendTo(place);
    for (const field of wrong) detail(field);
    if (wrong.length > 0) return place;
    if (message !== undefined) detail(message, reason === '' ? '' : 'meterflow-fault-detail');
    if (advice.length === 0) {
      if (hint !== undefined) detail(hint);
      return place;
    }
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
     * @param place for the panel, where it is not below the buttons
     */
    constructor(form, button, title, onClose, place = button.parent()) {
      this.#button = button;
      this.#onClose = onClose;
      place.trigger(OPENED);
      place.one(OPENED, () => this.close());
      this.#panel = $('<div>', { class: 'meterflow-panel', role: 'region', 'aria-label': title });
      const head = $('<div>', { class: 'meterflow-panel-head' }).appendTo(this.#panel);
      $('<span>').text(title).appendTo(head);
      const label = form.text('tool.close');
      $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small', 'aria-label': label })
        .append(icon('times'))
        .on('click', () => this.#leave())
        .appendTo(head);
      this.#panel.on('keydown', (event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        this.#leave();
      });
      this.body = $('<div>', { class: 'meterflow-panel-body' }).appendTo(this.#panel);
      this.#panel.appendTo(place);
      button.attr('aria-expanded', 'true');
    }

    get isOpen() {
      return this.#panel !== undefined;
    }

    #leave() {
      this.close();
      this.#button.trigger('focus');
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
