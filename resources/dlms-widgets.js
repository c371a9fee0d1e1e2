/**
 * Widgets that the edit dialogs share: a choice that also takes `${NAME}`, and the wording of the reasons
 * that the checks of dlms-rules.js give. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const NAMESPACE = '@meterflow/node-red-dlms';

  /** Of the catalogue of a node type, by key, in the user's language. */
  const word = (type, key, values) => RED._(`${NAMESPACE}/${type}:${type}.${key}`, values);

  /** In which the catalogue is, for names that the runtime gives. */
  const language = () => word('dlms-device', 'names.language');

  /** `validate` of a property: true, or the reason in the user's language. */
  const reason = (type, problem) => {
    if (problem === undefined) return true;
    const { key, problem: inner, ...values } = problem;
    const detail = inner === undefined ? '' : reason(type, inner);
    return word(type, `error.${key}`, { ...values, detail });
  };

  /** A sibling's value as the open dialog shows it, else as it was saved. */
  const sibling = (node, prefix, name) => $(`#${prefix}-${name}`).val() ?? node[name];

  const variableType = (label) => ({
    value: 'variable',
    label,
    icon: 'red/images/typedInput/env.svg',
    placeholder: '$' + '{NAME}',
    validate: (value) => scope.MeterflowDlms.isVariable(value),
  });

  /** Turns a text input into a list of `options` ({value, label}) beside which a variable can be written. */
  const choice = (input, options, variableLabel) => {
    const value = input.val();
    const isVariable = scope.MeterflowDlms.isVariable(value);
    input.typedInput({
      types: [{ value: 'choice', label: '', icon: 'fa fa-list-ul', options }, variableType(variableLabel)],
      default: isVariable ? 'variable' : 'choice',
    });
    input.typedInput('type', isVariable ? 'variable' : 'choice');
    input.typedInput('value', value);
    input.typedInput('width', 'calc(100% - 142px)');
    return input;
  };

  /**
   * A small list for a cell of a table; its last entry opens a text field for a variable. Returns a
   * function that tells the value.
   */
  const cell = (place, { value, options, title, variableLabel }) => {
    const VARIABLE = '__variable__';
    const list = $('<select>', { title }).appendTo(place);
    for (const option of options) $('<option>', { value: option.value }).text(option.label).appendTo(list);
    $('<option>', { value: VARIABLE }).text(`$\{} ${variableLabel}`).appendTo(list);
    const text = $('<input>', { type: 'text', placeholder: '$' + '{NAME}', title }).appendTo(place);
    const known = options.some((option) => option.value === String(value));
    list.val(known ? String(value) : VARIABLE);
    text.val(known ? '' : value);
    const show = () => {
      const variable = list.val() === VARIABLE;
      list.toggleClass('meterflow-narrow', variable);
      text.toggle(variable);
    };
    list.on('change', () => {
      show();
      if (list.val() === VARIABLE) text.trigger('focus');
    });
    show();
    return () => (list.val() === VARIABLE ? String(text.val()).trim() : String(list.val()));
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, {
    word,
    language,
    reason,
    sibling,
    choice,
    cell,
  });
})(globalThis);
