/**
 * The edit dialog of a read node, put together; and `MeterflowDlms.signals`, by which other tools fill its
 * table. Needs the editor (`RED`, jQuery).
 *
 * A tool is a function under one of the names in TOOLS; it is given `MeterflowDlms.signals` and a place for its
 * button. It may be missing.
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const field = (name) => $(`#node-input-${name}`);

  const TOOLS = ['browseSignals', 'signalsFromFile'];
  const CHOICES = {
    trigger: ['both', 'scan', 'input'],
    allowMeter: ['0', '1'],
    output: ['each', 'one', 'influx'],
    onFailure: ['catch', 'message'],
  };
  /** As flows that were made by other means may have it. */
  const WRITTEN_OTHERWISE = { true: '1', false: '0' };
  const FIELDS = ['device', 'trigger', 'scanRateMs', 'allowMeter', 'job', 'output', 'onFailure'];
  /** Names of codes that are shown below the list. */
  const MOST_NAMES = 8;
  const SAMPLE_TIME = Date.UTC(2026, 0, 1, 12);

  class ReadForm {
    #node;
    #root = $('.meterflow-read');
    #names;
    #suggestions;
    #table;
    #isTable;
    /** Rows that were made a list, for whoever comes back to the table. */
    #former = [];
    #waiting;
    text = (key, values) => this.#node._(`dlms-read.${key}`, values);

    constructor(node) {
      this.#node = node;
      this.#makeChoices();
      this.#names = new (shared().ObisNames)(() => this.#inform());
      this.#suggestions = new (shared().Suggestions)((text) => this.#names.find(text), this.text);
      const rows = shared().rowsIn(node.signals);
      this.#isTable = rows.length > 0;
      this.#table = new (shared().SignalsTable)($('#meterflow-signals'), rows, {
        text: this.text,
        names: this.#names,
        suggestions: this.#suggestions,
        device: () => shared().deviceAlias(this.#device),
        changed: () => this.#later(),
      });
      this.#nameParts();
      this.#suggestInList();
      this.#watch();
      this.#showMode();
      for (const name of TOOLS) shared()[name]?.(shared().signals, $('#meterflow-signal-tools'));
    }

    get isFor() {
      return this.#node.id;
    }

    get deviceId() {
      return field('device').val();
    }

    /** As they are to be saved; a node that never had any keeps none. */
    get rows() {
      if (this.#isTable) return this.#table.rows;
      return this.#node.signals === undefined ? undefined : [];
    }

    /** @returns how many were added */
    add(rows) {
      if (!this.#isTable) this.#makeTable();
      return this.#table.append(rows);
    }

    /** All rows, as one step to undo. */
    replace(rows) {
      if (!this.#isTable) this.#makeTable();
      this.#table.replace(rows.map((row) => ({ ...shared().newRow(), ...row })));
    }

    setKnown(objects) {
      this.#names.setKnown(objects);
    }

    close() {
      clearTimeout(this.#waiting);
      this.#suggestions.remove();
      this.#names.close();
      this.#table.close();
    }

    resize() {
      this.#suggestions.close();
      // Another dialog was on top, in which the meter may have got another name.
      this.#later();
    }

    get #device() {
      return RED.nodes.node(this.deviceId) ?? undefined;
    }

    get #shownRows() {
      return this.#isTable ? this.#table.rows : shared().rowsFromJob(field('job').val(), this.#former);
    }

    #makeChoices() {
      for (const [name, values] of Object.entries(CHOICES)) {
        const input = field(name);
        const options = values.map((value) => ({ value, label: this.text(`option.${name}.${value}`) }));
        input.val(WRITTEN_OTHERWISE[input.val()] ?? (input.val() || values[0]));
        shared().choice(input, options, this.text('label.variable'));
        input
          .next('.red-ui-typedInput-container')
          .find('button, input')
          .attr('aria-label', this.text(`label.${name}`));
      }
    }

    /** What the eye sees from its place, and who listens would miss. */
    #nameParts() {
      const rows = $('#meterflow-signals .meterflow-rows');
      rows.attr({ 'aria-label': this.text('section.signals'), 'data-empty': this.text('note.empty') });
      field('job').attr('aria-label', this.text('label.list'));
      $('#meterflow-preview').attr('aria-label', this.text('label.preview'));
      $('.meterflow-mode').attr('aria-label', this.text('section.signals'));
    }

    /** The code that is typed last in the list. */
    #suggestInList() {
      const list = field('job');
      const parts = () => /^(.*[,\n]|)(\s*)([^,\n]*)$/s.exec(String(list.val()));
      this.#suggestions.attach(list, {
        typed: () => parts()[3].trim(),
        choose: ({ code }) => {
          const [, before, space] = parts();
          list.val(`${before}${before === '' ? '' : space || ' '}${code}`).trigger('change');
        },
      });
    }

    #watch() {
      this.#root.on('change input', 'input, textarea, select', () => this.#later());
      this.#root.on('change', 'input[name="meterflow-mode"]', (event) => this.#choose($(event.target).val()));
      $('#meterflow-switch-anyway').on('click', () => this.#makeList());
      $('#meterflow-keep-table').on('click', () => this.#showMode());
      this.#later();
    }

    /** After the editor has made its own checks, which it does at the field itself. */
    #later() {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.#show());
    }

    #show() {
      // The rows count for what the editor says of the list. Only its own checks are to hear of it.
      field('job').triggerHandler('change');
      $('.meterflow-scan-rate').toggle(field('trigger').val() !== 'input');
      const usesShortNames = !['LN', undefined].includes(this.#device?.referencing);
      const hasShortName = this.#isTable && this.#table.rows.some(({ sn }) => !shared().isBlank(sn));
      $('#meterflow-signals').toggleClass('meterflow-short-names', usesShortNames || hasShortName);
      $('.meterflow-asked').toggle(field('trigger').val() !== 'scan');
      for (const name of Object.keys(CHOICES)) this.#hint(name);
      for (const name of FIELDS) this.#showReason(name);
      this.#showNames();
      this.#showPreview();
    }

    #hint(name) {
      const value = field(name).val();
      $(`#meterflow-hint-${name}`).text(
        CHOICES[name].includes(value) ? this.text(`hint.${name}.${value}`) : '',
      );
    }

    #showReason(name) {
      const input = field(name);
      const { validate } = this.#node._def.defaults[name];
      const reason =
        input.hasClass('input-error') && validate ? validate.call(this.#node, input.val(), {}) : true;
      const text = typeof reason === 'string' ? reason : '';
      $(`#meterflow-reason-${name}`).text(text);
      input.attr({
        'aria-invalid': text === '' ? null : 'true',
        'aria-describedby': text === '' ? null : `meterflow-reason-${name}`,
      });
    }

    #showNames() {
      const { tags } = shared().parseJob(this.#isTable ? '' : field('job').val());
      const codes = [...new Set(tags.flatMap((tag) => (tag === undefined ? [] : [tag.code])))];
      const names = codes.slice(0, MOST_NAMES).map((code) => this.#names.info(code)?.name);
      $('#meterflow-job-names').text(names.filter((name) => name !== undefined).join(' · '));
    }

    #showPreview() {
      const device = shared().deviceAlias(this.#device);
      const message = shared().sampleMessage(field('output').val(), device, this.#shownRows, SAMPLE_TIME);
      const lines = Object.entries(message).map(
        ([name, value]) => `msg.${name}: ${shared().shortJson(value)}`,
      );
      $('#meterflow-preview').text(lines.join('\n'));
    }

    #inform() {
      this.#table?.inform();
      if (this.#table !== undefined) this.#showNames();
    }

    #choose(mode) {
      if (mode === 'table') return this.#makeTable();
      const { lost } = shared().jobFromRows(this.#table.rows);
      if (lost.length === 0) return this.#makeList();
      const what = lost.map(({ what: key, count }) => this.text(`lost.${key}`, { count })).join(', ');
      $('#meterflow-lost').prop('hidden', false).find('span').text(this.text('note.lost', { what }));
      $('#meterflow-keep-table').trigger('focus');
    }

    #makeTable() {
      if (this.#isTable) return this.#showMode();
      this.#isTable = true;
      const rows = shared().rowsFromJob(field('job').val(), this.#former);
      this.#table.replace(rows.length > 0 ? rows : [shared().newRow()]);
      field('job').val('');
      this.#showMode();
    }

    #makeList() {
      this.#isTable = false;
      this.#former = this.#table.rows;
      field('job').val(shared().jobFromRows(this.#former).job);
      this.#showMode();
    }

    #showMode() {
      $('#meterflow-lost').prop('hidden', true);
      $('#meterflow-mode-list').prop('checked', !this.#isTable);
      $('#meterflow-mode-table').prop('checked', this.#isTable);
      $('#meterflow-list').prop('hidden', this.#isTable);
      $('#meterflow-signals').prop('hidden', !this.#isTable);
      this.#later();
    }
  }

  /** The meter of the node: one that is there and whose settings are in order, or none for those of messages. */
  const deviceChoice = (id, allowMeter) => {
    if (shared().isVariable(id)) return undefined;
    if (shared().isBlank(id) || id === '_ADD_') {
      return shared().switchedOn(allowMeter, false) === false ? { key: 'device' } : undefined;
    }
    const device = RED.nodes.node(id);
    if (!device) return { key: 'device-missing' };
    return device.valid === false ? { key: 'device-wrong' } : undefined;
  };

  let open;
  /** The table of the open dialog, for other tools; without one, nothing happens. */
  const signals = {
    /** The id of the meter that is chosen; undefined where no dialog is open. */
    device: () => open?.deviceId,
    rows: () => open?.rows ?? [],
    /** Adds rows, `{ todo, name, … }` as a flow has them, where the table has none for that value. */
    add: (rows) => open?.add(rows) ?? 0,
    /** Puts rows in place of all. */
    replace: (rows) => open?.replace(rows),
    /** Objects of the meter, `{ logicalName, classId, name }`, to be offered first while a code is typed. */
    setKnown: (objects) => open?.setKnown(objects),
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, {
    signals,
    deviceChoice,
    openReadForm: (node) => {
      open = new ReadForm(node);
    },
    /** The rows as the open dialog shows them, where it is the one of this node; else as they were saved. */
    signalsOf: (node) => (open?.isFor === node.id ? open.rows : node.signals),
    resizeReadForm: () => open?.resize(),
    closeReadForm: () => {
      open?.close();
      open = undefined;
    },
  });
})(globalThis);
