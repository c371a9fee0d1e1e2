/**
 * The moving parts of the meter's edit dialog: which fields show, the list of serial ports, the presets, the
 * quirks, and the address that a serial number gives. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const PREFIX = 'node-config-input';
  /** Not asked of the runtime before the user has stopped typing for so long, in milliseconds. */
  const SETTLED_MS = 300;

  const field = (name) => $(`#${PREFIX}-${name}`);
  const typed = (name) => String(field(name).val() ?? '');
  /** Also of a list beside which a variable can be written. */
  const put = (name, value) => {
    const input = field(name);
    if (input.data('noderedTypedInput') === undefined) input.val(value);
    else {
      input.typedInput('type', scope.MeterflowDlms.isVariable(value) ? 'variable' : 'choice');
      input.typedInput('value', value);
    }
    input.trigger('change');
  };

  class DeviceForm {
    #node;

    constructor(node) {
      this.#node = node;
    }

    #text(key, values) {
      return this.#node._(`dlms-device.${key}`, values);
    }

    /** Turns a field into a list; one that a saved flow does not have begins with the default. */
    choice(name, values) {
      const input = field(name);
      const label = (value) =>
        this.#node._(`dlms-device.option.${name}.${value || 'usual'}`, { defaultValue: value });
      if (scope.MeterflowDlms.isBlank(input.val())) input.val(this.#node._def.defaults[name].value);
      const options = values.map((value) => ({ value, label: label(value) }));
      scope.MeterflowDlms.choice(input, options, this.#text('label.variable'));
    }

    /** Shows the fields that the others ask for, now and whenever one of these changes. */
    showWhatApplies() {
      const names = ['transport', 'mode', 'iecReadout', 'serialNumber', 'auth', 'tlsVerify'];
      const show = () => {
        const values = Object.fromEntries(names.map((name) => [name, typed(name)]));
        const groups = scope.MeterflowDlms.groups(values);
        $('.meterflow-device [data-when]').each((_, row) => {
          $(row).toggle(groups[$(row).data('when')]);
        });
      };
      for (const name of names) field(name).on('change keyup', show);
      field('transport').on('change', () => {
        // UDP carries nothing else.
        if (typed('transport') === 'udp') put('mode', 'DLMS-WRAPPER');
      });
      show();
    }

    listPorts() {
      const button = $('#meterflow-list-ports');
      RED.popover.tooltip(button, this.#text('label.list-ports'));
      button.on('click', () => {
        $.getJSON('dlms/serial-ports')
          .done((ports) => this.#offerPorts(ports, button))
          .fail((xhr) => RED.notify(xhr.responseJSON?.message ?? this.#text('notify.ports-failed'), 'error'));
      });
    }

    #offerPorts(ports, button) {
      const options = ports.map((port) => ({
        label: [port.path, port.maker].filter(Boolean).join(' · '),
        onselect: () => put('serialPort', port.stablePath ?? port.path),
      }));
      if (options.length === 0) RED.notify(this.#text('notify.no-ports'), 'warning');
      else RED.popover.menu({ options }).show({ target: button, align: 'right' });
    }

    /** A make fills in what its meters usually want; the choice itself is not kept. */
    presets(presets) {
      const list = $('#meterflow-preset');
      const label = ({ id, make }) => this.#node._(`dlms-device.preset.${id}`, { defaultValue: make });
      $('<option>', { value: '' }).text(this.#text('placeholder.preset')).appendTo(list);
      for (const preset of presets) $('<option>', { value: preset.id }).text(label(preset)).appendTo(list);
      list.on('change', () => {
        const preset = presets.find(({ id }) => id === list.val());
        if (preset !== undefined) this.#fillIn(preset);
        $('#meterflow-preset-hint').text(preset === undefined ? '' : this.#hintOf(preset));
      });
    }

    #fillIn({ settings, bySerialNumber }) {
      for (const [name, value] of Object.entries(settings)) put(name, value);
      if (!bySerialNumber) put('serialNumber', '0');
      put('serialNumberFormula', this.#node._def.defaults.serialNumberFormula.value);
    }

    #hintOf({ settings, bySerialNumber }) {
      const isAddressed = settings.iecReadout !== 'always';
      const missing = [
        ...(isAddressed && bySerialNumber ? [this.#text('hint.serial-number')] : []),
        ...(isAddressed && settings.auth !== 'None' ? [this.#text('hint.password')] : []),
      ];
      const what = missing.join(', ');
      return [this.#text('hint.preset'), ...(what === '' ? [] : [this.#text('hint.missing', { what })])].join(
        ' ',
      );
    }

    /** A list to tick beside the text, each way kept in step with the other. */
    quirks(known) {
      const box = $('#meterflow-quirk-list');
      const entries = Object.entries(known).map(([name, range]) => this.#quirk(box, name, range));
      const button = $('#meterflow-choose-quirks');
      RED.popover.tooltip(button, this.#text('label.choose-quirks'));
      button.on('click', () => box.toggle());
      const read = () => {
        const list = scope.MeterflowDlms.parseQuirks(typed('quirks'));
        for (const entry of entries) entry.show(list.find(({ name }) => name === entry.name));
        if (list.length > 0 && !scope.MeterflowDlms.isVariable(typed('quirks'))) box.show();
      };
      const write = () => {
        const unknown = scope.MeterflowDlms.parseQuirks(typed('quirks')).filter(
          ({ name }) => !Object.hasOwn(known, name),
        );
        const chosen = entries.map((entry) => entry.chosen()).filter((entry) => entry !== undefined);
        field('quirks').val(scope.MeterflowDlms.formatQuirks([...chosen, ...unknown]));
        field('quirks').trigger('change');
      };
      box.on('change', 'input', write);
      field('quirks').on('change keyup', read);
      box.hide();
      read();
    }

    #quirk(box, name, range) {
      const row = $('<div>', { class: 'meterflow-quirk' }).appendTo(box);
      const id = `meterflow-quirk-${name}`;
      const tick = $('<input>', { type: 'checkbox', id }).appendTo(row);
      $('<label>', { for: id }).text(name).appendTo(row);
      const [least, most, usual] = range ?? [];
      const number = $('<input>', { type: 'text', placeholder: `${least}…${most}` });
      if (range !== null) number.appendTo(row);
      $('<span>')
        .text(this.#text(`quirk.${name}`))
        .appendTo(row);
      return {
        name,
        show: (entry) => {
          tick.prop('checked', entry !== undefined);
          if (entry?.number !== undefined && !number.is(':focus')) number.val(entry.number);
        },
        chosen: () => {
          if (!tick.prop('checked')) return undefined;
          return { name, number: range === null ? undefined : String(number.val() || usual).trim() };
        },
      };
    }

    /** Asks the runtime, so that the address shown is the one that will be called. */
    physicalAddress() {
      const asked = ['serialNumber', 'serialNumberFormula', 'logicalAddress', 'addressSize', 'mode'];
      let waiting;
      const later = () => {
        clearTimeout(waiting);
        if (!scope.MeterflowDlms.isNumbered(typed('serialNumber'))) return;
        const query = Object.fromEntries(asked.map((name) => [name, typed(name)]));
        waiting = setTimeout(() => this.#compute(query), SETTLED_MS);
      };
      for (const name of asked) field(name).on('change keyup', later);
      later();
    }

    #compute(query) {
      const place = $('#meterflow-physical-address');
      const show = (text, wrong) => place.text(text).toggleClass('meterflow-wrong', wrong);
      if (Object.values(query).some(scope.MeterflowDlms.isVariable)) {
        show(this.#text('hint.at-deploy'), false);
        return;
      }
      const octets = query.mode === 'DLMS-WRAPPER' ? 'address' : 'address-octets';
      $.getJSON('dlms/physical-address', query)
        .done(({ message, ...computed }) =>
          show(message ?? this.#text(`hint.${octets}`, computed), message !== undefined),
        )
        .fail(() => show(this.#text('notify.address-failed'), true));
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, {
    deviceForm: (node) => new DeviceForm(node),
  });
})(globalThis);
