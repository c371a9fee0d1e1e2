/**
 * What belongs together in the settings of a meter: which fields apply to the values of the others, and the
 * checks that need more than one value. Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a
 * module. The runtime checks everything again.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const rules = () => (typeof module === 'object' ? require('./dlms-rules.js') : scope.MeterflowDlms);
  const isBlank = (value) => rules().isBlank(value);
  const isVariable = (value) => rules().isVariable(value);

  /** Whether the value is one of these, or a variable, which may be anything. */
  const may = (value, ...options) => isVariable(value) || options.includes(value);
  const isNumbered = (serialNumber) => !isBlank(serialNumber) && String(serialNumber).trim() !== '0';

  /** What the form shows, by the names in its `data-when`. A meter that is only read out is not addressed. */
  const groups = ({ transport, mode, iecReadout, serialNumber, auth, tlsVerify }) => {
    const iec = may(mode, 'IEC') && transport !== 'udp';
    const dlms = !(mode === 'IEC' && iecReadout === 'always');
    const serial = may(transport, 'serial');
    return {
      network: may(transport, 'tcp', 'tls', 'udp'),
      tls: may(transport, 'tls'),
      'tls-unchecked': may(transport, 'tls') && tlsVerify === 'off',
      serial,
      // The start of IEC 62056-21 and HDLC behind it have their own.
      characters: serial && mode !== 'IEC',
      iec,
      dlms,
      hdlc: dlms && mode !== 'DLMS-WRAPPER',
      numbered: dlms && isNumbered(serialNumber),
      unnumbered: dlms && !(isNumbered(serialNumber) && !isVariable(serialNumber)),
      password: dlms && auth !== 'None',
    };
  };

  /** The names in a list of quirks, each with its number or none. */
  const parseQuirks = (text) =>
    String(text ?? '')
      .split(/[\s,]+/)
      .filter((entry) => entry !== '' && entry !== 'none')
      .map((entry) => {
        const [name, ...number] = entry.split('=');
        return { name, number: number.length === 0 ? undefined : number.join('=') };
      });

  const formatQuirks = (list) =>
    list.map(({ name, number }) => (number === undefined ? name : `${name}=${number}`)).join(', ');

  /** @param known the names with the range of their number, or null */
  const quirkList = (known) => (value) => {
    if (isVariable(value)) return undefined;
    for (const { name, number } of parseQuirks(value)) {
      if (!Object.hasOwn(known, name)) return { key: 'quirk', name };
      const range = known[name];
      if (range === null && number !== undefined) return { key: 'quirk-number', name };
      const [least, most] = range ?? [];
      const fits = /^\d+$/.test(number ?? '') && Number(number) >= least && Number(number) <= most;
      if (range !== null && !fits) return { key: 'quirk-range', name, least, most };
    }
    return undefined;
  };

  /** The device address of an IEC 62056-21 request message; blank calls any meter. */
  const iecAddress = (value) => {
    if (isVariable(value) || isBlank(value)) return undefined;
    return /^[ -~]{1,32}$/.test(value) && !/[/!]/.test(value) ? undefined : { key: 'iec-address' };
  };

  const modeProblem = (transport, mode) =>
    transport === 'udp' && mode !== 'DLMS-WRAPPER' ? { key: 'mode-udp' } : undefined;

  const MOST_IN_TWO = 127;

  /** Two octets are not raised by themselves: meters that insist on them exist. */
  const sizeProblem = (size, ...addresses) => {
    const known = addresses.filter((address) => !isVariable(address));
    const isTooSmall = String(size).trim() === '2' && known.some((address) => Number(address) > MOST_IN_TWO);
    return isTooSmall ? { key: 'address-size' } : undefined;
  };

  const api = {
    groups,
    isNumbered,
    parseQuirks,
    formatQuirks,
    quirkList,
    iecAddress,
    modeProblem,
    sizeProblem,
  };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
