/**
 * The rows of the tree of a meter's objects, as elements of the page. Needs the editor (jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;

  const idOf = (key) => `meterflow-item-${key.replaceAll(' ', '-')}`;
  const isThere = (words) => words !== undefined && words !== '';

  class BrowseRows {
    #model;
    #text;
    #ticks;

    /** @param text gives words by key @param ticks whether rows can be ticked */
    constructor(model, text, ticks) {
      this.#model = model;
      this.#text = text;
      this.#ticks = ticks;
    }

    /** @param top where it begins, in pixels @param height in pixels */
    element(row, top, height) {
      const element = $('<div>', { class: `meterflow-item meterflow-item-${row.kind}`, role: 'treeitem' });
      element.css({ top, height }).data('row', row);
      element.attr({ id: idOf(row.key), 'aria-level': row.level });
      if (row.open !== undefined) element.attr('aria-expanded', String(row.open));
      if (row.position !== undefined) {
        element.attr({ 'aria-posinset': row.position, 'aria-setsize': row.setSize });
      }
      const arrow = row.open === undefined ? '' : `fa fa-angle-${row.open ? 'down' : 'right'}`;
      $('<i>', { class: `meterflow-item-arrow ${arrow}`, 'aria-hidden': 'true' }).appendTo(element);
      if (row.kind !== 'group') this.#tickBox(row, element);
      const [name, detail] = this.#words(row);
      const main = $('<div>', { class: 'meterflow-item-main' }).appendTo(element);
      $('<div>', { class: 'meterflow-item-name', title: name }).text(name).appendTo(main);
      if (detail !== '')
        $('<div>', { class: 'meterflow-item-detail', title: detail }).text(detail).appendTo(main);
      if (row.kind !== 'group') this.#value(row, element);
      return element;
    }

    #words(row) {
      const { kind, object, attribute } = row;
      if (kind === 'group') return [`${this.#text(`browse.group.${row.group}`)} (${row.count})`, ''];
      if (kind === 'attribute') {
        return [`${attribute.id} ${attribute.name}`, this.#accessWords(attribute.access)];
      }
      const code = shared().printCode(object.obis);
      return [object.name ?? code, this.#details(object, code).filter(isThere).join(' · ')];
    }

    #details(object, code) {
      const { classId: id, version } = object;
      const { name } = this.#model.classOf(object);
      const value = this.#model.valueOf(object);
      const { access } = this.#model.attributesOf(object).find((attribute) => attribute.id === value) ?? {};
      return [
        object.name === undefined ? undefined : code,
        this.#model.unitOf(object),
        this.#accessWords(access),
        this.#text('browse.class', { name, id, version }),
      ];
    }

    /** The words of the standard, as far as they are for people. */
    #accessWords(access = '') {
      const words = access.split('+').filter((word) => word !== '');
      return words.map((word) => this.#text(`browse.access.${word}`, { defaultValue: word })).join(', ');
    }

    #tickBox(row, element) {
      if (!this.#ticks) return;
      const attribute = this.#model.attributeOf(row);
      const isTicked = attribute !== undefined && this.#model.isTicked(row.object.obis, attribute);
      const box = $('<input>', { type: 'checkbox', tabindex: -1, 'aria-hidden': 'true' }).appendTo(element);
      box.prop({ checked: isTicked, disabled: attribute === undefined });
      if (attribute === undefined) box.css('visibility', 'hidden');
      else element.attr('aria-checked', String(isTicked));
    }

    #value(row, element) {
      const attribute = this.#model.attributeOf(row);
      const reading = attribute === undefined ? undefined : this.#model.reading(row.object.obis, attribute);
      const place = $('<div>', { class: 'meterflow-item-value' }).appendTo(element);
      if (reading !== undefined) {
        const { text: value, unit, quality } = reading;
        const words = value === undefined ? quality : [value, unit].filter(isThere).join(' ');
        place
          .text(words)
          .attr('title', words)
          .toggleClass('meterflow-item-refused', value === undefined);
      }
      const label = this.#text('browse.read');
      $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small meterflow-item-read' })
        .attr({ 'aria-label': label, title: label, tabindex: -1 })
        .append(shared().toolIcon('download'))
        .appendTo(element);
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { BrowseRows });
})(globalThis);
