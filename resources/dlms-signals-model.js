/**
 * The rows of the table of signals while it is edited: which are selected, what was done and can be undone.
 * Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module. Rows are replaced, never
 * changed: a row that nobody touched is the object that came in.
 */
((scope) => {
  const MOST_STEPS = 100;

  const newRow = () => ({ enable: '1', name: '', todo: '', alias: '', numberType: 'DOUBLE', log: '0' });

  class SignalsModel {
    /** `{ id, row }`, in order. The id is of this dialog only. */
    #entries;
    #selected = new Set();
    /** Where a range begins, and the row that has the focus. */
    #anchor;
    #current;
    #lastId = 0;
    #done = [];
    #undone = [];
    #open;
    #tell;

    /** @param tell is called after each change with what changed: 'rows', 'cell' or 'selection' */
    constructor(rows, tell = () => undefined) {
      this.#entries = this.#entriesOf(rows);
      this.#tell = tell;
    }

    get entries() {
      return this.#entries;
    }

    get rows() {
      return this.#entries.map(({ row }) => row);
    }

    get current() {
      return this.#current;
    }

    get canUndo() {
      return this.#done.length > 0;
    }

    get canRedo() {
      return this.#undone.length > 0;
    }

    isSelected(id) {
      return this.#selected.has(id);
    }

    /** In the order of the table. */
    get selection() {
      return this.#entries.filter(({ id }) => this.#selected.has(id));
    }

    rowOf(id) {
      return this.#entries[this.indexOf(id)]?.row;
    }

    indexOf(id) {
      return this.#entries.findIndex((entry) => entry.id === id);
    }

    /** Makes it the row that has the focus. @param how 'only', 'toggle', 'range', or 'none' for the focus alone */
    select(id, how = 'only') {
      const index = this.indexOf(id);
      if (index < 0) return;
      this.#current = id;
      if (how === 'toggle') this.#toggle(id);
      else if (how === 'only') this.#selected = new Set([id]);
      else if (how === 'range') this.#selectRange(index);
      if (how === 'only' || how === 'toggle') this.#anchor = id;
      this.#tell('selection');
    }

    selectAll() {
      this.#selected = new Set(this.#entries.map(({ id }) => id));
      this.#tell('selection');
    }

    #toggle(id) {
      const others = [...this.#selected].filter((each) => each !== id);
      this.#selected = new Set(this.#selected.has(id) ? others : [...others, id]);
    }

    #selectRange(index) {
      const from = Math.max(0, this.indexOf(this.#anchor));
      const [first, last] = from < index ? [from, index] : [index, from];
      this.#selected = new Set(this.#entries.slice(first, last + 1).map(({ id }) => id));
    }

    /** Typing in one cell is one step to undo. */
    edit(id, changes) {
      const index = this.indexOf(id);
      const { row } = this.#entries[index] ?? {};
      const changed = Object.entries(changes).filter(([key, value]) => String(row?.[key] ?? '') !== value);
      if (row === undefined || changed.length === 0) return;
      const cell = `${id} ${changed.map(([key]) => key).join(' ')}`;
      if (this.#open !== cell) this.#remember(cell);
      const edited = { id, row: { ...row, ...Object.fromEntries(changed) } };
      this.#entries = [...this.#entries.slice(0, index), edited, ...this.#entries.slice(index + 1)];
      this.#tell('cell');
    }

    /** As one step. */
    editSelected(changes) {
      const { selection } = this;
      if (selection.length === 0) return;
      const edited = ({ id, row }) =>
        this.isSelected(id) ? { id, row: { ...row, ...changes } } : { id, row };
      this.#change(this.#entries.map(edited), selection, this.#current);
    }

    /**
     * Puts rows below the last selected one, and selects them; in an empty table, or one with nothing but an
     * untouched row, in place of that.
     */
    insert(rows, { atEnd = false } = {}) {
      if (rows.length === 0) return;
      const [only, ...others] = this.#entries;
      const isBlank =
        only !== undefined && others.length === 0 && JSON.stringify(only.row) === JSON.stringify(newRow());
      const kept = isBlank && rows.length > 0 ? [] : this.#entries;
      const last = kept.findLastIndex(({ id }) => this.#selected.has(id));
      const at = atEnd || last < 0 ? kept.length : last + 1;
      const added = this.#entriesOf(rows);
      this.#change([...kept.slice(0, at), ...added, ...kept.slice(at)], added);
    }

    add() {
      this.insert([newRow()]);
    }

    duplicate() {
      const copies = this.#entriesOf(this.selection.map(({ row }) => ({ ...row })));
      if (copies.length === 0) return;
      const at = this.#entries.findLastIndex(({ id }) => this.#selected.has(id)) + 1;
      this.#change([...this.#entries.slice(0, at), ...copies, ...this.#entries.slice(at)], copies);
    }

    /** The row that takes the place of the first one is selected then. */
    remove() {
      const first = this.#entries.findIndex(({ id }) => this.#selected.has(id));
      if (first < 0) return;
      const kept = this.#entries.filter(({ id }) => !this.#selected.has(id));
      const next = kept[Math.min(first, kept.length - 1)];
      this.#change(kept, next === undefined ? [] : [next]);
    }

    clear() {
      if (this.#entries.length > 0) this.#change([], []);
    }

    /** @param step -1 up, 1 down; all selected rows come together at the first, or last, of them */
    move(step) {
      const places = this.selection.map(({ id }) => this.indexOf(id));
      if (places.length === 0) return;
      this.moveTo(step < 0 ? places[0] - 1 : places.at(-1) + 2);
    }

    /** Moves the selected rows to stand before the row that has the index now. */
    moveTo(index) {
      const moved = this.selection;
      const to = Math.max(0, Math.min(index, this.#entries.length));
      const stays = (entries) => entries.filter(({ id }) => !this.#selected.has(id));
      const entries = [...stays(this.#entries.slice(0, to)), ...moved, ...stays(this.#entries.slice(to))];
      if (entries.some(({ id }, at) => id !== this.#entries[at].id))
        this.#change(entries, moved, this.#current);
    }

    /** Makes other rows of all, as one step. */
    replace(rows) {
      const entries = this.#entriesOf(rows);
      this.#change(entries, entries.slice(0, 1));
    }

    undo() {
      this.#swap(this.#done, this.#undone);
    }

    redo() {
      this.#swap(this.#undone, this.#done);
    }

    #entriesOf(rows) {
      return rows.map((row) => {
        this.#lastId += 1;
        return { id: this.#lastId, row };
      });
    }

    #change(entries, selected, current = selected[0]?.id) {
      this.#remember(undefined);
      this.#entries = entries;
      this.#selected = new Set(selected.map(({ id }) => id));
      this.#anchor = selected[0]?.id;
      this.#current = current;
      this.#tell('rows');
    }

    /** @param cell that is being typed in, where that is all that changes */
    #remember(cell) {
      this.#open = cell;
      this.#done = [...this.#done.slice(1 - MOST_STEPS), this.#state()];
      this.#undone = [];
    }

    #state() {
      return {
        entries: this.#entries,
        selected: this.#selected,
        current: this.#current,
        anchor: this.#anchor,
      };
    }

    #swap(from, to) {
      const state = from.pop();
      if (state === undefined) return;
      to.push(this.#state());
      this.#open = undefined;
      this.#entries = state.entries;
      this.#selected = state.selected;
      this.#current = state.current;
      this.#anchor = state.anchor;
      this.#tell('rows');
    }
  }

  const api = { SignalsModel, newRow };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
