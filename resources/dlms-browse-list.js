/**
 * The tree of a meter's objects on the screen: of thousands of rows only those that can be seen are there. By
 * mouse, by keyboard, and for those who listen. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;

  /** In pixels. */
  const HEIGHTS = { group: 34, object: 48, attribute: 32 };
  /** Rows beyond the edges that are there as well. */
  const SPARE = 6;
  const PAGE = 8;

  class BrowseList {
    #box;
    #space;
    #model;
    #actions;
    #rows;
    /** Where each row begins, and behind the last where all end. */
    #tops = [0];
    #active;
    #ticks;

    /**
     * @param box scrolls
     * @param options `model`; `text` gives words by key; `read` reads attributes of an object; `ticks` whether
     * rows can be ticked
     */
    constructor(box, { model, text, read, ticks }) {
      this.#box = box;
      this.#model = model;
      this.#rows = new (shared().BrowseRows)(model, text, ticks);
      this.#actions = { read };
      this.#ticks = ticks;
      this.#space = $('<div>', { class: 'meterflow-tree-space', role: 'none' }).appendTo(box);
      box.attr({ role: 'tree', tabindex: 0, 'aria-label': text('browse.title') });
      if (ticks) box.attr('aria-multiselectable', 'true');
      box.on('scroll', () => this.#paint());
      box.on('keydown', (event) => this.#onKey(event));
      box.on('click', '.meterflow-item', (event) => this.#onClick(event));
    }

    /** The rows are others. */
    layOut() {
      const { rows } = this.#model;
      this.#tops = [0];
      for (const { kind } of rows) this.#tops.push(this.#tops.at(-1) + HEIGHTS[kind]);
      this.#space.height(this.#tops.at(-1));
      if (!rows.some(({ key }) => key === this.#active)) this.#active = rows[0]?.key;
      this.paint();
    }

    /** The same rows with other contents. */
    paint() {
      this.#space.empty();
      this.#paint();
    }

    focus() {
      this.#box.trigger('focus');
    }

    #paint() {
      const top = this.#box.scrollTop();
      const { rows } = this.#model;
      const first = Math.max(0, this.#rowAt(top) - SPARE);
      const last = Math.min(rows.length, this.#rowAt(top + this.#box.height()) + 1 + SPARE);
      const wanted = new Set(rows.slice(first, last).map(({ key }) => key));
      const there = new Map();
      for (const element of this.#space.children().toArray()) {
        const { key } = $(element).data('row');
        if (wanted.has(key)) there.set(key, element);
        else element.remove();
      }
      for (let index = first; index < last; index += 1) {
        if (!there.has(rows[index].key))
          this.#rows.element(rows[index], this.#tops[index], HEIGHTS[rows[index].kind]).appendTo(this.#space);
      }
      this.#showActive();
    }

    /** By halves: the last row that begins at or above a height. */
    #rowAt(height) {
      let [low, high] = [0, this.#tops.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (this.#tops[middle] <= height) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    #showActive() {
      const row = this.#space.children().removeClass('meterflow-item-active');
      const active = row.filter((_, element) => $(element).data('row').key === this.#active);
      active.addClass('meterflow-item-active');
      this.#box.attr('aria-activedescendant', active.attr('id') ?? null);
    }

    #activate(index) {
      const { rows } = this.#model;
      const at = Math.max(0, Math.min(rows.length - 1, index));
      if (rows[at] === undefined) return;
      this.#active = rows[at].key;
      const [top, bottom] = [this.#tops[at], this.#tops[at + 1]];
      const height = this.#box.height();
      if (top < this.#box.scrollTop()) this.#box.scrollTop(top);
      else if (bottom > this.#box.scrollTop() + height) this.#box.scrollTop(bottom - height);
      this.#paint();
    }

    #onClick(event) {
      const row = $(event.currentTarget).data('row');
      this.#active = row.key;
      if ($(event.target).closest('.meterflow-item-read').length > 0) this.#read(row);
      else if ($(event.target).is('input')) this.#tick(row);
      else if (row.open !== undefined) this.#setOpen(row, !row.open);
      this.#showActive();
      this.focus();
    }

    #setOpen(row, open) {
      if (row.open !== open) this.#model.toggle(row.key);
    }

    #tick(row) {
      const attribute = this.#model.attributeOf(row);
      if (this.#ticks && attribute !== undefined) this.#model.tick(row.object.obis, attribute);
    }

    #read(row) {
      if (row.kind === 'group') return;
      const isObject = row.kind === 'object';
      const attributes = isObject ? this.#model.readableOf(row.object) : [row.attribute.id];
      if (isObject && this.#model.attributeOf(row) === undefined) this.#setOpen(row, true);
      this.#actions.read(attributes.map((id) => `${row.object.obis}:${id}`));
    }

    #onKey(event) {
      const { rows } = this.#model;
      const at = rows.findIndex(({ key }) => key === this.#active);
      const row = rows[at];
      if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const moves = {
        ArrowDown: () => this.#activate(at + 1),
        ArrowUp: () => this.#activate(at - 1),
        PageDown: () => this.#activate(at + PAGE),
        PageUp: () => this.#activate(at - PAGE),
        Home: () => this.#activate(0),
        End: () => this.#activate(rows.length - 1),
        ArrowRight: () => this.#enter(row, at),
        ArrowLeft: () => this.#leave(row, at),
        ' ': () => this.#tick(row),
        Enter: () => (row.kind === 'group' ? this.#setOpen(row, !row.open) : this.#read(row)),
      };
      const move = moves[event.key];
      if (move === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      move();
    }

    #enter(row, at) {
      if (row.open === false) this.#setOpen(row, true);
      else if (row.open === true) this.#activate(at + 1);
    }

    #leave(row, at) {
      if (row.open === true) this.#setOpen(row, false);
      else
        this.#activate(this.#model.rows.findLastIndex(({ level }, index) => index < at && level < row.level));
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { BrowseList });
})(globalThis);
