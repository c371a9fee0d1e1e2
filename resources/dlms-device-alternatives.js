/**
 * Fields of the meter's edit dialog that hold one of several things in one text: the invocation counter
 * (`stored`, an OBIS code, a number) and the dedicated key (nothing, `auto`, a key). A list chooses which;
 * the text beside it shows where one is to be typed. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const fields = () => shared().deviceFields;
  const USUAL_COUNTER = '0.0.43.1.0.255';

  /** Fills a list with the kinds, each with its label. */
  const fill = (list, kinds, label) => {
    for (const kind of kinds) $('<option>', { value: kind }).text(label(kind)).appendTo(list);
  };

  const counterKind = (value) => {
    if (shared().isBlank(value) || value === 'stored') return 'stored';
    if (shared().isVariable(value)) return 'variable';
    return /^\d+$/.test(String(value).trim()) ? 'start' : 'object';
  };

  /** What the text begins with when its kind is chosen. */
  const COUNTER_START = { stored: 'stored', object: USUAL_COUNTER, start: '', variable: '' };
  const COUNTER_EXAMPLE = { object: USUAL_COUNTER, start: '0', variable: `$\{NAME}` };

  /** @param text gives words of the catalogue by key */
  const counterField = (text) => {
    const [list, input] = [$('#meterflow-counter-kind'), fields().field('invocationCounter')];
    fill(list, Object.keys(COUNTER_START), (kind) => text(`option.invocationCounter.${kind}`));
    const show = () => {
      const kind = list.val();
      input.toggle(kind !== 'stored').attr('placeholder', COUNTER_EXAMPLE[kind] ?? '');
      $('#meterflow-counter-hint').text(text(`hint.counter-${kind}`));
    };
    list.on('change', (event) => {
      event.stopPropagation();
      if (counterKind(input.val()) !== list.val())
        fields().put('invocationCounter', COUNTER_START[list.val()]);
      show();
    });
    // Nothing typed yet leaves the kind that was chosen.
    input.on('change', () => {
      const isPending = shared().isBlank(input.val()) && list.val() !== 'stored';
      if (!isPending) list.val(counterKind(input.val()));
      show();
    });
    input.trigger('change');
  };

  /** @param kindOf tells what a secret that is kept is, as far as that is known */
  const dedicatedField = (text, kindOf) => {
    const [list, input] = [$('#meterflow-dedicated-kind'), fields().field('dedicatedKey')];
    const kept = () => input.val() === shared().KEPT;
    const found = () => {
      if (input.val() === '') return 'none';
      return input.val() === 'auto' || (kept() && kindOf('dedicatedKey') === 'auto') ? 'auto' : 'own';
    };
    /** The key of one's own, for whoever comes back to it. */
    let own = '';
    const remember = () => {
      if (found() === 'own') own = input.val();
    };
    fill(list, ['none', 'auto', 'own'], (kind) => text(`option.dedicatedKey.${kind}`));
    const show = () => $('#meterflow-dedicated-key').toggle(list.val() === 'own');
    list.on('change', (event) => {
      event.stopPropagation();
      remember();
      fields().put('dedicatedKey', { none: '', auto: 'auto', own }[list.val()]);
      show();
    });
    input.on('meterflow-told', () => {
      list.val(found());
      show();
    });
    input.trigger('meterflow-told');
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { counterField, dedicatedField });
})(globalThis);
