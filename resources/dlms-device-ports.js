/**
 * The serial ports of the runtime's computer, offered while a port is typed in the meter's edit dialog: with
 * maker and a path that stays, by mouse and by keyboard. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const fields = () => scope.MeterflowDlms.deviceFields;
  const LIST = 'meterflow-port-list';

  /** The path that stays the same when the adapter is plugged in elsewhere, where there is one. */
  const pathOf = ({ path, stablePath }) => stablePath ?? path;

  const detailsOf = ({ path, stablePath, maker, serialNumber }) =>
    [stablePath === undefined ? undefined : path, maker, serialNumber].filter(Boolean).join(' · ');

  class PortField {
    #input = fields().field('serialPort');
    #list = $(`#${LIST}`);
    #text;
    #ports = [];
    /** Which entry the arrow keys are at; -1 is none. */
    #at = -1;

    /** @param text gives words of the catalogue by key */
    constructor(text) {
      this.#text = text;
      const button = $('#meterflow-list-ports');
      button.attr('aria-label', text('label.list-ports'));
      RED.popover.tooltip(button, text('label.list-ports'));
      this.#input.attr({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': LIST });
      this.#list.attr('role', 'listbox').hide();
      button.on('click', () => this.#open());
      this.#input.on('keydown', (event) => this.#onKey(event));
      this.#input.on('blur', () => this.#close());
      this.#list.on('mousedown', '[role="option"]', (event) => {
        event.preventDefault();
        this.#choose($(event.currentTarget).index());
      });
    }

    /** Each time anew: adapters come and go. */
    #open() {
      this.#input.trigger('focus');
      this.#say(this.#text('notify.ports-asked'));
      $.getJSON('dlms/serial-ports')
        .done((ports) => this.#offer(ports))
        .fail(({ responseJSON }) => this.#say(this.#failure(responseJSON)));
    }

    #failure({ code, message, hint } = {}) {
      if (code === 'DLMS_SERIALPORT_MISSING') return this.#text('notify.no-driver');
      return [this.#text('notify.ports-failed'), message, hint].filter(Boolean).join(' ');
    }

    #offer(ports) {
      if (!this.#input.is(':focus')) return;
      this.#say(ports.length === 0 ? this.#text('notify.no-ports') : '');
      this.#ports = ports;
      for (const [index, port] of ports.entries()) this.#entry(port, index);
      this.#list.toggle(ports.length > 0);
      this.#input.attr('aria-expanded', String(ports.length > 0));
      this.#mark(ports.findIndex((port) => pathOf(port) === this.#input.val()));
    }

    #entry(port, index) {
      const entry = $('<div>', { role: 'option', id: `${LIST}-${index}` }).appendTo(this.#list);
      $('<div>').text(pathOf(port)).appendTo(entry);
      $('<small>').text(detailsOf(port)).appendTo(entry);
    }

    #mark(index) {
      this.#at = index;
      const entries = this.#list.children();
      entries.attr('aria-selected', 'false');
      const entry = entries.eq(index);
      if (index >= 0) entry.attr('aria-selected', 'true').get(0)?.scrollIntoView({ block: 'nearest' });
      this.#input.attr('aria-activedescendant', index < 0 ? null : `${LIST}-${index}`);
    }

    #choose(index) {
      fields().put('serialPort', pathOf(this.#ports[index]));
      this.#close();
    }

    /** In place of the list: why there is none. */
    #say(words) {
      this.#ports = [];
      this.#list.empty().hide();
      $('#meterflow-port-note').text(words);
    }

    #close() {
      this.#at = -1;
      this.#list.hide();
      this.#input.attr({ 'aria-expanded': 'false', 'aria-activedescendant': null });
      if (this.#ports.length > 0) $('#meterflow-port-note').text('');
    }

    /** The next entry, or the one before; from none to the first or the last; round at the ends. */
    #from(step) {
      const { length } = this.#ports;
      return (Math.max(this.#at, step < 0 ? 0 : -1) + step + length) % length;
    }

    #onKey(event) {
      const isOpen = this.#list.is(':visible');
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined && !isOpen) this.#open();
      else if (step !== undefined) this.#mark(this.#from(step));
      else if (isOpen && event.key === 'Enter' && this.#at >= 0) this.#choose(this.#at);
      else if (isOpen && event.key === 'Escape') this.#close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, {
    portField: (text) => new PortField(text),
  });
})(globalThis);
