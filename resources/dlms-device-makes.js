/**
 * The list of makes at the top of the meter's edit dialog: a make fills in what its meters usually want; the
 * choice itself is not kept. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;

  /** What the presets cannot know: that is the user's to put in. */
  const missingFor = ({ settings, bySerialNumber }, text) => {
    const groups = shared().groups(settings);
    return [
      ...(groups.dlms && bySerialNumber ? [text('hint.serial-number')] : []),
      ...(groups.password ? [text('hint.password')] : []),
      ...(groups.keys ? [text('hint.keys')] : []),
    ];
  };

  const hintFor = (preset, text) => {
    const what = missingFor(preset, text).join(', ');
    return [text('hint.preset'), ...(what === '' ? [] : [text('hint.missing', { what })])].join(' ');
  };

  /** @param form the open dialog */
  const makeList = (form) => {
    const list = $('#meterflow-preset');
    const { presets } = shared();
    const label = ({ id, make }) => form.text(`preset.${id}`, { defaultValue: make });
    $('<option>', { value: '' }).text(form.text('placeholder.preset')).appendTo(list);
    for (const preset of presets) $('<option>', { value: preset.id }).text(label(preset)).appendTo(list);
    list.on('change', () => {
      const preset = presets.find(({ id }) => id === list.val());
      $('#meterflow-preset-hint').text(preset === undefined ? '' : hintFor(preset, form.text));
      if (preset === undefined) return;
      const { serialNumber, serialNumberFormula } = form.defaults;
      const number = preset.bySerialNumber ? {} : { serialNumber };
      form.fill({ ...preset.settings, ...number, serialNumberFormula });
    });
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { makeList });
})(globalThis);
