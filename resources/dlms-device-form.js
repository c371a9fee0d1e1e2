/**
 * The meter's edit dialog, put together; and what the tools at its top work with: the settings as they stand
 * in it, saved or not, and a way to fill settings in. Needs the editor (`RED`, jQuery).
 *
 * A tool is a function under one of the names in TOOLS; it is given the form and a place for its button. It
 * may be missing.
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const fields = () => shared().deviceFields;

  const TOOLS = ['testConnection', 'findMeter', 'browseMeter', 'meterFromFile', 'captureMeter'];
  const TABS = ['connection', 'meter', 'security', 'timing'];
  const DURATIONS = ['scanRateMs', 'lockoutWaitMs'];

  class DeviceForm {
    #node;
    #root = $('.meterflow-device');
    #tabs;
    #secrets;
    #closers = [];
    /** Of the catalogue, by key, in the user's language. */
    text = (key, values) => this.#node._(`dlms-device.${key}`, values);

    constructor(node) {
      this.#node = node;
      this.#root.data('meter', node.id);
      shared().fillSaved(node);
      for (const [name, values] of Object.entries(shared().choices)) {
        shared().choiceField(node, name, values);
      }
      const panels = $(TABS.map((name) => `#meterflow-${name}`).join());
      const label = (name) => this.text(`section.${name}`);
      this.#tabs = new (shared().DeviceTabs)($('#meterflow-tabs'), panels, label);
      this.#secrets = new (shared().DeviceSecrets)(node, this.text);
      shared().portField(this.text);
      shared().quirkField(this.text);
      shared().counterField(this.text);
      shared().dedicatedField(this.text, (name) => this.#secrets.kindOf(name));
      this.#showWhatApplies();
      this.#changeTogether();
      this.#showDurations();
      this.#showDigits();
      this.onClose(shared().wireHelper(this.text));
      shared().makeList(this);
      this.#watchReasons();
      this.#addTools();
    }

    /** What each property is where nobody sets it. */
    get defaults() {
      const entries = Object.entries(this.#node._def.defaults);
      return Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
    }

    /**
     * The settings as they stand in the dialog.
     * @returns `id` of the node; `settings`, the properties as text; `secrets`, those that were newly typed,
     * by name; `stored`, the names of those that are set and were not touched: the runtime has them
     */
    values() {
      const { counterKind: _counter, dedicatedKind: _dedicated, ...all } = shared().deviceValues(this.#node);
      // A host decides for the network.
      const settings = all.transport === 'serial' ? { ...all, host: '' } : all;
      return { id: this.#node.id, settings, ...this.#secrets.values() };
    }

    /**
     * Fills properties in, shows which of them changed, and says so.
     * @param settings some or all properties, by name
     * @param secrets those of a file, by name
     * @returns the names of those that changed
     */
    fill(settings, secrets = {}) {
      const { credentials } = this.#node._def;
      const known = Object.entries({ ...settings, ...secrets }).filter(
        ([name]) => (name in this.defaults || name in credentials) && fields().field(name).length > 0,
      );
      const changed = known.filter(([name, value]) => fields().typed(name) !== String(value));
      for (const [name, value] of changed) fields().put(name, String(value));
      for (const name of Object.keys(secrets)) fields().field(name).trigger('meterflow-told');
      this.#showChanged(changed.map(([name]) => name));
      return changed.map(([name]) => name);
    }

    /** What stands beside the settings: whether the meter is switched on, and its description. */
    fillBeside({ enabled, info }) {
      $('#node-config-input-node-disabled').prop('checked', !enabled).trigger('change');
      if (info !== '') this.#node.infoEditor?.setValue(info);
    }

    onClose(closer) {
      this.#closers.push(closer);
    }

    close() {
      for (const closer of this.#closers.splice(0)) closer();
    }

    resize() {
      this.#tabs.resize();
    }

    /** Shows the fields that the others ask for, now and whenever one changes. */
    #showWhatApplies() {
      const show = () => {
        const values = shared().deviceValues(this.#node);
        const groups = shared().groups(values);
        this.#root.find('[data-when]').each((_, part) => {
          $(part).prop('hidden', !groups[$(part).data('when')]);
        });
        for (const name of Object.keys({ ...this.#node._def.defaults, ...this.#node._def.credentials })) {
          const row = fields().field(name).closest('.form-row');
          row.prop('hidden', !shared().applies(name, values));
        }
      };
      this.#root.on('change keyup', 'input, select', show);
      show();
    }

    /** Where one choice leaves no other. */
    #changeTogether() {
      const follow = (name, value, other, wanted) =>
        fields()
          .field(name)
          .on('change', () => {
            if (fields().typed(name) === value)
              wanted(fields().typed(other), (to) => fields().put(other, to));
          });
      follow('transport', 'udp', 'mode', (mode, put) => mode === 'DLMS-WRAPPER' || put('DLMS-WRAPPER'));
      follow('auth', 'HighEcdsa', 'securitySuite', (suite, put) => suite !== '0' || put('1'));
    }

    #showDurations() {
      for (const name of DURATIONS) {
        const input = fields().field(name);
        const place = input.siblings('.meterflow-unit').find('.meterflow-duration');
        const show = () => {
          const text = shared().duration(input.val());
          place.text(text === '' ? '' : ` = ${text}`);
        };
        input.on('change keyup', show);
        show();
      }
    }

    /** Keys are as long as the suite says. */
    #showDigits() {
      const suite = fields().field('securitySuite');
      const show = () => {
        const digits = shared().keyDigits(suite.val());
        for (const name of ['blockCipherKey', 'authenticationKey', 'dedicatedKey']) {
          $(`#meterflow-${name}-hint`).text(this.text(`hint.${name}`, { digits }));
        }
      };
      suite.on('change', show);
      show();
    }

    #showChanged(names) {
      this.#root.find('.meterflow-changed').removeClass('meterflow-changed');
      for (const name of names) fields().field(name).closest('.form-row').addClass('meterflow-changed');
      const what = names.map((name) => this.text(`label.${name}`)).join(', ');
      $('#meterflow-filled').text(
        what === '' ? this.text('hint.unchanged') : this.text('hint.filled', { what }),
      );
    }

    /** After the editor has made its own checks, which it does at the field itself. */
    #watchReasons() {
      const show = () => {
        const wrong = shared().showReasons(this.#node);
        const problems = Object.entries(wrong).map(([id, count]) => [id, this.text('hint.wrong', { count })]);
        this.#tabs.mark(Object.fromEntries(problems));
      };
      let waiting;
      const later = () => {
        clearTimeout(waiting);
        waiting = setTimeout(show);
      };
      this.#root.on('change keyup paste meterflow-told', later);
      this.onClose(() => clearTimeout(waiting));
      later();
    }

    #addTools() {
      for (const name of TOOLS) shared()[name]?.(this, $('#meterflow-device-tools'));
    }
  }

  let open;
  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, {
    openDeviceForm: (node) => {
      open = new DeviceForm(node);
    },
    resizeDeviceForm: () => open?.resize(),
    closeDeviceForm: () => {
      open?.close();
      open = undefined;
    },
  });
})(globalThis);
