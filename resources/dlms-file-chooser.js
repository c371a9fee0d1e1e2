/**
 * A configuration file for the edit dialogs: chosen or dropped, read by the runtime, and a device of it chosen. What
 * is wrong with it is listed. Needs the editor (`RED`, jQuery, which gives each request the user's token).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const text = (key, values) => shared().word('dlms-device', key, values);

  const ACCEPT = '.json,.xlsx,.csv,.tsv,.txt,application/json,text/csv';
  const DRAG = ['dragenter', 'dragover', 'dragleave', 'drop']
    .map((name) => `${name}.meterflow-file`)
    .join(' ');
  const LIST = 'meterflow-file-device';

  const base64Of = (file) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(file);
    });

  /** One file as its octets; several, such as the two of a CSV pair, together. */
  const requestOf = async ([first, ...others]) => {
    if (others.length === 0)
      return { data: await first.arrayBuffer(), contentType: 'application/octet-stream', processData: false };
    const files = await Promise.all(
      [first, ...others].map(async (file) => ({ name: file.name, base64: await base64Of(file) })),
    );
    return { data: JSON.stringify({ files }), contentType: 'application/json' };
  };

  /** What the runtime made of the files; rejects with its answer. */
  const readFiles = async (files) => {
    const [{ name }] = files;
    return $.ajax({
      method: 'POST',
      url: `dlms/import?secrets=1&name=${encodeURIComponent(name)}`,
      dataType: 'json',
      ...(await requestOf(files)),
    });
  };

  /** @returns `open` files from outside are dropped there, which the browser would show in place of the editor */
  const takeDropped = (place, take) => {
    const holdsFiles = ({ originalEvent }) => originalEvent.dataTransfer?.types.includes('Files') === true;
    place.on(DRAG, (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      place.toggleClass('meterflow-dropping', event.type === 'dragenter' || event.type === 'dragover');
      const { files } = event.originalEvent.dataTransfer;
      if (event.type === 'drop' && files.length > 0) take([...files]);
    });
    return () => place.off(DRAG);
  };

  class FileChooser {
    #host;
    #input;
    #button;
    #status;
    #result;
    #list;
    #choices = [];
    #answer;
    #asked = 0;

    /**
     * @param place for it
     * @param host `own`, the alias and name of the meter of the dialog; `taken(place)` puts in what can be done with
     * a file that was read; `chosen(alias)` hears of the device
     */
    constructor(place, host) {
      this.#host = host;
      $('<div>', { class: 'meterflow-facts' }).text(text('file.formats')).appendTo(place);
      const zone = $('<div>', { class: 'meterflow-drop' }).appendTo(place);
      this.#button = shared()
        .toolButton(zone, 'folder-open-o', text('file.choose'))
        .addClass('red-ui-button-small meterflow-file-choose')
        .on('click', () => this.#input.trigger('click'));
      $('<span>').text(text('file.drop')).appendTo(zone);
      this.#input = $('<input>', { type: 'file', accept: ACCEPT, multiple: true, tabindex: -1 })
        .hide()
        .on('change', () => {
          const files = [...this.#input.get(0).files];
          this.#input.val('');
          if (files.length > 0) this.take(files);
        })
        .appendTo(place);
      this.#status = $('<div>', { class: 'meterflow-file-status', role: 'status' }).appendTo(place);
      this.#result = $('<div>', { class: 'meterflow-file-result' }).appendTo(place);
    }

    /** What the runtime made of the file. */
    get answer() {
      return this.#answer;
    }

    get alias() {
      return String(this.#list?.val() ?? '');
    }

    focus() {
      this.#button.trigger('focus');
    }

    say(words) {
      this.#status.text(words);
    }

    /** Reads files, and shows what is in them. The last ones count. */
    async take(files) {
      this.#asked += 1;
      const asked = this.#asked;
      const names = files.map(({ name }) => name).join(', ');
      this.#answer = undefined;
      this.#result.empty();
      this.say(text('file.reading', { file: names }));
      try {
        const answer = await readFiles(files);
        if (asked === this.#asked) this.#show(answer, names);
      } catch (fault) {
        if (asked !== this.#asked) return;
        this.say('');
        this.#result.append(shared().fileFault(fault, names));
        this.#result.find('.meterflow-findings').trigger('focus');
      }
    }

    #show(answer, names) {
      this.#answer = answer;
      this.#choices = shared().fileDevices(answer);
      const { length: signals } = answer.signals;
      this.say(text('file.read', { file: names, devices: answer.devices.length, signals }));
      this.#result.append(shared().fileWarnings(answer.warnings));
      if (this.#choices.length === 0) {
        this.say(text('file.empty', { file: names }));
        return;
      }
      this.#addList();
      this.#host.taken(this.#result);
      this.#host.chosen(this.alias);
      this.#list.trigger('focus');
    }

    #addList() {
      const row = $('<div>', { class: 'form-row' }).appendTo(this.#result);
      $('<label>', { for: LIST }).text(text('file.device')).appendTo(row);
      this.#list = $('<select>', { id: LIST, class: 'meterflow-grow' }).appendTo(row);
      for (const choice of this.#choices) {
        $('<option>', { value: choice.alias }).text(shared().fileDeviceLabel(choice)).appendTo(this.#list);
      }
      this.#list.val((shared().ownDevice(this.#choices, this.#host.own()) ?? this.#choices[0]).alias);
      this.#list.on('change', () => this.#host.chosen(this.alias));
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { FileChooser, takeDropped });
})(globalThis);
