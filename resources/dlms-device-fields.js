/**
 * The fields of the meter's edit dialog: found, read, filled in, turned into lists. Needs the editor (`RED`,
 * jQuery).
 */
((scope) => {
  const PREFIX = 'node-config-input';
  const shared = () => scope.MeterflowDlms;

  const field = (name) => $(`#${PREFIX}-${name}`);
  const typed = (name) => String(field(name).val() ?? '');
  const isList = (input) => input.data('noderedTypedInput') !== undefined;

  /** As if typed; also into a list beside which a variable can be written. */
  const put = (name, value) => {
    const input = field(name);
    if (isList(input)) {
      input.typedInput('type', shared().isVariable(value) ? 'variable' : 'choice');
      input.typedInput('value', value);
    } else input.val(value);
    input.trigger('change');
  };

  /** What the keyboard reaches of a field: the input itself, or the buttons of a list. */
  const reachable = (input) =>
    isList(input) ? input.next('.red-ui-typedInput-container').find('button, input') : input;

  /** The properties as the open dialog shows them, where it is the one of this meter; else as they were saved. */
  const deviceValues = (node) => {
    const saved = shared().savedDevice(node);
    if ($('.meterflow-device').data('meter') !== node.id) return saved;
    const shown = Object.keys(saved).filter((name) => field(name).length > 0);
    const values = Object.fromEntries(shown.map((name) => [name, typed(name)]));
    const [counterKind, dedicatedKind] = ['counter', 'dedicated'].map((name) =>
      $(`#meterflow-${name}-kind`).val(),
    );
    return { ...saved, ...values, counterKind, dedicatedKind };
  };

  /** What a flow says otherwise than the form does, or not at all. */
  const fillSaved = (node) => {
    for (const [name, value] of Object.entries(shared().savedDevice(node))) {
      if (node[name] !== value) field(name).val(value);
    }
  };

  /** Turns a field into a list; one that is empty begins with the default. */
  const choiceField = (node, name, values) => {
    const input = field(name);
    const label = (value) =>
      node._(`dlms-device.option.${name}.${value || 'usual'}`, { defaultValue: value });
    if (shared().isBlank(input.val())) input.val(node._def.defaults[name].value);
    const options = values.map((value) => ({ value, label: label(value) }));
    shared().choice(input, options, node._('dlms-device.label.variable'));
    const title = node._(`dlms-device.label.${name}`);
    reachable(input).each((_, part) => {
      $(part).attr('aria-label', title);
    });
  };

  const deviceFields = { field, typed, put, reachable };
  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, {
    deviceFields,
    deviceValues,
    fillSaved,
    choiceField,
  });
})(globalThis);
