/**
 * "Test connection" in the meter's edit dialog: the ladder of connection steps, live, with what was agreed,
 * and where it ends, why and what to try. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;

  const ICONS = {
    waiting: 'circle-o',
    running: 'spinner fa-pulse',
    done: 'check-circle',
    refused: 'exclamation-circle',
    failed: 'times-circle',
    skipped: 'minus-circle',
  };
  /** Said at length below the others. */
  const LONG = ['conformance'];
  /** The line is free at once, mostly; only longer waiting is worth a word. */
  const PATIENCE_MS = 800;

  const timeText = (ms) => (ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

  /** Of settings that are refused: what the form says of them. */
  const wrongFields = ({ code }) =>
    code === 'DLMS_SETTING'
      ? $('.meterflow-device .form-row:not([hidden]) .meterflow-reason')
          .toArray()
          .map((reason) => $(reason).text())
      : [];

  class ConnectionTest {
    #form;
    #text;
    #panel;
    #run;
    #steps = new Map();
    #list;
    #silence;
    #end;
    #again;
    #stop;
    #waiting;

    constructor(form, button) {
      this.#form = form;
      this.#text = form.text;
      this.#panel = new (shared().DevicePanel)(form, button, form.text('test.title'), () => this.#leave());
      this.#list = $('<ol>', { class: 'meterflow-steps' }).appendTo(this.#panel.body);
      this.#silence = $('<div>', { class: 'meterflow-facts' }).appendTo(this.#panel.body);
      this.#end = $('<div>', { class: 'meterflow-end', role: 'status' }).appendTo(this.#panel.body);
      const bar = $('<div>', { class: 'meterflow-bar' }).appendTo(this.#panel.body);
      this.#stop = shared().stopButton(bar, this.#text, () => this.#stopped());
      this.#again = shared()
        .toolButton(bar, 'repeat', this.#text('test.again'))
        .addClass('red-ui-button-small')
        .on('click', () => this.start());
    }

    get isOpen() {
      return this.#panel.isOpen;
    }

    /** With the settings as they stand now. */
    start() {
      this.#leave();
      this.#list.empty();
      this.#steps.clear();
      this.#silence.empty();
      this.#end.empty();
      this.#showRunning(true);
      this.#waiting = setTimeout(() => this.#end.text(this.#text('test.waiting')), PATIENCE_MS);
      this.#run = shared().startTool('test', this.#form.values(), {
        event: (event) => this.#show(event),
        fault: (fault) => this.#say(shared().toolFault(fault, this.#text, wrongFields(fault))),
        over: () => this.#showRunning(false),
      });
    }

    #show(event) {
      switch (event.kind) {
        case 'plan':
          for (const name of event.steps) this.#step(name);
          for (const warning of event.warnings) this.#warn(warning);
          break;
        case 'turn':
          this.#say('');
          break;
        case 'step':
          this.#showStep(event.step);
          break;
        case 'climbed':
          this.#say(this.#text(event.holds ? 'test.holds' : 'test.fails'));
          break;
        case 'held-back':
          this.#say(this.#heldBack(event));
          break;
        case 'failed':
          this.#say(shared().toolFault(event.error, this.#text));
          break;
        case 'ended':
          this.#say(this.#text(`tool.ended.${event.ending}`));
          break;
      }
    }

    #say(content) {
      clearTimeout(this.#waiting);
      this.#end.empty().append(typeof content === 'string' ? document.createTextNode(content) : content);
    }

    /** Nothing was sent: the meter refused this secret before. */
    #heldBack({ error, at }) {
      this.#list.empty();
      const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
      return $('<div>').append(
        $('<p>').text(this.#text('test.held-back', { time })),
        shared().toolFault(error, this.#text),
      );
    }

    #warn(warning) {
      const item = $('<li>', { class: 'meterflow-step', 'data-state': 'refused' }).appendTo(this.#list);
      const head = $('<div>', { class: 'meterflow-step-head' }).appendTo(item);
      $('<i>', { class: 'fa fa-exclamation-triangle', 'aria-hidden': 'true' }).appendTo(head);
      $('<span>', { class: 'meterflow-facts' }).text(warning).appendTo(head);
    }

    #step(name) {
      const item = $('<li>', { class: 'meterflow-step', 'data-step': name }).appendTo(this.#list);
      const head = $('<div>', { class: 'meterflow-step-head' }).appendTo(item);
      const mark = $('<i>', { class: `fa fa-${ICONS.waiting}` }).appendTo(head);
      $('<span>', { class: 'meterflow-step-name' })
        .text(this.#text(`step.${name}`))
        .appendTo(head);
      const state = $('<span>', { class: 'meterflow-unseen' }).appendTo(head);
      const pause = $('<span>', { class: 'meterflow-step-pause' }).appendTo(head);
      const time = $('<span>', { class: 'meterflow-step-time' }).appendTo(head);
      const more = $('<div>', { class: 'meterflow-step-more' }).appendTo(item);
      this.#steps.set(name, { item, mark, state, time, pause, more });
    }

    #showStep({ name, state, ms, silenceMs, facts, error, advice }) {
      if (!this.#steps.has(name)) this.#step(name);
      const parts = this.#steps.get(name);
      parts.item.attr('data-state', state);
      parts.mark.attr('class', `fa fa-${ICONS[state]}`);
      parts.state.text(this.#text(`state.${state}`));
      parts.time.text(ms === undefined ? '' : timeText(ms));
      parts.pause.text(silenceMs === undefined ? '' : `${timeText(silenceMs)} +`);
      if (silenceMs !== undefined) this.#silence.text(this.#text('test.silence'));
      parts.more.empty().append(this.#facts(facts));
      if (error !== undefined) parts.more.append(shared().toolFault({ ...error, advice }, this.#text));
      else if (advice.length > 0)
        parts.more.append(shared().toolFault({ code: 'refused', advice }, this.#text));
    }

    #facts(facts) {
      const told = Object.entries(facts).map(([name, value]) => {
        const shown = name === 'maxPduSize' && value === 0 ? this.#text('fact.no-limit') : value;
        return [name, `${this.#text(`fact.${name}`)}: ${shown}`];
      });
      const short = told.filter(([name]) => !LONG.includes(name)).map(([, words]) => words);
      const long = told.filter(([name]) => LONG.includes(name)).map(([, words]) => words);
      const lines = [short.join(' · '), ...long].filter((line) => line !== '');
      return lines.map((line) => $('<div>', { class: 'meterflow-facts' }).text(line));
    }

    #showRunning(isRunning) {
      clearTimeout(this.#waiting);
      this.#stop.toggle(isRunning);
      this.#again.toggle(!isRunning);
    }

    #stopped() {
      this.#leave();
      for (const { item, mark } of this.#steps.values()) {
        if (item.attr('data-state') === 'running') mark.attr('class', `fa fa-${ICONS.skipped}`);
      }
      this.#say(this.#text('tool.ended.stopped'));
      this.#again.trigger('focus');
    }

    #leave() {
      clearTimeout(this.#waiting);
      this.#run?.stop();
      this.#run = undefined;
    }

    close() {
      this.#panel.close();
    }
  }

  /** @param form the open dialog @param place for the button */
  const testConnection = (form, place) => {
    const button = shared().toolButton(place, 'plug', form.text('test.button'));
    let test;
    button.attr('id', 'meterflow-test').on('click', () => {
      if (!test?.isOpen) test = new ConnectionTest(form, button);
      test.start();
    });
    form.onClose(() => test?.close());
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { testConnection });
})(globalThis);
