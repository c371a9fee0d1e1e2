/**
 * The fields of one row of the table of signals. What is typed goes to the table at once; what is wrong is
 * said below the row. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;

  const textOf = (value) => (shared().isBlank(value) ? '' : String(value));

  class SignalRow {
    #place;
    #id;
    #row;
    /** The number behind the code, '' for none: kept while the code is typed anew. */
    #attribute;
    #host;
    #fields = {};
    #reasons;
    #advice;
    #more;

    /**
     * @param place the element of the row, empty
     * @param host `text`, `names` and `suggestions` of the dialog; `edit` takes what was changed
     */
    constructor(place, { id, row }, host) {
      this.#place = place;
      this.#id = id;
      this.#row = row;
      this.#host = host;
      this.#addGrip();
      this.#addSwitch('enable');
      this.#addCode();
      this.#addAttribute();
      this.#addText('alias');
      this.#addText('name');
      this.#addText('sn');
      this.#addNumberType();
      this.#addSwitch('log');
      this.#addMore();
      this.#reasons = $('<div>', { class: 'meterflow-reasons', id: `meterflow-reasons-${id}` }).appendTo(
        place,
      );
      this.#advice = $('<div>', { class: 'meterflow-advice' }).appendTo(place);
      this.inform();
    }

    /** The row as its fields show it. */
    get row() {
      return this.#row;
    }

    /** Names of codes and classes, as far as they are known by now. */
    inform() {
      const { tag } = shared().rowCheck({ ...this.#row, enable: '1' });
      const info = tag === undefined ? undefined : this.#host.names.info(tag.code);
      this.#fields.name.attr('placeholder', info?.name ?? '');
      this.#fields.code.attr('title', info?.name ?? this.#label('todo'));
      this.#fields.alias.attr('placeholder', tag === undefined ? '' : shared().formatTag(tag));
      this.#showAttributes(tag);
    }

    /** @param problems of this row, by the rules */
    mark(problems) {
      const wrong = new Set(problems.map(({ field }) => field));
      if (this.#more.has(wrong)) this.#more.open(true);
      for (const [name, field] of Object.entries(this.#fieldsByKey())) {
        field.toggleClass('input-error', wrong.has(name));
        field.attr({
          'aria-invalid': wrong.has(name) ? 'true' : null,
          'aria-describedby': wrong.has(name) ? `meterflow-reasons-${this.#id}` : null,
        });
      }
      this.#reasons.empty();
      for (const problem of problems) {
        $('<div>')
          .text(`${this.#label(problem.field)}: ${shared().reason('dlms-read', problem)}`)
          .appendTo(this.#reasons);
      }
    }

    /** What the keyboard goes to for a property. */
    fieldFor(key) {
      return this.#fieldsByKey()[key] ?? this.#fields.code;
    }

    #fieldsByKey() {
      const { code, ...fields } = this.#fields;
      return { todo: code, ...fields, ...this.#more.fields };
    }

    #label(key) {
      return this.#host.text(`column.${key}`);
    }

    #edit(changes) {
      this.#row = this.#host.edit(this.#id, changes) ?? this.#row;
      for (const key of ['enable', 'log']) if (key in changes) this.#showSwitch(key);
    }

    #cell(name) {
      return $('<div>', { class: `meterflow-cell meterflow-cell-${name}`, role: 'gridcell' }).appendTo(
        this.#place,
      );
    }

    #input(name, value) {
      return $('<input>', { type: 'text', 'aria-label': this.#label(name), spellcheck: 'false' })
        .val(textOf(value))
        .appendTo(this.#cell(name));
    }

    #addGrip() {
      const grip = this.#cell('grip').addClass('meterflow-grip').attr('title', this.#host.text('title.grip'));
      $('<i>', { class: 'fa fa-bars', 'aria-hidden': 'true' }).appendTo(grip);
      $('<span>', { class: 'meterflow-number-of-row' }).appendTo(grip);
    }

    #addSwitch(key) {
      const box = $('<input>', { type: 'checkbox', 'aria-label': this.#label(key) }).appendTo(
        this.#cell(key),
      );
      this.#fields[key] = box;
      this.#showSwitch(key);
      box.on('change', () => {
        this.#edit({ [key]: box.prop('checked') ? '1' : '0' });
        this.#more.show(key, this.#row[key]);
      });
    }

    /** A variable shows as neither on nor off. */
    #showSwitch(key) {
      const value = shared().switchedOn(this.#row[key], key === 'enable');
      const isOpen = value === undefined;
      const title = isOpen ? textOf(this.#row[key]) : this.#host.text(`title.${key}`);
      this.#fields[key].prop({ checked: value === true, indeterminate: isOpen }).attr('title', title);
      if (key === 'enable') this.#place.toggleClass('meterflow-off', value === false);
    }

    #addCode() {
      const { before, attribute } = shared().splitAttribute(this.#row.todo);
      this.#attribute = attribute;
      const input = this.#input('todo', before);
      this.#fields.code = input;
      this.#host.suggestions.attach(input, {
        typed: () => String(input.val()).trim(),
        choose: (object) => this.#takeObject(object),
      });
      input.on('input', () => this.#editCode(String(input.val()).trim()));
      // An attribute that was typed behind the code goes where the attribute is shown.
      input.on('change', () => input.val(shared().splitAttribute(input.val()).before));
    }

    /** What is typed behind the code counts for more than what was chosen before. */
    #editCode(typed) {
      const { before, attribute } = shared().splitAttribute(typed);
      if (attribute !== '') this.#attribute = attribute;
      const whole = `${before}:${this.#attribute}`;
      this.#edit({ todo: shared().isCode(whole) ? whole : typed });
      this.inform();
    }

    /** Of an object that has no value of its own, the first attribute behind its name is taken. */
    #takeObject({ code }) {
      const [likely] = this.#host.names.classesOf(shared().parseCode(code).code);
      this.#attribute = likely !== undefined && likely.value === undefined ? '2' : '';
      this.#fields.code.val(code);
      this.#editCode(code);
    }

    #addAttribute() {
      const list = $('<select>', { 'aria-label': this.#label('attribute') }).appendTo(
        this.#cell('attribute'),
      );
      list.on('change', () => {
        this.#attribute = list.val();
        this.#editCode(String(this.#fields.code.val()).trim());
      });
      this.#fields.attribute = list;
    }

    #showAttributes(tag) {
      const list = this.#fields.attribute;
      const isObject = tag?.code.includes('.') === true;
      const chosen = this.#attribute;
      const classes = isObject ? this.#host.names.classesOf(tag.code) : [];
      const needsOne = classes.length > 0 && classes[0].value === undefined;
      const option = (value, key, values) =>
        $('<option>', { value }).text(this.#host.text(`option.attribute.${key}`, values));
      list.empty().prop('disabled', !isObject || shared().isBlank(this.#row.todo));
      list.append(option('', needsOne ? 'choose' : 'value'), classes.map(attributesOf));
      const isListed = list.find(`option[value="${chosen}"]`).length > 0;
      if (!isListed) list.append(option(chosen, 'number', { number: chosen }));
      list.val(chosen);
      const advice =
        needsOne && chosen === '' ? this.#host.text('hint.attribute', { name: classes[0].name }) : '';
      this.#advice.text(advice);
    }

    #addText(key) {
      const input = this.#input(key, this.#row[key]);
      input.on('input', () => {
        this.#edit({ [key]: String(input.val()).trim() });
        if (key === 'alias') this.inform();
      });
      this.#fields[key] = input;
    }

    #addNumberType() {
      const types = shared().NUMBER_TYPES;
      const written = textOf(this.#row.numberType) || 'DOUBLE';
      const place = this.#cell('numberType');
      const value = shared().cell(place, {
        value: types.find((type) => type === written.toUpperCase()) ?? written,
        options: types.map((type) => ({ value: type, label: type })),
        title: this.#label('numberType'),
        variableLabel: this.#host.text('label.variable'),
      });
      place.on('change input', () => this.#edit({ numberType: value() }));
      this.#fields.numberType = place.find('select, input');
    }

    #addMore() {
      this.#more = new (shared().SignalMore)(this.#place, this.#row, {
        text: this.#host.text,
        edit: (changes) => this.#edit(changes),
        cell: (name) => this.#cell(name),
      });
    }
  }

  /** The attributes of a class behind its logical name, under the name of the class. */
  const attributesOf = ({ name, attributes }) => {
    const group = $('<optgroup>', { label: name });
    attributes.slice(1).forEach((attribute, index) => {
      const number = index + 2;
      $('<option>', { value: number }).text(`${number} ${attribute}`).appendTo(group);
    });
    return group;
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { SignalRow });
})(globalThis);
