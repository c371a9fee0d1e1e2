/**
 * The contents of the dialog that shows a meter's objects: what is known of the list, a filter, the tree, and
 * what is done at the meter. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const FILTERED_MS = 150;
  const MOST_VALUES = 500;

  class MeterBrowser {
    #meter;
    #host;
    #text;
    #place;
    #model;
    #list;
    #box;
    #about;
    #status;
    #fault;
    #stop;
    #buttons = {};
    #run;
    #waiting;

    /**
     * @param meter as the runtime is asked about it
     * @param host `text` gives words by key, `ticks` whether rows can be ticked, `count` hears how many are,
     * `offer` hears of the list
     */
    constructor(place, meter, host) {
      this.#meter = meter;
      this.#host = host;
      this.#text = host.text;
      this.#place = $('<div>', { class: 'meterflow-browser' }).appendTo(place);
      this.#about = $('<div>', { class: 'meterflow-browser-about' }).appendTo(this.#place);
      this.#addBar();
      this.#addFilter();
      const bar = $('<div>', { class: 'meterflow-browser-status' }).appendTo(this.#place);
      this.#status = $('<span>', { role: 'status' }).appendTo(bar);
      this.#stop = shared()
        .stopButton(bar, this.#text, () => this.#stopped())
        .hide();
      this.#fault = $('<div>', { role: 'alert' }).appendTo(this.#place);
      this.#box = $('<div>', { class: 'meterflow-tree' })
        .attr('data-empty', this.#text('browse.none'))
        .appendTo(this.#place);
      this.#model = new (shared().BrowseModel)(
        (group) => this.#text(`browse.group.${group}`),
        (what) => this.#changed(what),
      );
      const { text } = host;
      const read = (tags) => this.#readValues(tags);
      this.#list = new (shared().BrowseList)(this.#box, {
        model: this.#model,
        text,
        read,
        ticks: host.ticks,
      });
      this.#ask();
    }

    /** What names the meter: no secret is needed for what is kept. */
    get #naming() {
      const { id, settings } = this.#meter;
      return { id, settings };
    }

    /** Rows for the table of signals. */
    signals() {
      return this.#model.signals();
    }

    focus() {
      this.#place.find('input[type="search"]').trigger('focus');
    }

    resize() {
      this.#list.layOut();
    }

    close() {
      clearTimeout(this.#waiting);
      this.#run?.stop();
      this.#run = undefined;
    }

    #addBar() {
      const bar = $('<div>', { class: 'meterflow-bar' }).appendTo(this.#place);
      const button = (name, icon, act) => {
        this.#buttons[name] = shared()
          .toolButton(bar, icon, this.#text(`browse.${name}`))
          .addClass('red-ui-button-small')
          .on('click', act);
      };
      button('read-list', 'refresh', () => this.#readList());
      button('read-values', 'download', () =>
        this.#readValues(this.#model.tagsOf(this.#model.shown).slice(0, MOST_VALUES)),
      );
      button('export', 'save', () => this.#export());
      button('import', 'folder-open-o', () => file.trigger('click'));
      const file = $('<input>', { type: 'file', accept: '.json,application/json' }).hide().appendTo(bar);
      file.on('change', async () => {
        const [chosen] = file.get(0).files;
        file.val('');
        if (chosen !== undefined) this.#import(await chosen.text());
      });
    }

    #addFilter() {
      const label = this.#text('browse.filter');
      const input = $('<input>', { type: 'search', placeholder: label, 'aria-label': label });
      input.appendTo($('<div>', { class: 'meterflow-browser-filter' }).appendTo(this.#place));
      input.on('input', () => {
        clearTimeout(this.#waiting);
        this.#waiting = setTimeout(() => this.#model.setFilter(String(input.val())), FILTERED_MS);
      });
      input.on('keydown', (event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        this.#list.focus();
      });
    }

    #changed(what) {
      if (what === 'rows') this.#list?.layOut();
      else this.#list?.paint();
      if (what === 'ticks') this.#host.count(this.#model.tickCount);
      const isNothingFound = this.#model.rows.length === 0 && this.#model.list.objects.length > 0;
      this.#box.toggleClass('meterflow-tree-empty', isNothingFound);
      this.#buttons['read-values'].prop('disabled', this.#model.shown.length === 0);
    }

    /** What is known already; else the meter is asked. */
    #ask() {
      this.#show(undefined);
      shared().askTool('known-objects', this.#naming, {
        done: ({ list }) => (list === undefined ? this.#readList() : this.#show(list)),
        fault: (fault) => this.#failed(fault),
      });
    }

    #show(list) {
      this.#buttons.export.prop('disabled', list === undefined);
      if (list === undefined) {
        this.#about.text(this.#text('browse.unknown'));
        return;
      }
      const time = list.readAt > 0 ? new Date(list.readAt).toLocaleString() : '?';
      const about = this.#text('browse.about', { count: list.objects.length, time });
      this.#about.text([list.name, about].filter((part) => part !== '').join(' · '));
      this.#model.setList(list);
      this.#host.offer(list);
    }

    #readList() {
      this.#start('objects', {}, this.#text('browse.reading-list'), (event) => {
        if (event.kind === 'progress') {
          const kilobytes = (event.octets / 1024).toFixed(1);
          this.#status.text(this.#text('browse.progress', { kilobytes }));
        } else if (event.kind === 'objects') this.#show(event.list);
      });
    }

    #readValues(tags) {
      if (tags.length === 0) return;
      let read = 0;
      this.#start(
        'values',
        { tags },
        this.#text('browse.reading-values', { read, count: tags.length }),
        (event) => {
          if (event.kind !== 'values') return;
          read += event.values.length;
          this.#model.setReadings(event.values);
          this.#status.text(this.#text('browse.reading-values', { read, count: tags.length }));
        },
      );
    }

    /** What is under way ends: a person wants something else now. */
    #start(tool, question, words, event) {
      this.#run?.stop();
      this.#fault.empty();
      this.#status.text(words);
      this.#stop.show();
      const run = shared().startTool(
        tool,
        { ...this.#meter, ...question },
        {
          event: (told) => {
            if (told.kind === 'failed') this.#failed(told.error);
            else if (told.kind === 'ended') this.#fault.text(this.#text(`tool.ended.${told.ending}`));
            else event(told);
          },
          fault: (fault) => this.#failed(fault),
          over: () => {
            if (this.#run !== run && this.#run !== undefined) return;
            this.#status.text('');
            this.#stop.hide();
          },
        },
      );
      this.#run = run;
    }

    #stopped() {
      this.#run?.stop();
      this.#run = undefined;
      this.#fault.text(this.#text('tool.ended.stopped'));
    }

    #failed(fault) {
      this.#fault.empty().append(shared().toolFault(fault, this.#text));
    }

    #export() {
      shared().askTool('export-objects', this.#naming, {
        done: (file) => {
          const json = JSON.stringify(file);
          const address = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
          const name = (file.name || 'meter').replace(/[^A-Za-z0-9_-]+/g, '_');
          $('<a>', { href: address, download: `${name}-objects.json` })
            .get(0)
            .click();
          setTimeout(() => URL.revokeObjectURL(address));
        },
        fault: (fault) => this.#failed(fault),
      });
    }

    #import(file) {
      this.#fault.empty();
      shared().askTool(
        'import-objects',
        { ...this.#naming, file },
        { done: ({ list }) => this.#show(list), fault: (fault) => this.#failed(fault) },
      );
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { MeterBrowser });
})(globalThis);
