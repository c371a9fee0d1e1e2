/**
 * "From a file" in the meter's edit dialog: one device of a configuration file fills the form, secrets of the file
 * included; or all of it becomes a flow. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const fields = () => shared().deviceFields;

  class MeterFile {
    #form;
    #text;
    #panel;
    #chooser;
    #fill;
    #told;

    constructor(form, button) {
      this.#form = form;
      this.#text = form.text;
      this.#panel = new (shared().DevicePanel)(form, button, this.#text('file.title'), () => undefined);
      this.#chooser = new (shared().FileChooser)(this.#panel.body, {
        own: () => ({ alias: fields().typed('alias'), name: fields().typed('name') }),
        taken: (place) => this.#addActions(place),
        chosen: (alias) => this.#chosen(alias),
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

    #addActions(place) {
      const bar = $('<div>', { class: 'meterflow-bar' }).appendTo(place);
      this.#fill = shared()
        .toolButton(bar, 'check', this.#text('file.fill'))
        .addClass('red-ui-button-small primary meterflow-file-fill')
        .on('click', () => this.#use());
      shared().importButton(bar, () => this.#chooser.answer);
      $('<div>', { class: 'meterflow-facts' }).text(this.#text('file.all-about')).appendTo(place);
      this.#told = $('<div>', { class: 'meterflow-file-told', role: 'status' }).appendTo(place);
    }

    /** Devices that only signals name have no settings. */
    #chosen(alias) {
      const isDevice = this.#chooser.answer.devices.some((device) => device.alias === alias);
      this.#fill.prop('disabled', !isDevice);
      this.#told.text(isDevice ? '' : this.#text('file.no-settings'));
    }

    #use() {
      const { settings, secrets, missing, ...beside } = shared().fileDevice(
        this.#chooser.answer,
        this.#chooser.alias,
      );
      const changed = this.#form.fill(settings, secrets);
      this.#form.fillBeside(beside);
      const isOpen = (name) => missing.includes(name) && fields().typed(name) === '';
      const open = missing.filter(isOpen).map((name) => this.#text(`label.${name}`));
      const kept = missing.filter((name) => !isOpen(name)).map((name) => this.#text(`label.${name}`));
      const told = [this.#text('file.filled', { device: this.#chooser.alias, count: changed.length })];
      if (open.length > 0) told.push(this.#text('hint.missing', { what: open.join(', ') }));
      if (kept.length > 0) told.push(this.#text('file.kept', { what: kept.join(', ') }));
      if (/^PORT\d+$/i.test(settings.serialPort))
        told.push(this.#text('file.port', { port: settings.serialPort }));
      if (!beside.enabled) told.push(this.#text('file.off'));
      this.#told.empty().append(told.map((words) => $('<div>').text(words)));
    }
  }

  /** @param form the open dialog @param place for the button */
  const meterFromFile = (form, place) => {
    const button = shared().toolButton(place, 'file-text-o', form.text('file.button'));
    let file;
    const open = () => {
      file = new MeterFile(form, button);
    };
    button.attr('id', 'meterflow-file').on('click', () => {
      if (file?.isOpen) return file.close();
      open();
      file.focus();
    });
    const unhook = shared().takeDropped($('.meterflow-device'), (files) => {
      if (!file?.isOpen) open();
      file.take(files);
    });
    form.onClose(() => {
      unhook();
      file?.close();
    });
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { meterFromFile });
})(globalThis);
