/**
 * "Record" in the meter's edit dialog: sessions with the deployed meter are written down without secrets, for a
 * report of a fault. Needs the editor (`RED`, jQuery, which gives each request the user's token).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;

  const WATCH_MS = 700;
  const UNDER_WAY = ['waiting', 'recording'];

  const timeText = (ms) => {
    const seconds = Math.floor(ms / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  };
  const sizeText = (octets) => (octets < 1000 ? `${octets} B` : `${(octets / 1000).toFixed(1)} kB`);

  /** Given to the browser as a file; a link by itself would not carry the user's token. */
  const saveText = (text, name) => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }));
    $('<a>', { href: address, download: name }).get(0).click();
    setTimeout(() => URL.revokeObjectURL(address));
  };

  class MeterCapture {
    #id;
    #text;
    #panel;
    #start;
    #stop;
    #save;
    #state;
    #result;
    #file = '';
    #waiting;

    constructor(form, button) {
      ({ id: this.#id } = form.values());
      this.#text = form.text;
      this.#panel = new (shared().DevicePanel)(form, button, this.#text('capture.title'), () =>
        this.#leave(),
      );
      const { body } = this.#panel;
      const line = (key) => $('<div>', { class: 'meterflow-facts' }).text(this.#text(key)).appendTo(body);
      line('capture.about');
      const bar = $('<div>', { class: 'meterflow-bar' }).appendTo(body);
      const action = (name, icon, act) =>
        shared()
          .toolButton(bar, icon, this.#text(`capture.action.${name}`))
          .addClass(`red-ui-button-small meterflow-capture-${name}`)
          .on('click', act);
      this.#start = action('start', 'circle', () => this.#ask('POST', '/start'));
      this.#stop = action('stop', 'stop', () => this.#ask('POST', '/stop'));
      this.#save = action('save', 'download', () => this.#download());
      this.#state = $('<div>', { class: 'meterflow-capture-state' }).appendTo(body);
      this.#result = $('<div>', { class: 'meterflow-capture-result', role: 'status' }).appendTo(body);
      line('capture.content');
      line('capture.use');
      this.#show({ state: 'none' });
      this.#ask('GET', '/state');
    }

    get isOpen() {
      return this.#panel.isOpen;
    }

    focus() {
      this.#start.trigger('focus');
    }

    close() {
      this.#panel.close();
    }

    /** What is recorded goes on without a watcher, and is there when one comes back. */
    #leave() {
      clearTimeout(this.#waiting);
    }

    #request(method, path) {
      return $.ajax({ method, url: `dlms/capture/${encodeURIComponent(this.#id)}${path}`, cache: false });
    }

    #ask(method, path) {
      clearTimeout(this.#waiting);
      this.#request(method, path)
        .done((state) => this.#told(state))
        .fail((answer) => this.#fail(answer));
    }

    #told(state) {
      if (!this.isOpen) return;
      this.#show(state);
      if (UNDER_WAY.includes(state.state))
        this.#waiting = setTimeout(() => this.#ask('GET', '/state'), WATCH_MS);
    }

    #show({ state, ms = 0, sessions = 0, octets = 0, ended, error, file }) {
      const isRunning = UNDER_WAY.includes(state);
      const hadFocus = this.#start.add(this.#stop).is(':focus');
      this.#file = file ?? this.#file;
      this.#start.toggle(!isRunning);
      this.#stop.toggle(isRunning);
      this.#save.toggle(state === 'done' && octets > 0);
      if (hadFocus) (isRunning ? this.#stop : state === 'done' ? this.#save : this.#start).trigger('focus');
      const values = { time: timeText(ms), sessions, size: sizeText(octets) };
      this.#state.text(state === 'none' ? '' : this.#text(`capture.state.${state}`, values));
      this.#state.attr('data-state', state);
      this.#result.empty();
      if (error !== undefined) this.#result.append(shared().toolFault(error, this.#text));
      else if (ended !== undefined) this.#result.text(this.#text(`capture.ended.${ended}`));
    }

    #fail({ status, responseJSON }) {
      if (!this.isOpen) return;
      this.#show({ state: 'none' });
      if (status === 404) this.#result.text(this.#text('capture.not-deployed'));
      else this.#result.append(shared().toolFault(this.#faultOf(status, responseJSON), this.#text));
    }

    #faultOf(status, answer) {
      if (answer?.code !== undefined) return answer;
      return { code: status === 401 || status === 403 ? 'forbidden' : 'no-runtime' };
    }

    #download() {
      $.ajax({ url: `dlms/capture/${encodeURIComponent(this.#id)}`, dataType: 'text', cache: false })
        .done((text) => saveText(text, this.#file))
        .fail((answer) => this.#fail(answer));
    }
  }

  /** @param form the open dialog @param place for the button */
  const captureMeter = (form, place) => {
    const button = shared().toolButton(place, 'dot-circle-o', form.text('capture.button'));
    let capture;
    button.attr('id', 'meterflow-capture').on('click', () => {
      if (capture?.isOpen) return capture.close();
      capture = new MeterCapture(form, button);
      capture.focus();
    });
    form.onClose(() => capture?.close());
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { captureMeter });
})(globalThis);
