/**
 * What belongs together in the settings of a meter: which fields apply to the values of the others, and the
 * lists of quirks. Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const rules = () => (typeof module === 'object' ? require('./dlms-rules.js') : scope.MeterflowDlms);
  const isBlank = (value) => rules().isBlank(value);
  const isVariable = (value) => rules().isVariable(value);

  /** Whether the value is one of these, or a variable, which may be anything. */
  const may = (value, ...options) => isVariable(value) || options.includes(value);
  /** Whether the value is set and not this one; a variable may be anything else. */
  const mayDiffer = (value, usual) => !isBlank(value) && value !== usual;
  const isNumbered = (serialNumber) => !isBlank(serialNumber) && String(serialNumber).trim() !== '0';

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

  const isSigned = (quirks) => parseQuirks(quirks).some(({ name }) => name === 'signed');

  const lineGroups = ({ transport, mode, tlsVerify }) => ({
    network: may(transport, 'tcp', 'tls', 'udp'),
    tls: may(transport, 'tls'),
    'tls-unchecked': may(transport, 'tls') && tlsVerify === 'off',
    serial: may(transport, 'serial'),
    // The start of IEC 62056-21 and HDLC behind it have their own.
    characters: may(transport, 'serial') && mode !== 'IEC',
    iec: may(mode, 'IEC') && transport !== 'udp',
  });

  const addressGroups = ({ mode, serialNumber }, dlms) => ({
    dlms,
    'no-dlms': !dlms,
    hdlc: dlms && mode !== 'DLMS-WRAPPER',
    numbered: dlms && isNumbered(serialNumber),
    unnumbered: dlms && !(isNumbered(serialNumber) && !isVariable(serialNumber)),
  });

  const PASSWORDS = ['Low', 'High', 'HighMd5', 'HighSha1', 'HighSha256'];
  const BOTH = ['Authentication', 'AuthenticationEncryption'];

  /** Which secrets an authentication and a protection take; titles stand in every value that they make. */
  const securityGroups = ({ auth, security, quirks }, dlms) => {
    const ciphered = dlms && mayDiffer(security, 'None');
    const keys = ciphered || (dlms && may(auth, 'HighGmac'));
    const signing = dlms && (may(auth, 'HighEcdsa') || isVariable(quirks) || isSigned(quirks));
    return {
      password: dlms && may(auth, ...PASSWORDS),
      ciphered,
      keys,
      'authentication-key': dlms && (may(auth, 'HighGmac') || may(security, ...BOTH)),
      signing,
      suite: keys || signing,
      titles: keys || signing || (dlms && may(auth, 'HighSha256')),
      // Whoever shows no secret cannot be locked out.
      secrets: ciphered || (dlms && mayDiffer(auth, 'None')),
    };
  };

  /** What the form shows, by the names in its `data-when`. A meter that is only read out is not addressed. */
  const groups = (values) => {
    const dlms = !(values.mode === 'IEC' && values.iecReadout === 'always');
    return { ...lineGroups(values), ...addressGroups(values, dlms), ...securityGroups(values, dlms) };
  };

  const GROUP_OF = Object.entries({
    network: 'host port',
    tls: 'tlsVerify tlsCa tlsServerName tlsCert tlsKey',
    serial: 'serialPort baudRate',
    characters: 'dataBits parity stopBits',
    iec: 'iecReadout iecStartBaud iecDeviceAddress',
    dlms: 'referencing clientAddress logicalAddress quirks auth security',
    hdlc: 'addressSize',
    numbered: 'serialNumberFormula',
    unnumbered: 'physicalAddress',
    password: 'password',
    suite: 'securitySuite',
    titles: 'systemTitle serverSystemTitle',
    keys: 'blockCipherKey invocationCounter',
    'authentication-key': 'authenticationKey',
    ciphered: 'dedicatedKey',
    signing: 'signingKey serverPublicKey',
    secrets: 'lockoutWaitMs',
  }).flatMap(([group, names]) => names.split(' ').map((name) => [name, group]));

  /** Whether a field means something beside these values of all fields. */
  const applies = (field, values) => {
    const group = new Map(GROUP_OF).get(field);
    return group === undefined || groups(values)[group];
  };

  const UNITS = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1_000],
  ];

  /** `900000` as `15 min`; nothing for what reads no better so. */
  const duration = (ms) => {
    const value = Number(ms);
    const [unit, length] = UNITS.find((entry) => value >= entry[1] && value % (entry[1] / 10) === 0) ?? [];
    return unit === undefined || isBlank(ms) ? '' : `${value / length} ${unit}`;
  };

  const api = { groups, applies, isNumbered, isSigned, parseQuirks, formatQuirks, duration };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
