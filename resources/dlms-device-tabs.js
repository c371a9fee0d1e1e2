/**
 * The tabs of the meter's edit dialog: the editor's own, which only a mouse moves, made to work by keyboard
 * and to be read aloud. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const MOVES = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

  class DeviceTabs {
    #tabs;
    #list;
    #ids;

    /**
     * @param panels the contents, each with the id `meterflow-<name>`
     * @param label gives the text of a tab by its name
     */
    constructor(list, panels, label) {
      this.#list = list;
      this.#ids = panels.toArray().map(({ id }) => id);
      this.#tabs = RED.tabs.create({ element: list, onchange: ({ id }) => this.#shown(id) });
      for (const id of this.#ids) {
        this.#tabs.addTab({ id, label: label(id.replace('meterflow-', '')) });
      }
      list.attr('role', 'tablist');
      list.on('keydown', 'a', (event) => this.#onKey(event));
      // The editor takes two clicks in short order for one double click, also on different tabs.
      list.on('click', 'a', (event) => this.show($(event.currentTarget).attr('href').slice(1)));
      panels.attr('role', 'tabpanel');
      for (const id of this.#ids) this.#describe(id);
      this.#shown(this.#ids[0]);
    }

    resize() {
      this.#tabs.resize();
    }

    show(id) {
      this.#tabs.activateTab(id);
    }

    /** @param problems what is said of each tab, by its id; nothing where all is well */
    mark(problems) {
      for (const id of this.#ids) {
        const link = this.#link(id);
        const text = problems[id] ?? '';
        link.parent().toggleClass('meterflow-tab-wrong', text !== '');
        link.find('.meterflow-tab-mark').attr('title', text).find('span').text(text);
      }
    }

    #link(id) {
      return this.#list.find(`a[href="#${id}"]`);
    }

    #describe(id) {
      const link = this.#link(id);
      link.attr({ id: `${id}-tab`, role: 'tab', 'aria-controls': id });
      $(`#${id}`).attr('aria-labelledby', `${id}-tab`);
      const mark = $('<i>', { class: 'fa fa-exclamation-triangle meterflow-tab-mark' }).appendTo(link);
      $('<span>', { class: 'meterflow-unseen' }).appendTo(mark);
    }

    /** One stop of the tabulator key for all tabs, as such lists have it. */
    #shown(shownId) {
      for (const id of this.#ids) {
        const isShown = id === shownId;
        $(`#${id}`).toggle(isShown);
        this.#link(id).attr({ 'aria-selected': String(isShown), tabindex: isShown ? 0 : -1 });
      }
    }

    #onKey(event) {
      const { length } = this.#ids;
      const at = this.#ids.indexOf($(event.currentTarget).attr('href').slice(1));
      const next = { Home: 0, End: length - 1 }[event.key] ?? (at + MOVES[event.key] + length) % length;
      const id = ['Enter', ' '].includes(event.key) ? this.#ids[at] : this.#ids[next];
      if (id === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.show(id);
      this.#link(id).trigger('focus');
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { DeviceTabs });
})(globalThis);
