/**
 * The quirks in the meter's edit dialog: a list to tick beside the text, each way kept in step with the
 * other. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const fields = () => shared().deviceFields;

  /** A quirk to tick, with its number where it has one. */
  const entryOf = (box, name, range, text) => {
    const row = $('<div>', { class: 'meterflow-quirk' }).appendTo(box);
    const id = `meterflow-quirk-${name}`;
    const tick = $('<input>', { type: 'checkbox', id }).appendTo(row);
    $('<label>', { for: id }).text(name).appendTo(row);
    const [least, most, usual] = range ?? [];
    const number = $('<input>', { type: 'text', placeholder: `${least}…${most}`, 'aria-label': name });
    if (range !== null) number.appendTo(row);
    $('<span>')
      .text(text(`quirk.${name}`))
      .appendTo(row);
    return {
      name,
      show: (entry) => {
        tick.prop('checked', entry !== undefined);
        if (entry?.number !== undefined && !number.is(':focus')) number.val(entry.number);
      },
      chosen: () => {
        if (!tick.prop('checked')) return undefined;
        return { name, number: range === null ? undefined : String(number.val() || usual).trim() };
      },
    };
  };

  /** @param text gives words of the catalogue by key */
  const quirkField = (text) => {
    const known = shared().quirks;
    const box = $('#meterflow-quirk-list');
    const entries = Object.entries(known).map(([name, range]) => entryOf(box, name, range, text));
    const button = $('#meterflow-choose-quirks');
    const label = text('label.choose-quirks');
    button.attr({ 'aria-label': label, 'aria-controls': box.attr('id') });
    RED.popover.tooltip(button, label);
    const open = (isOpen) => {
      box.toggle(isOpen);
      button.attr('aria-expanded', String(isOpen));
    };
    const read = () => {
      const list = shared().parseQuirks(fields().typed('quirks'));
      for (const entry of entries) entry.show(list.find(({ name }) => name === entry.name));
      if (list.length > 0 && !shared().isVariable(fields().typed('quirks'))) open(true);
    };
    const write = () => {
      const list = shared().parseQuirks(fields().typed('quirks'));
      const unknown = list.filter(({ name }) => !Object.hasOwn(known, name));
      const chosen = entries.map((entry) => entry.chosen()).filter((entry) => entry !== undefined);
      fields().put('quirks', shared().formatQuirks([...chosen, ...unknown]));
    };
    button.on('click', () => open(!box.is(':visible')));
    box.on('change', 'input', write);
    fields().field('quirks').on('change keyup', read);
    open(false);
    read();
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { quirkField });
})(globalThis);
