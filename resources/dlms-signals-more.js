/**
 * What a row of the table of signals has beyond its usual fields, opened by a button: the job, the pulses of
 * an output, and variables in place of the switches. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const TEXTS = ['job', 'pulseShortMs', 'pulseLongMs'];
  const SWITCHES = { enable: '1', log: '0' };

  class SignalMore {
    #place;
    #row;
    #host;
    #button;
    #panel;
    /** The fields of the panel by property; none while it is closed. */
    fields = {};

    /** @param host `text` of the dialog, `edit` takes what was changed, `cell` makes a place in the row */
    constructor(place, row, host) {
      this.#place = place;
      this.#row = row;
      this.#host = host;
      this.#button = $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' });
      this.#button.attr({
        'aria-expanded': 'false',
        title: host.text('title.more'),
        'aria-label': host.text('title.more'),
      });
      $('<i>', { class: 'fa fa-ellipsis-h' }).appendTo(this.#button);
      this.#button.toggleClass(
        'meterflow-more-set',
        TEXTS.some((key) => !shared().isBlank(row[key])),
      );
      this.#button.on('click', () => this.open(this.#panel === undefined)).appendTo(host.cell('more'));
    }

    /** Whether one of these properties has its only field here. */
    has(keys) {
      return [...TEXTS, ...Object.keys(SWITCHES)].some((key) => keys.has(key));
    }

    open(isOpen) {
      if (isOpen === (this.#panel !== undefined)) return;
      this.#button.attr('aria-expanded', String(isOpen));
      if (!isOpen) {
        this.#panel.remove();
        this.#panel = undefined;
        this.fields = {};
        return;
      }
      this.#panel = $('<div>', { class: 'meterflow-more' }).appendTo(this.#place);
      for (const key of TEXTS) this.#addText(key);
      for (const key of Object.keys(SWITCHES)) this.#addSwitch(key);
      // Those of a row that the tabulator key does not go to.
      const isReached = this.#button.attr('tabindex') !== '-1';
      if (!isReached) this.#panel.find('input, select').attr('tabindex', -1);
    }

    /** Shows what was changed elsewhere. */
    show(key, value) {
      this.#row = { ...this.#row, [key]: value };
      if (this.#panel === undefined) return;
      this.open(false);
      this.open(true);
    }

    #labelled(key) {
      const label = $('<div>', { class: 'meterflow-more-field' }).appendTo(this.#panel);
      $('<span>')
        .text(this.#host.text(`column.${key}`))
        .appendTo(label);
      return label;
    }

    #edit(changes) {
      this.#row = { ...this.#row, ...changes };
      this.#host.edit(changes);
    }

    #addText(key) {
      const input = $('<input>', { type: 'text', 'aria-label': this.#host.text(`column.${key}`) });
      input.attr('placeholder', this.#host.text(`placeholder.${key}`)).val(this.#row[key] ?? '');
      input.on('input', () => this.#edit({ [key]: String(input.val()).trim() }));
      this.fields[key] = input.appendTo(this.#labelled(key));
    }

    #addSwitch(key) {
      const value = shared().switchedOn(this.#row[key], SWITCHES[key] === '1');
      const place = this.#labelled(key);
      const read = shared().cell(place, {
        value: value === undefined ? this.#row[key] : String(Number(value)),
        options: ['1', '0'].map((each) => ({ value: each, label: this.#host.text(`option.${key}.${each}`) })),
        title: this.#host.text(`column.${key}`),
        variableLabel: this.#host.text('label.variable'),
      });
      place.on('change input', () => this.#edit({ [key]: read() }));
      this.fields[key] = place.find('select, input');
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { SignalMore });
})(globalThis);
