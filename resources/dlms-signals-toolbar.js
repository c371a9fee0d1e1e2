/**
 * The buttons above the table of signals, and what is said below it: how many signals there are, what was
 * pasted, what is wrong. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const BUTTONS = [
    ['add', 'plus'],
    ['duplicate', 'clone'],
    ['remove', 'trash-o'],
    ['up', 'arrow-up'],
    ['down', 'arrow-down'],
    ['undo', 'undo'],
    ['paste', 'clipboard'],
    ['open', 'folder-open-o'],
    ['save', 'download'],
  ];
  const NEEDS_SELECTION = ['duplicate', 'remove', 'up', 'down'];

  class SignalsToolbar {
    #buttons = {};
    #text;
    #actions;
    #note;
    #count;
    #wrong;
    #file;
    #pasteBox;

    /**
     * @param place has parts for buttons, notes and the box to paste into
     * @param actions one for each button; `text` of a file or paste goes to `take`, `wrong` goes to the next
     * wrong row
     * @param text gives words of the catalogue by key
     */
    constructor(place, actions, text) {
      this.#text = text;
      this.#actions = actions;
      const bar = place.find('.meterflow-buttons').attr('aria-label', text('label.signals'));
      for (const [name, icon] of BUTTONS) this.#addButton(bar, name, icon);
      this.#note = place.find('.meterflow-note');
      this.#count = place.find('.meterflow-count');
      this.#wrong = place
        .find('.meterflow-wrong-rows')
        .on('click', () => actions.wrong())
        .hide();
      this.#addFile(place);
      this.#addPasteBox(place);
    }

    /** @param state of the table: how many rows, off, selected and wrong; whether something can be undone */
    show({ rows, off, selected, wrong, canUndo }) {
      for (const name of NEEDS_SELECTION) this.#buttons[name].prop('disabled', selected === 0);
      this.#buttons.undo.prop('disabled', !canUndo);
      this.#buttons.save.prop('disabled', rows === 0);
      const counts = [this.#text('count.rows', { count: rows })];
      if (off > 0) counts.push(this.#text('count.off', { count: off }));
      if (selected > 1) counts.push(this.#text('count.selected', { count: selected }));
      this.#count.text(counts.join(', '));
      this.#wrong
        .toggle(wrong > 0)
        .find('span')
        .text(this.#text('count.wrong', { count: wrong }));
    }

    /** Said to whoever looks, and to whoever listens. */
    say(words, { isWrong = false } = {}) {
      this.#note.text(words).toggleClass('meterflow-reason', isWrong);
    }

    #addButton(bar, name, icon) {
      const label = this.#text(`button.${name}`);
      const button = $('<button>', {
        type: 'button',
        class: 'red-ui-button red-ui-button-small',
        'aria-label': label,
      });
      $('<i>', { class: `fa fa-${icon}`, 'aria-hidden': 'true' }).appendTo(button);
      if (name === 'add')
        $('<span>')
          .text(` ${this.#text('label.add-signal')}`)
          .appendTo(button);
      RED.popover.tooltip(button, label);
      button.on('click', () => this.#press(name)).appendTo(bar);
      this.#buttons[name] = button;
    }

    #press(name) {
      if (name === 'open') this.#file.trigger('click');
      else if (name === 'paste') this.#togglePasteBox(this.#pasteBox.is(':hidden'));
      else this.#actions[name]();
    }

    #addFile(place) {
      this.#file = $('<input>', { type: 'file', accept: '.csv,.tsv,.txt,text/csv', tabindex: -1 })
        .hide()
        .appendTo(place);
      this.#file.on('change', async () => {
        const [file] = this.#file.get(0).files;
        if (file === undefined) return;
        const text = await textOf(file);
        this.#file.val('');
        this.#actions.take(text);
      });
    }

    /** Where the keys for pasting are not at hand, or the page may not read the clipboard. */
    #addPasteBox(place) {
      this.#pasteBox = place.find('.meterflow-paste').hide();
      const label = this.#text('note.paste');
      const area = this.#pasteBox.find('textarea').attr({ placeholder: label, 'aria-label': label });
      this.#buttons.paste.attr('aria-expanded', 'false');
      const take = (text) => {
        area.val('');
        this.#togglePasteBox(false);
        this.#actions.take(text);
      };
      area.on('paste', (event) => {
        const text = event.originalEvent.clipboardData.getData('text/plain');
        if (text.trim() === '') return;
        event.preventDefault();
        take(text);
      });
      area.on('keydown', (event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        this.#togglePasteBox(false);
        this.#buttons.paste.trigger('focus');
      });
      this.#pasteBox
        .find('button')
        .text(this.#text('label.take'))
        .on('click', () => {
          const text = String(area.val());
          if (text.trim() !== '') take(text);
        });
    }

    #togglePasteBox(isOpen) {
      this.#pasteBox.toggle(isOpen);
      this.#buttons.paste.attr('aria-expanded', String(isOpen));
      if (isOpen) this.#pasteBox.find('textarea').trigger('focus');
    }
  }

  /** Spreadsheets of older systems write the coding of their country. */
  const textOf = async (file) => {
    const octets = await file.arrayBuffer();
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(octets);
    } catch {
      return new TextDecoder('windows-1252').decode(octets);
    }
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { SignalsToolbar });
})(globalThis);
