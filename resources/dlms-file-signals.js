/**
 * "From a file" in the edit dialog of a read node: the signals of one device of a configuration file fill the table.
 * Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const text = (key, values) => shared().word('dlms-device', key, values);

  class SignalsFile {
    #signals;
    #panel;
    #chooser;
    #actions;
    #told;

    constructor(signals, button) {
      this.#signals = signals;
      const place = $('#meterflow-signal-panel');
      this.#panel = new (shared().DevicePanel)({ text }, button, text('file.title'), () => undefined, place);
      this.#chooser = new (shared().FileChooser)(this.#panel.body, {
        own: () => {
          const device = RED.nodes.node(signals.device());
          return { alias: shared().deviceAlias(device), name: String(device?.name ?? '') };
        },
        taken: (part) => this.#addActions(part),
        chosen: () => this.#chosen(),
      });
    }

    get isOpen() {
      return this.#panel.isOpen;
    }

    focus() {
      this.#chooser.focus();
    }

    take(files) {
      this.#chooser.take(files);
    }

    close() {
      this.#panel.close();
    }

    get #rows() {
      return shared().fileRows(this.#chooser.answer, this.#chooser.alias);
    }

    #addActions(place) {
      const bar = $('<div>', { class: 'meterflow-bar' }).appendTo(place);
      const button = (name, icon, act) =>
        shared()
          .toolButton(bar, icon, text(`file.${name}`))
          .addClass(`red-ui-button-small meterflow-file-${name}`)
          .on('click', act);
      this.#actions = [
        button('append', 'plus', () => this.#append()).addClass('primary'),
        button('replace-rows', 'exchange', () => this.#replace()),
      ];
      const everything = shared().importButton(bar, () => this.#chooser.answer);
      everything.prop('disabled', this.#chooser.answer.devices.length === 0);
      $('<div>', { class: 'meterflow-facts' }).text(text('file.all-about')).appendTo(place);
      this.#told = $('<div>', { class: 'meterflow-file-told', role: 'status' }).appendTo(place);
    }

    #chosen() {
      const { length: count } = this.#rows;
      for (const button of this.#actions) button.prop('disabled', count === 0);
      this.#told.text(text('file.signals', { count, device: this.#chooser.alias }));
    }

    #append() {
      const { length: count } = this.#rows;
      const added = this.#signals.add(this.#rows);
      const told = text('file.added', { count: added });
      this.#told.text(added === count ? told : `${told} ${text('file.there', { count: count - added })}`);
    }

    #replace() {
      const rows = this.#rows;
      this.#signals.replace(rows);
      this.#told.text(text('file.replaced', { count: rows.length }));
    }
  }

  let file;

  /** @param signals the table of the open dialog of a read node @param place for the button */
  const signalsFromFile = (signals, place) => {
    const button = shared().toolButton(place, 'file-text-o', text('file.button'));
    file = undefined;
    const open = () => {
      file = new SignalsFile(signals, button);
    };
    button.addClass('red-ui-button-small').attr('id', 'meterflow-file-signals');
    button.on('click', () => {
      if (file?.isOpen) return file.close();
      open();
      file.focus();
    });
    shared().takeDropped($('.meterflow-read'), (files) => {
      if (!file?.isOpen) open();
      file.take(files);
    });
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { signalsFromFile });
})(globalThis);
