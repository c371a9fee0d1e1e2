/**
 * One way to a meter that the search has found: what it means, its settings, and what stands in the way. Needs
 * the editor (jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;

  /** Settings that say where the meter is, in the order in which they are shown. */
  const SHOWN = [
    ...['mode', 'baudRate', 'dataBits', 'parity', 'logicalAddress', 'physicalAddress', 'addressSize'],
    ...['clientAddress', 'referencing', 'auth', 'quirks'],
  ];
  const STANDS = ['associated', 'readout'];
  /** What is no way to a meter. */
  const LEADS_NOWHERE = ['silent', 'hung-up', 'noise'];

  const isWay = ({ reach }) => !LEADS_NOWHERE.includes(reach);

  const meaningOf = ({ reach, wants, measures, settings, alike = [] }, text) => {
    const client = settings.clientAddress;
    if (alike.length > 0) return text(`find.all-want-${wants}`, { clients: [client, ...alike].join(', ') });
    if (wants !== undefined) return text(`find.wants-${wants}`, { client });
    if (reach !== 'associated') return text(`reach.${reach}`);
    return measures ? text('find.reads', { client }) : text('find.reads-little', { client });
  };

  /** Label and words of each setting that matters. */
  const settingWords = (settings, text) => {
    const isHidden = (name) => name === 'physicalAddress' && settings.mode === 'DLMS-WRAPPER';
    return SHOWN.filter((name) => settings[name] !== undefined && !isHidden(name)).map((name) => {
      const value = settings[name];
      return [text(`label.${name}`), text(`option.${name}.${value}`, { defaultValue: String(value) })];
    });
  };

  /** Clients of which the meter wants the same are one finding: the first, and the addresses of the others. */
  const mergedFindings = (findings) =>
    findings.flatMap((finding, index) => {
      const isAlike = ({ wants }) => wants !== undefined && wants === finding.wants;
      if (findings.findIndex(isAlike) < index && finding.wants !== undefined) return [];
      const others = findings.slice(index + 1).filter(isAlike);
      return [{ ...finding, alike: others.map(({ settings }) => settings.clientAddress) }];
    });

  /** @param text gives words of the catalogue by key @param use fills the form in */
  const findingCard = (finding, text, use) => {
    const { settings, name, reach, wants, error } = finding;
    const card = $('<div>', { class: 'meterflow-finding' });
    if (name) $('<div>', { class: 'meterflow-finding-name' }).text(name).appendTo(card);
    $('<div>').text(meaningOf(finding, text)).appendTo(card);
    const isNoMeter = !isWay(finding);
    const list = $('<dl>').appendTo(card);
    for (const [label, value] of isNoMeter ? [] : settingWords(settings, text)) {
      $('<dt>').text(label).appendTo(list);
      $('<dd>').text(value).appendTo(list);
    }
    const isStuck = !STANDS.includes(reach) && wants === undefined && error !== undefined;
    if (isStuck) card.append(shared().toolFault(error, text));
    if (isNoMeter) return card;
    const label = wants === 'password' ? text('find.use-password') : text('find.use');
    shared().toolButton(card, 'check', label).addClass('meterflow-use').on('click', use);
    return card;
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { findingCard, isWay, mergedFindings });
})(globalThis);
