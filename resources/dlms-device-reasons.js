/**
 * Says at each wrong field of the meter's edit dialog what is allowed, and marks the tab that it lies on. The
 * editor only frames it red and keeps the reason for the mouse. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const fields = () => scope.MeterflowDlms.deviceFields;

  const reasonId = (name) => `meterflow-reason-${name}`;

  /** The reason that the check of the field gives, in the user's language; '' where it is fine. */
  const reasonOf = (node, name) => {
    const { defaults, credentials } = node._def;
    const { validate } = defaults[name] ?? credentials[name];
    const input = fields().field(name);
    if (validate === undefined || !input.hasClass('input-error')) return '';
    const reason = validate.call(node, input.val(), {});
    return typeof reason === 'string' ? reason : '';
  };

  const say = (name, reason) => {
    const input = fields().field(name);
    const row = input.closest('.form-row');
    const place = $(`#${reasonId(name)}`);
    if (reason === '') place.remove();
    else if (place.length > 0) place.text(reason);
    else
      $('<div>', { class: 'meterflow-reason', id: reasonId(name) })
        .text(reason)
        .appendTo(row);
    const parts = fields().reachable(input);
    parts.attr('aria-invalid', reason === '' ? null : 'true');
    parts.attr('aria-describedby', reason === '' ? null : reasonId(name));
  };

  const tabOf = (element) => element.closest('[role="tabpanel"]').attr('id');

  /** Looks at all fields. @returns how many are wrong, by the id of the tab */
  const showReasons = (node) => {
    const wrong = {};
    const count = (tab) => {
      if (tab !== undefined) wrong[tab] = (wrong[tab] ?? 0) + 1;
    };
    for (const name of Object.keys({ ...node._def.defaults, ...node._def.credentials })) {
      const input = fields().field(name);
      if (input.length === 0) continue;
      const reason = reasonOf(node, name);
      say(name, reason);
      if (reason !== '') count(tabOf(input));
    }
    const wire = $('#meterflow-wire.meterflow-wrong');
    if (wire.length > 0) count(tabOf(wire));
    return wrong;
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { showReasons });
})(globalThis);
