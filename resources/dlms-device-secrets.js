/**
 * The secrets of the meter's edit dialog: whether each is set is said beside it, and nothing of what it is.
 * What is newly typed can be looked at until the flow is deployed. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const fields = () => shared().deviceFields;

  const CHANGES = 'change keyup paste input meterflow-told';

  class DeviceSecrets {
    #names;
    #text;
    /** Of what is kept, as far as the runtime knows: `variable`, `auto` or `set`. */
    #kinds = {};

    constructor(node, text) {
      this.#names = Object.keys(node._def.credentials);
      this.#text = text;
      for (const name of this.#names) this.#prepare(name);
      this.#ask(node.id);
    }

    /** What was typed, by name; and the names of those that are kept as they are. */
    values() {
      const { KEPT } = shared();
      const filled = this.#names
        .map((name) => [name, fields().typed(name)])
        .filter(([, value]) => value !== '');
      const isKept = ([, value]) => value === KEPT;
      return {
        secrets: Object.fromEntries(filled.filter((entry) => !isKept(entry))),
        stored: filled.filter(isKept).map(([name]) => name),
      };
    }

    kindOf(name) {
      return this.#kinds[name];
    }

    #prepare(name) {
      const { KEPT } = shared();
      const input = fields().field(name);
      const isKept = () => input.val() === KEPT;
      // The text in place of the secret is nothing that one could edit.
      input.on('focus', () => {
        if (isKept()) input.trigger('select');
      });
      input.on('beforeinput', () => {
        if (isKept()) input.val('');
      });
      const state = $('<span>', { class: 'meterflow-state', id: `meterflow-state-${name}` });
      const show = () => {
        const [kind, icon] = this.#stateOf(name, input.val());
        const text = $('<span>').text(this.#text(`secret.${kind}`));
        state.empty().append($('<i>', { class: `fa ${icon}` }), ' ', text);
        state.toggleClass('meterflow-set', kind !== 'none');
        input.toggleClass('meterflow-kept', isKept());
      };
      input.closest('.meterflow-grow').append(input.is('input') ? this.#eye(input) : $(), state);
      input.on(CHANGES, show);
      show();
    }

    #stateOf(name, value) {
      if (value === '') return ['none', 'fa-circle-o'];
      if (shared().isVariable(value)) return ['variable', 'fa-check-circle'];
      if (value !== shared().KEPT) return ['new', 'fa-pencil'];
      return [this.#kinds[name] === 'variable' ? 'variable' : 'set', 'fa-check-circle'];
    }

    /** Shows what was typed; what is kept cannot be shown. */
    #eye(input) {
      const label = this.#text('label.show-secret');
      const eye = $('<button>', { type: 'button', class: 'red-ui-button', 'aria-label': label });
      const icon = $('<i>').appendTo(eye);
      RED.popover.tooltip(eye, label);
      const show = (isOpen) => {
        const isEmpty = ['', shared().KEPT].includes(input.val());
        const isShown = isOpen && !isEmpty;
        input.attr('type', isShown ? 'text' : 'password');
        icon.attr('class', `fa ${isShown ? 'fa-eye-slash' : 'fa-eye'}`);
        eye.attr('aria-pressed', String(isShown)).prop('disabled', isEmpty);
      };
      const isOpen = () => input.attr('type') === 'text';
      eye.on('click', () => show(!isOpen()));
      input.on(CHANGES, () => show(isOpen()));
      show(false);
      return eye;
    }

    #ask(id) {
      $.getJSON('dlms/stored-secrets', { id }).done((kinds) => {
        this.#kinds = kinds;
        for (const name of this.#names) fields().field(name).trigger('meterflow-told');
      });
    }
  }

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { DeviceSecrets });
})(globalThis);
