/**
 * "Find my meter" in the meter's edit dialog: a search over the line that the form names, with what is tried,
 * how far it came, and settings to use. It never tries a password. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const fields = () => shared().deviceFields;

  /** What the search has found out, or need not know; a found setting stands before these. */
  const FOUND_WITHOUT = {
    serialNumber: '0',
    auth: 'None',
    security: 'None',
    stopBits: '1',
    iecReadout: 'auto',
  };
  /** As they stand in the form, where a variable may be in their place. */
  const OF_THE_FORM = [
    ...['transport', 'host', 'port', 'serialPort', 'tlsVerify', 'tlsCa', 'tlsServerName', 'tlsCert'],
  ];
  /** What can be tested at once: no secret is needed for it. */
  const READS = ['associated', 'readout'];
  const ID = 'meterflow-find-serial-number';

  /** The list with one more; what the search does not find out of a meter stays. */
  const withQuirks = (list, found) => {
    const isThere = shared()
      .parseQuirks(list)
      .some(({ name }) => name === found);
    if (found === undefined || isThere || shared().isVariable(list)) return list;
    return [...(shared().isBlank(list) ? [] : [list]), found].join(', ');
  };

  class MeterSearch {
    #form;
    #text;
    #panel;
    #run;
    #line;
    #serialNumber;
    #progress;
    #bar;
    #best;
    #results;
    #start;
    #stop;
    #begun = 0;

    constructor(form, button) {
      this.#form = form;
      this.#text = form.text;
      this.#panel = new (shared().DevicePanel)(form, button, form.text('find.title'), () => this.#leave());
      const { body } = this.#panel;
      this.#line = $('<div>', { class: 'meterflow-find-line' }).appendTo(body);
      this.#addNumber(body);
      const bar = $('<div>', { class: 'meterflow-bar' }).appendTo(body);
      this.#start = shared()
        .toolButton(bar, 'search', this.#text('find.start'))
        .on('click', () => this.start());
      this.#stop = shared()
        .stopButton(bar, this.#text, () => this.#stopped())
        .hide();
      this.#bar = $('<progress>', { 'aria-label': this.#text('find.title'), max: 1 })
        .appendTo(body)
        .hide();
      this.#progress = $('<div>', { class: 'meterflow-find-progress' }).appendTo(body);
      this.#best = $('<div>', { class: 'meterflow-find-best', role: 'status' }).appendTo(body);
      this.#results = $('<div>', { class: 'meterflow-find-results' }).appendTo(body);
      this.#watchLine();
    }

    get isOpen() {
      return this.#panel.isOpen;
    }

    /** The only thing that is asked for beside the line. */
    #addNumber(body) {
      const row = $('<div>', { class: 'form-row' }).appendTo(body);
      $('<label>', { for: ID }).text(this.#text('label.serialNumber')).appendTo(row);
      const place = $('<div>', { class: 'meterflow-grow' }).appendTo(row);
      const known = fields().typed('serialNumber');
      this.#serialNumber = $('<input>', { type: 'text', id: ID, class: 'meterflow-number' })
        .val(known === '0' ? '' : known)
        .on('keydown', (event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          this.start();
        })
        .appendTo(place);
      $('<span>', { class: 'meterflow-unit' }).text(this.#text('find.number')).appendTo(place);
    }

    /** The line is that of the form, below the panel. */
    #watchLine() {
      const show = () => {
        const [transport, host, port, serialPort] = ['transport', 'host', 'port', 'serialPort'].map((name) =>
          fields().typed(name).trim(),
        );
        const isSerial = transport === 'serial';
        const line = isSerial ? serialPort : host && `${host}:${port}`;
        const missing = isSerial ? 'find.no-port' : 'find.no-host';
        this.#line.text(line === '' ? this.#text(missing) : this.#text('find.line', { line }));
        this.#start.prop('disabled', line === '');
      };
      $('.meterflow-device').on('change.meterflow-find keyup.meterflow-find', show);
      show();
    }

    start() {
      if (this.#start.prop('disabled')) return;
      this.#leave();
      this.#results.empty();
      this.#best.text('');
      this.#begun = Date.now();
      this.#showRunning(true);
      this.#run = shared().startTool('find', this.#question(), {
        event: (event) => this.#show(event),
        fault: (fault) => this.#results.append(shared().toolFault(fault, this.#text)),
        over: () => this.#showRunning(false),
      });
    }

    /** The line, with the key of its certificate; nothing of the meter's secrets. */
    #question() {
      const { id, settings, secrets, stored } = this.#form.values();
      const serialNumber = String(this.#serialNumber.val()).trim();
      const isOfLine = (name) => name === 'tlsKey' && settings.transport === 'tls';
      return {
        id,
        settings: { ...settings, serialNumber },
        secrets: Object.fromEntries(Object.entries(secrets).filter(([name]) => isOfLine(name))),
        stored: stored.filter(isOfLine),
      };
    }

    #show(event) {
      if (event.kind === 'progress') this.#showProgress(event);
      else if (event.kind === 'found') this.#showFound(event.findings);
      else if (event.kind === 'failed') this.#results.append(shared().toolFault(event.error, this.#text));
      else if (event.kind === 'ended') this.#best.text(this.#text(`tool.ended.${event.ending}`));
    }

    #showProgress({ trials, most, trial, best }) {
      const seconds = Math.round((Date.now() - this.#begun) / 1000);
      const isSurvey = trials > most;
      this.#bar.val(isSurvey ? 1 : trials / Math.max(1, most));
      const count = this.#text(isSurvey ? 'find.trial' : 'find.trial-of', { trials, most, seconds });
      this.#progress.empty().append($('<div>').text(count), $('<div>').text(this.#trialText(trial)));
      const words = best === undefined ? '' : this.#text(`reach.${best}`);
      if (this.#best.text() !== words) this.#best.text(words);
    }

    #trialText({ mode, baudRate, parity, logicalAddress, physicalAddress, addressSize, ...client }) {
      const speed = baudRate === undefined ? '' : `, ${baudRate} Bd`;
      const bits =
        parity === undefined || parity === 'none' ? '' : ` ${this.#text(`option.parity.${parity}`)}`;
      const isWrapper = mode === 'DLMS-WRAPPER';
      const address = isWrapper
        ? `${logicalAddress}`
        : this.#text('find.address', { address: `${logicalAddress}/${physicalAddress}`, size: addressSize });
      const { clientAddress, referencing } = client;
      const line = `${this.#text(`find.mode.${mode}`)}${speed}${bits}`;
      return this.#text('find.trying', { line, address, client: clientAddress, referencing });
    }

    #showFound(findings) {
      this.#progress.empty();
      if (findings.length === 0) {
        this.#best.text(this.#text('find.nothing'));
        return;
      }
      const isMeter = findings.some((finding) => shared().isWay(finding));
      this.#best.text(this.#text(isMeter ? 'find.found' : 'find.no-meter'));
      // Whom a client is not let in to is known by the one that is.
      const name = findings.find((finding) => finding.name)?.name;
      for (const finding of shared().mergedFindings(findings)) {
        const use = () => this.#use({ ...finding, name });
        this.#results.append(shared().findingCard(finding, this.#text, use));
      }
    }

    /** Fills the form in, and shows that it works, or leads to what is still missing. */
    #use({ settings, name, wants, reach }) {
      const isNamed = fields().typed('name').trim() !== '';
      const named = isNamed || !name || name.startsWith('/') ? {} : { name };
      const found = Object.entries(settings).filter(([property]) => !OF_THE_FORM.includes(property));
      const quirks = withQuirks(fields().typed('quirks'), settings.quirks);
      this.#form.fill({ ...FOUND_WITHOUT, ...Object.fromEntries(found), ...named, quirks });
      this.#panel.close();
      if (wants === undefined) {
        const test = $('#meterflow-test').trigger('focus');
        if (READS.includes(reach)) test.trigger('click');
        return;
      }
      $('#meterflow-security-tab').trigger('click');
      const next = fields().field(wants === 'password' ? 'password' : 'security');
      fields().reachable(next).first().trigger('focus');
    }

    #showRunning(isRunning) {
      this.#start.toggle(!isRunning);
      this.#stop.toggle(isRunning);
      this.#bar.toggle(isRunning);
      if (!isRunning) this.#progress.empty();
    }

    #stopped() {
      this.#leave();
      this.#best.text(this.#text('tool.ended.stopped'));
      this.#start.trigger('focus');
    }

    #leave() {
      this.#run?.stop();
      this.#run = undefined;
      if (!this.#panel.isOpen) $('.meterflow-device').off('.meterflow-find');
    }

    close() {
      this.#panel.close();
    }
  }

  /** @param form the open dialog @param place for the button */
  const findMeter = (form, place) => {
    const button = shared().toolButton(place, 'search', form.text('find.button'));
    let search;
    button.attr('id', 'meterflow-find').on('click', () => {
      if (search?.isOpen) return search.close();
      search = new MeterSearch(form, button);
      $(`#${ID}`).trigger('focus');
    });
    form.onClose(() => search?.close());
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { findMeter });
})(globalThis);
