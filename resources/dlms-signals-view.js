/**
 * The rows of the table of signals on the page. Only those in sight have fields: the others are empty places
 * as high as they were. One row is the one that the tabulator key goes to. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  /** Rows that get their fields at once; how far beyond the edge rows get them, in pixels. */
  const FIRST_ROWS = 12;
  const BEYOND_PX = 300;
  const SWITCHES = ['enable', 'log'];
  const REACHABLE = 'input, select, button';

  class SignalsView {
    #box;
    #model;
    #host;
    /** By id: the element, and the row's fields while it has them. */
    #elements = new Map();
    #filled = new Map();
    #problems = new Map();
    #reachable;
    #observer;

    /**
     * @param box the element of the rows; its parent scrolls
     * @param host `text`, `names`, `suggestions`; `problemsChanged` hears how many rows are wrong
     */
    constructor(box, model, host) {
      this.#box = box;
      this.#model = model;
      this.#host = { ...host, edit: (id, changes) => this.#edit(id, changes) };
      this.#observer = new IntersectionObserver((entries) => this.#inSight(entries), {
        root: box.parent().get(0),
        rootMargin: `${BEYOND_PX}px 0px`,
      });
      box.on('focusin', (event) => this.#focused(event.target));
      box.on('focusout', () => setTimeout(() => this.#sweep()));
    }

    close() {
      this.#observer.disconnect();
    }

    /** @param what changed: 'rows', 'cell' or 'selection' */
    show(what) {
      if (what === 'rows') this.#showRows();
      if (what !== 'selection') this.#showProblems();
      this.#showSelection();
    }

    inform() {
      for (const row of this.#filled.values()) row.inform();
    }

    problemsOf(id) {
      return this.#problems.get(id) ?? [];
    }

    idOf(element) {
      const id = $(element).closest('.meterflow-row').attr('data-row');
      return id === undefined ? undefined : Number(id);
    }

    elementOf(id) {
      return this.#elements.get(id);
    }

    focusRow(id) {
      const element = this.#elements.get(id);
      if (element === undefined) this.#box.trigger('focus');
      else element.trigger('focus').get(0).scrollIntoView({ block: 'nearest' });
    }

    /** @param key the property whose field is meant */
    focusField(id, key) {
      if (!this.#elements.has(id)) return;
      this.#fill(id);
      const field = this.#filled.get(id).fieldFor(key).filter(':visible:enabled').first();
      this.#elements.get(id).get(0).scrollIntoView({ block: 'nearest' });
      field.trigger('focus').trigger('select');
    }

    /** The property whose field has the focus. */
    keyOf(field) {
      const cell = $(field).closest('.meterflow-cell').attr('class') ?? '';
      return /meterflow-cell-(\w+)/.exec(cell)?.[1];
    }

    /** A switch of one of several selected rows is a switch of all. */
    #edit(id, changes) {
      const [key] = Object.keys(changes);
      const isForAll = SWITCHES.includes(key) && this.#model.isSelected(id);
      if (isForAll && this.#model.selection.length > 1) {
        this.#model.editSelected(changes);
        this.focusField(id, key);
      } else this.#model.edit(id, changes);
      return this.#model.rowOf(id);
    }

    /** Keeps what is there: only new rows are made, and those that look otherwise by now are made anew. */
    #showRows() {
      const { entries } = this.#model;
      const ids = new Set(entries.map(({ id }) => id));
      for (const [id, element] of this.#elements) if (!ids.has(id)) this.#drop(id, element);
      for (const { id, row } of entries) {
        if (!this.#elements.has(id)) this.#make(id);
        else if (this.#filled.has(id) && this.#filled.get(id).row !== row) this.#fill(id, true);
      }
      const elements = entries.map(({ id }) => this.#elements.get(id).get(0));
      this.#box.get(0).replaceChildren(...elements);
      for (const { id } of entries.slice(0, FIRST_ROWS)) this.#fill(id);
      this.#box.attr({ 'aria-rowcount': entries.length, tabindex: entries.length === 0 ? 0 : null });
      this.#number();
    }

    #make(id) {
      const element = $('<div>', { class: 'meterflow-row', role: 'row', tabindex: -1, 'data-row': id });
      this.#elements.set(id, element);
      this.#observer.observe(element.get(0));
    }

    #drop(id, element) {
      this.#observer.unobserve(element.get(0));
      element.remove();
      this.#elements.delete(id);
      this.#filled.delete(id);
    }

    #number() {
      this.#model.entries.forEach(({ id }, index) => {
        this.#elements.get(id).attr('aria-rowindex', index + 1);
        if (this.#filled.has(id)) this.#showNumber(id, index + 1);
      });
    }

    #showNumber(id, number) {
      this.#elements.get(id).find('.meterflow-number-of-row').text(number);
    }

    #inSight(entries) {
      for (const { target, isIntersecting } of entries) {
        const id = this.idOf(target);
        if (isIntersecting) this.#fill(id);
        else this.#empty(id);
      }
    }

    #fill(id, anew = false) {
      const element = this.#elements.get(id);
      if (element === undefined || (this.#filled.has(id) && !anew)) return;
      const index = this.#model.indexOf(id);
      if (index < 0) return;
      element.empty().css('height', '');
      this.#filled.set(id, new (shared().SignalRow)(element, this.#model.entries[index], this.#host));
      this.#showNumber(id, index + 1);
      this.#filled.get(id).mark(this.problemsOf(id));
      if (id !== this.#reachable) element.find(REACHABLE).attr('tabindex', -1);
    }

    /** Where the focus is in, it stays: someone may type on while scrolling. */
    #empty(id) {
      const element = this.#elements.get(id);
      if (!this.#filled.has(id) || element.is(':focus-within')) return;
      const height = element.outerHeight();
      this.#filled.delete(id);
      element.empty().css('height', height);
    }

    /** The row that kept its fields for the focus alone. */
    #sweep() {
      const { top, bottom } = this.#box.parent().get(0).getBoundingClientRect();
      for (const id of this.#filled.keys()) {
        const place = this.#elements.get(id).get(0).getBoundingClientRect();
        if (place.bottom < top - BEYOND_PX || place.top > bottom + BEYOND_PX) this.#empty(id);
      }
    }

    #showProblems() {
      const { entries, rows } = this.#model;
      const problems = shared().tableProblems(rows);
      this.#problems = new Map(entries.map(({ id }, index) => [id, problems[index]]));
      for (const { id } of entries) {
        this.#elements.get(id).toggleClass('meterflow-wrong', this.problemsOf(id).length > 0);
        this.#filled.get(id)?.mark(this.problemsOf(id));
      }
      this.#host.problemsChanged(problems.filter(({ length }) => length > 0).length);
    }

    #showSelection() {
      const { entries, current } = this.#model;
      for (const { id } of entries) {
        const isSelected = this.#model.isSelected(id);
        const element = this.#elements.get(id);
        if (element.attr('aria-selected') !== String(isSelected))
          element.attr('aria-selected', String(isSelected));
      }
      this.#makeReachable(entries.some(({ id }) => id === current) ? current : entries[0]?.id);
    }

    /** One stop of the tabulator key for the table, and then the fields of that row. */
    #makeReachable(id) {
      if (id === this.#reachable && this.#elements.get(id)?.attr('tabindex') === '0') return;
      this.#elements.get(this.#reachable)?.attr('tabindex', -1).find(REACHABLE).attr('tabindex', -1);
      this.#reachable = id;
      this.#elements.get(id)?.attr('tabindex', 0).find(REACHABLE).removeAttr('tabindex');
    }

    #focused(target) {
      const id = this.idOf(target);
      if (id === undefined) return;
      this.#fill(id);
      if (id !== this.#model.current) this.#model.select(id, 'none');
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { SignalsView });
})(globalThis);
