/**
 * What a person may mean, offered below a field while it is typed: codes with their names, by mouse and by
 * keyboard. One list serves all fields of a dialog. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const LIST = 'meterflow-suggestions';
  const WAIT_MS = 120;
  const LEAST_WIDTH = 340;
  const MOST_HEIGHT = 300;
  const MARGIN = 4;

  class Suggestions {
    #list = $('<div>', { id: LIST, role: 'listbox' }).hide().appendTo('body');
    #text;
    #find;
    #input;
    #found = [];
    #at = -1;
    #timer;
    /** The text that the list is for; whether the first of what is still looked up is to be taken. */
    #shown;
    #isAwaited = false;

    /**
     * @param find gives a promise of what fits a text: `{ code, name, known }`
     * @param text gives words of the catalogue by key
     */
    constructor(find, text) {
      this.#find = find;
      this.#text = text;
      this.#list.on('mousedown', '[role="option"]', (event) => {
        event.preventDefault();
        this.#choose($(event.currentTarget).index());
      });
    }

    /**
     * @param typed gives the part of the text that is being typed
     * @param choose takes what was chosen
     */
    attach(input, { typed, choose }) {
      input.attr({
        role: 'combobox',
        'aria-autocomplete': 'list',
        'aria-expanded': 'false',
        autocomplete: 'off',
      });
      input.on('input', () => this.#later(input, typed));
      input.on('keydown', (event) => this.#onKey(event, typed()));
      input.on('blur', () => this.close());
      input.data('meterflowChoose', choose);
    }

    close() {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#isAwaited = false;
      this.#found = [];
      this.#at = -1;
      this.#list.hide().empty();
      this.#input?.attr({ 'aria-expanded': 'false', 'aria-controls': null, 'aria-activedescendant': null });
      this.#input = undefined;
    }

    remove() {
      this.close();
      this.#list.remove();
    }

    #later(input, typed) {
      clearTimeout(this.#timer);
      this.#isAwaited = false;
      this.#timer = setTimeout(() => this.#offer(input, typed), WAIT_MS);
    }

    #offer(input, typed) {
      const text = typed();
      if (text === '' || scope.MeterflowDlms.isVariable(text)) {
        this.close();
        return;
      }
      this.#find(text).then((found) => {
        if (!input.is(':focus') || typed() !== text) return;
        const isAwaited = this.#isAwaited;
        this.#show(input, found, text);
        if (isAwaited && this.#found.length > 0) this.#choose(0);
      });
    }

    #show(input, found, text) {
      this.close();
      // Whoever has typed a code in full is not asked.
      const isCode = scope.MeterflowDlms.isCode(text);
      if (found.length === 0 || (isCode && found.length === 1)) return;
      this.#input = input;
      this.#shown = text;
      this.#found = found;
      found.forEach((object, index) => {
        this.#entry(object, index);
      });
      this.#place();
      input.attr({ 'aria-expanded': 'true', 'aria-controls': LIST });
      this.#mark(isCode ? -1 : 0);
    }

    #entry({ code, name, known }, index) {
      const entry = $('<div>', { role: 'option', id: `${LIST}-${index}` }).appendTo(this.#list);
      $('<code>').text(code).appendTo(entry);
      $('<span>')
        .text(name ?? '')
        .appendTo(entry);
      if (known) $('<small>').text(this.#text('note.in-meter')).appendTo(entry);
    }

    /** Below the field, or above it where there is more room. */
    #place() {
      const { left, top, bottom, width } = this.#input.get(0).getBoundingClientRect();
      const below = window.innerHeight - bottom - MARGIN;
      const isBelow = below >= Math.min(top, MOST_HEIGHT, this.#list.show().get(0).scrollHeight);
      const room = isBelow ? below : top - MARGIN;
      const wide = Math.max(width, LEAST_WIDTH);
      this.#list.css({
        left: Math.max(MARGIN, Math.min(left, window.innerWidth - wide - MARGIN)),
        top: isBelow ? bottom + 1 : '',
        bottom: isBelow ? '' : window.innerHeight - top + 1,
        width: wide,
        maxHeight: Math.min(room - MARGIN, MOST_HEIGHT),
      });
    }

    #mark(index) {
      this.#at = index;
      const entries = this.#list.children().attr('aria-selected', 'false');
      if (index >= 0)
        entries.eq(index).attr('aria-selected', 'true').get(0)?.scrollIntoView({ block: 'nearest' });
      this.#input.attr('aria-activedescendant', index < 0 ? null : `${LIST}-${index}`);
    }

    #choose(index) {
      const [input, object] = [this.#input, this.#found[index]];
      this.close();
      input.data('meterflowChoose')(object);
    }

    /** The next entry, or the one before; round at the ends. */
    #from(step) {
      const { length } = this.#found;
      return (Math.max(this.#at, step < 0 ? 0 : -1) + step + length) % length;
    }

    #onKey(event, text) {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.#takesKey(event.key, text)) return;
      if (event.key !== 'Tab') event.preventDefault();
      event.stopImmediatePropagation();
    }

    /** Whether the key was for the list. */
    #takesKey(key, text) {
      const isOpen = this.#found.length > 0;
      const isFresh = isOpen && this.#shown === text;
      const step = { ArrowDown: 1, ArrowUp: -1 }[key];
      if (isOpen && step !== undefined) this.#mark(this.#from(step));
      else if (isFresh && this.#at >= 0 && ['Enter', 'Tab'].includes(key)) this.#choose(this.#at);
      else if (!isFresh && key === 'Enter' && this.#isLookedUp(text)) this.#isAwaited = true;
      else if (isOpen && key === 'Escape') this.close();
      else return false;
      return true;
    }

    /** Someone who types fast need not wait for the list. */
    #isLookedUp(text) {
      return this.#timer !== undefined && !scope.MeterflowDlms.isCode(text);
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { Suggestions });
})(globalThis);
