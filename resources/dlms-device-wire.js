/**
 * Shows, while one types, what goes out on the line for the addresses of the meter's edit dialog. The runtime
 * is asked, so that it is what will be sent. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const fields = () => shared().deviceFields;

  /** Not asked of the runtime before the user has stopped typing for so long, in milliseconds. */
  const SETTLED_MS = 300;

  const ASKED = [
    ...['mode', 'transport', 'iecReadout', 'iecDeviceAddress', 'clientAddress', 'logicalAddress'],
    ...['physicalAddress', 'addressSize', 'serialNumber', 'serialNumberFormula'],
  ];

  const portOf = (octets) => Number.parseInt(octets.replace(' ', ''), 16);

  /** The parts of the line that is shown, each with its words and its octets. */
  const partsOf = ({ mode, call, server, client, addressSize }, text) => {
    const parts = call === undefined ? [] : [[text('wire.call'), call]];
    if (mode === 'DLMS-WRAPPER') {
      parts.push([text('wire.server-port', { port: portOf(server) }), server]);
      parts.push([text('wire.client-port', { port: portOf(client) }), client]);
    } else if (server !== undefined) {
      parts.push([text(`wire.server-${addressSize}`), server], [text('wire.client'), client]);
    }
    return parts;
  };

  /** @param text gives words of the catalogue by key */
  const wireHelper = (text) => {
    const place = $('#meterflow-wire');
    const computed = $('#meterflow-physical-address');
    let waiting;
    let asked = 0;

    const tell = (content, isWrong) => {
      place.empty().append(content).toggleClass('meterflow-wrong', isWrong);
      if (isWrong) computed.text('–');
      place.trigger('meterflow-told');
    };

    /** The runtime names settings as flows have them. */
    const labelled = (message) =>
      message.replace(/\b\w+\b/g, (word) => (ASKED.includes(word) ? text(`label.${word}`) : word));

    const show = ({ message, ...answer }) => {
      if (message !== undefined) return tell(document.createTextNode(labelled(message)), true);
      computed.text(answer.physicalAddress);
      const parts = partsOf(answer, text).map(([words, octets]) =>
        $('<span>').append(document.createTextNode(`${words} `), $('<code>').text(octets)),
      );
      if (answer.raised !== undefined) parts.push($('<span>').text(text('wire.raised', answer)));
      tell(parts, false);
    };

    const ask = (query) => {
      asked += 1;
      const turn = asked;
      const isLast = () => turn === asked;
      $.getJSON('dlms/physical-address', query)
        .done((answer) => isLast() && show(answer))
        .fail(() => isLast() && tell(document.createTextNode(text('notify.address-failed')), true));
    };

    const later = () => {
      clearTimeout(waiting);
      const values = Object.fromEntries(ASKED.map((name) => [name, fields().typed(name)]));
      const query = Object.fromEntries(
        Object.entries(values).filter(([name]) => shared().applies(name, values)),
      );
      if (Object.values(query).some(shared().isVariable)) {
        asked += 1;
        computed.text(text('hint.at-deploy'));
        tell(document.createTextNode(text('hint.at-deploy')), false);
      } else waiting = setTimeout(() => ask(query), SETTLED_MS);
    };

    for (const name of ASKED) fields().field(name).on('change keyup', later);
    later();
    return () => clearTimeout(waiting);
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { wireHelper });
})(globalThis);
