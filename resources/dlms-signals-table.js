/** The table of signals of a read node, put together. Needs the editor (`RED`, jQuery). */
((scope) => {
  const shared = () => scope.MeterflowDlms;

  class SignalsTable {
    #model;
    #view;
    #toolbar;
    #host;
    #wrong = 0;

    /**
     * @param place the element around buttons, rows and notes
     * @param host `text`, `names` and `suggestions` of the dialog; `device` gives the alias of the meter,
     * `changed` hears that the rows are others
     */
    constructor(place, rows, host) {
      this.#host = host;
      const box = place.find('.meterflow-rows');
      this.#toolbar = new (shared().SignalsToolbar)(place, this.#actions(), host.text);
      this.#model = new (shared().SignalsModel)(rows, (what) => this.#show(what));
      this.#view = new (shared().SignalsView)(box, this.#model, {
        ...host,
        problemsChanged: (wrong) => {
          this.#wrong = wrong;
        },
      });
      new (shared().SignalsKeys)(box, this.#model, this.#view, this);
      new (shared().SignalsDrag)(box, place, this.#model);
      box.parent().on('scroll', () => host.suggestions.close());
      this.#show('rows');
    }

    get rows() {
      return this.#model.rows;
    }

    close() {
      this.#view.close();
    }

    inform() {
      this.#view.inform();
    }

    /** A new row below the selected ones, to be typed in. */
    add() {
      this.#model.add();
      this.#view.focusField(this.#model.current, 'todo');
    }

    /** Makes other rows of all. */
    replace(rows) {
      this.#model.replace(rows);
    }

    /** Puts rows at the end, except those for what is in the table. @returns how many */
    append(rows) {
      const key = (row) => {
        const { tag } = shared().rowCheck({ ...row, enable: '1' });
        return tag === undefined ? undefined : shared().formatTag(tag);
      };
      const known = new Set(this.rows.map(key));
      const added = rows.filter((row) => key(row) === undefined || !known.has(key(row)));
      this.#model.insert(
        added.map((row) => ({ ...shared().newRow(), ...row })),
        { atEnd: true },
      );
      this.#toolbar.say(this.#host.text('note.added', { count: added.length }));
      return added.length;
    }

    /** The selected rows as spreadsheets take them. */
    copy() {
      const rows = this.#model.selection.map(({ row }) => row);
      return shared().formatTabs(shared().cellsFromRows(rows, { device: this.#host.device() }));
    }

    /** Rows of a spreadsheet, or of a file, below the selected ones: one step to undo. */
    paste(text) {
      const found = shared().rowsFromCells(shared().parseTable(text), { device: this.#host.device() });
      if (found.rows === undefined) {
        this.#toolbar.say(this.#host.text(`note.${found.key}`, found), { isWrong: true });
        return;
      }
      this.#model.insert(found.rows);
      this.#view.focusRow(this.#model.current);
      this.#toolbar.say(this.#told(found));
    }

    /** What came of a paste. */
    #told({ rows, taken, left, others }) {
      const { text } = this.#host;
      const columns = taken.map((property) => text(`column.${property}`)).join(', ');
      const told = [text('note.pasted', { count: rows.length, columns })];
      if (left.length > 0) told.push(text('note.left', { columns: left.join(', ') }));
      if (others > 0) told.push(text('note.others', { count: others }));
      return told.join(' ');
    }

    #actions() {
      const change = (act) => () => {
        act(this.#model);
        this.#view.focusRow(this.#model.current);
      };
      return {
        add: () => this.add(),
        duplicate: change((model) => model.duplicate()),
        remove: change((model) => model.remove()),
        up: change((model) => model.move(-1)),
        down: change((model) => model.move(1)),
        undo: change((model) => model.undo()),
        save: () => this.#save(),
        take: (text) => this.paste(text),
        wrong: () => this.#goToWrong(),
      };
    }

    #save() {
      const device = this.#host.device();
      const csv = shared().formatCsv(shared().cellsFromRows(this.rows, { device }));
      const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
      $('<a>', { href: address, download: `${device}-signals.csv` })
        .get(0)
        .click();
      setTimeout(() => URL.revokeObjectURL(address));
    }

    /** The next one behind the row that has the focus, or from the top again. */
    #goToWrong() {
      const { entries, current } = this.#model;
      const at = this.#model.indexOf(current) + 1;
      const inTurn = [...entries.slice(at), ...entries.slice(0, at)];
      const wrong = inTurn.find(({ id }) => this.#view.problemsOf(id).length > 0);
      if (wrong === undefined) return;
      this.#model.select(wrong.id);
      this.#view.focusField(wrong.id, this.#view.problemsOf(wrong.id)[0].field);
    }

    #show(what) {
      this.#view.show(what);
      if (what === 'rows') this.#toolbar.say('');
      this.#toolbar.show({
        rows: this.rows.length,
        off: this.rows.filter(shared().isOff).length,
        selected: this.#model.selection.length,
        wrong: this.#wrong,
        canUndo: this.#model.canUndo,
      });
      if (what !== 'selection') this.#host.changed();
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { SignalsTable });
})(globalThis);
