/**
 * The table of signals by keyboard and by mouse: rows are chosen, gone through, moved, copied. Needs the
 * editor (`RED`, jQuery).
 */
((scope) => {
  const PAGE = 10;
  const STEPS = { ArrowUp: -1, ArrowDown: 1, PageUp: -PAGE, PageDown: PAGE, Home: -Infinity, End: Infinity };

  const isWithControl = ({ ctrlKey, metaKey }) => ctrlKey || metaKey;
  const isRow = (element) => $(element).is('.meterflow-row');
  const isTextField = (element) => $(element).is('input[type="text"], textarea');

  const howChosen = (event) => {
    if (event.shiftKey) return 'range';
    return isWithControl(event) ? 'toggle' : 'only';
  };

  /** Several rows stay chosen while they are dragged, or one of their boxes is ticked. */
  const isForAll = (element) =>
    $(element).is('input[type="checkbox"]') || $(element).closest('.meterflow-grip').length > 0;

  class SignalsKeys {
    #model;
    #view;
    #table;

    /** @param table takes `paste` of a text, and gives the text to `copy` */
    constructor(box, model, view, table) {
      this.#model = model;
      this.#view = view;
      this.#table = table;
      box.on('keydown', (event) => {
        if (!this.#onKey(event)) return;
        event.preventDefault();
        event.stopPropagation();
      });
      box.on('mousedown', (event) => this.#onMouse(event));
      box.on('click', '.meterflow-grip', (event) => this.#onClick(event));
      box.on('copy cut', (event) => this.#onCopy(event));
      box.on('paste', (event) => this.#onPaste(event));
    }

    /** Whether the key was for the table. */
    #onKey(event) {
      if (event.isDefaultPrevented()) return false;
      const { target, key } = event;
      if (event.altKey && ['ArrowUp', 'ArrowDown'].includes(key)) return this.#move(target, STEPS[key]);
      if (isRow(target) || this.#view.idOf(target) === undefined) return this.#onRowKey(event);
      return this.#onFieldKey(event);
    }

    #onRowKey(event) {
      if (isWithControl(event)) return this.#onControlKey(event);
      const step = STEPS[event.key];
      if (step !== undefined) return this.#go(step, event.shiftKey ? 'range' : 'only');
      const action = {
        ' ': () => this.#model.select(this.#model.current, 'toggle'),
        Enter: () => this.#enter(),
        F2: () => this.#view.focusField(this.#model.current, 'todo'),
        Delete: () => this.#change(() => this.#model.remove()),
        Backspace: () => this.#change(() => this.#model.remove()),
        Insert: () => this.#table.add(),
      }[event.key];
      action?.();
      return action !== undefined;
    }

    #enter() {
      if (this.#model.entries.length === 0) this.#table.add();
      else this.#view.focusField(this.#model.current, 'todo');
    }

    #onControlKey({ key, shiftKey }) {
      const step = STEPS[key];
      if (step !== undefined) return this.#go(step, 'none');
      const action = {
        a: () => this.#model.selectAll(),
        d: () => this.#change(() => this.#model.duplicate()),
        z: () => this.#change(() => (shiftKey ? this.#model.redo() : this.#model.undo())),
        y: () => this.#change(() => this.#model.redo()),
      }[key.toLowerCase()];
      action?.();
      return action !== undefined;
    }

    #onFieldKey(event) {
      const { key, target } = event;
      const isPlain = !isWithControl(event) && !event.shiftKey;
      if (key === 'Escape') {
        this.#view.focusRow(this.#view.idOf(target));
        return true;
      }
      const isList = $(target).is('select, button');
      const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[key];
      return isPlain && !isList && step !== undefined && this.#goBeside(target, step, key === 'Enter');
    }

    /** To the same field of the next row; from the last one, if asked for, to a new row. */
    #goBeside(field, step, addsRow) {
      const { entries } = this.#model;
      const next = entries[this.#model.indexOf(this.#view.idOf(field)) + step];
      if (next === undefined) {
        if (addsRow) this.#table.add();
        return addsRow;
      }
      const key = this.#view.keyOf(field);
      this.#model.select(next.id);
      this.#view.focusField(next.id, key);
      return true;
    }

    #go(step, how) {
      const { entries, current } = this.#model;
      const from = this.#model.indexOf(current);
      const to = Math.max(0, Math.min(entries.length - 1, from + step));
      if (entries[to] === undefined) return false;
      this.#model.select(entries[to].id, how);
      this.#view.focusRow(entries[to].id);
      return true;
    }

    /** The selected rows; where the focus is in another one, that one. The focus stays where it is. */
    #move(target, step) {
      const id = this.#view.idOf(target);
      if (id === undefined) return false;
      if (!this.#model.isSelected(id)) this.#model.select(id);
      const key = isRow(target) ? undefined : this.#view.keyOf(target);
      this.#model.move(step);
      if (key === undefined) this.#view.focusRow(id);
      else this.#view.focusField(id, key);
      return true;
    }

    #change(act) {
      act();
      this.#view.focusRow(this.#model.current);
    }

    #onMouse(event) {
      const id = this.#view.idOf(event.target);
      if (id === undefined || event.button !== 0) return;
      const how = howChosen(event);
      const stays = how === 'only' && this.#model.isSelected(id) && isForAll(event.target);
      this.#model.select(id, stays ? 'none' : how);
      if (how === 'only' && $(event.target).is('input, select, button, option')) return;
      event.preventDefault();
      this.#view.focusRow(id);
    }

    /** A press on a grip that became no drag. */
    #onClick(event) {
      if (howChosen(event) === 'only') this.#model.select(this.#view.idOf(event.target));
    }

    #onCopy(event) {
      if (isTextField(event.target) || this.#model.selection.length === 0) return;
      event.preventDefault();
      event.originalEvent.clipboardData.setData('text/plain', this.#table.copy());
      if (event.type === 'cut') this.#change(() => this.#model.remove());
    }

    /** One line for a field is for that field. */
    #onPaste(event) {
      const text = event.originalEvent.clipboardData.getData('text/plain');
      if (text === '' || (isTextField(event.target) && !/[\t\n\r]/.test(text.trim()))) return;
      event.preventDefault();
      this.#table.paste(text);
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { SignalsKeys });
})(globalThis);
