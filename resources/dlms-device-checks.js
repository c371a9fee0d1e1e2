/**
 * What each field of a meter accepts, beside the values of the others. Pure; loaded by the editor as
 * `MeterflowDlms`, and by the tests as a module. A check returns nothing where the value is fine, else the
 * key of the reason and what to fill into it. The runtime checks everything again; these only tell early.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);
  const rules = () => shared('dlms-rules');
  const isBlank = (value) => rules().isBlank(value);
  const isVariable = (value) => rules().isVariable(value);
  const keys = () => shared('dlms-key-rules');

  const BAUD_RATES = ['300', '600', '1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200'];

  /** The fields that are lists, with the values of each as the form offers them. */
  const choices = {
    transport: ['tcp', 'tls', 'udp', 'serial'],
    tlsVerify: ['on', 'off'],
    baudRate: BAUD_RATES,
    dataBits: ['8', '7', '6'],
    parity: ['none', 'even', 'odd'],
    stopBits: ['1', '2'],
    mode: ['DLMS-HDLC', 'IEC', 'DLMS-WRAPPER'],
    iecReadout: ['auto', 'never', 'always'],
    iecStartBaud: ['', ...BAUD_RATES],
    referencing: ['LN', 'SN'],
    addressSize: ['0', '1', '2', '4'],
    auth: ['None', 'Low', 'High', 'HighMd5', 'HighSha1', 'HighGmac', 'HighSha256', 'HighEcdsa'],
    security: ['None', 'Authentication', 'Encryption', 'AuthenticationEncryption'],
    securitySuite: ['0', '1', '2'],
  };

  /** Nothing may stand for the usual, as flows of earlier versions have it. */
  const LATE = { blank: true };
  const DAY_MS = 86_400_000;
  const LARGEST_TIMER = 2 ** 31 - 1;

  const integers = {
    port: [1, 65_535],
    clientAddress: [1, 127],
    logicalAddress: [0, 16_383],
    physicalAddress: [0, 16_383],
    serialNumber: [0, Number.MAX_SAFE_INTEGER, LATE],
    timeoutMs: [1, 600_000],
    retryCounter: [1, 100],
    scanRateMs: [-LARGEST_TIMER, LARGEST_TIMER],
    pollDelayMs: [0, 600_000],
    lockoutWaitMs: [0, DAY_MS, LATE],
  };

  /** A single colon is an address with a port, which has its own field; more are IPv6. */
  const isHost = (host) => !/[\s/\\@?#]/.test(host) && host.split(':').length !== 2;

  const host = (value, { transport }) => {
    if (isVariable(value) || isVariable(transport)) return undefined;
    if (isBlank(value)) return { key: 'host' };
    return isHost(String(value).trim()) ? undefined : { key: 'host-form' };
  };

  const serialPort = (value, { transport }) =>
    isBlank(value) && !isVariable(transport) ? { key: 'serial-port' } : undefined;

  const mode = (value, { transport }) =>
    !isVariable(value) && transport === 'udp' && value !== 'DLMS-WRAPPER' ? { key: 'mode-udp' } : undefined;

  /** The device address of an IEC 62056-21 request message; blank calls any meter. */
  const iecDeviceAddress = (value) => {
    if (isVariable(value) || isBlank(value)) return undefined;
    return /^[ -~]{1,32}$/.test(value) && !/[/!]/.test(value) ? undefined : { key: 'iec-address' };
  };

  /** What the runtime works out; whether it is well formed comes with the address that it gives. */
  const serialNumberFormula = (value) => {
    if (isVariable(value) || isBlank(value)) return undefined;
    return /^[0-9.()+\-*/%sn\s]{1,120}$/i.test(value) ? undefined : { key: 'formula' };
  };

  /** Two octets are not raised by themselves: meters that insist on them exist. */
  const addressSize = (value, { serialNumber, logicalAddress, physicalAddress }) => {
    const isNumbered = shared('dlms-device-rules').isNumbered(serialNumber);
    const known = [logicalAddress, ...(isNumbered ? [] : [physicalAddress])];
    const isTooLarge = known.some((address) => !isVariable(address) && Number(address) > 127);
    return String(value).trim() === '2' && isTooLarge ? { key: 'address-size' } : undefined;
  };

  /** Names with their numbers, as `known` has them: a range, or null for those without a number. */
  const quirkList = (value, known) => {
    if (isVariable(value)) return undefined;
    for (const { name, number } of shared('dlms-device-rules').parseQuirks(value)) {
      if (!Object.hasOwn(known, name)) return { key: 'quirk', name };
      const range = known[name];
      if (range === null && number !== undefined) return { key: 'quirk-number', name };
      const [least, most] = range ?? [];
      const fits = /^\d+$/.test(number ?? '') && Number(number) >= least && Number(number) <= most;
      if (range !== null && !fits) return { key: 'quirk-range', name, least, most };
    }
    return undefined;
  };

  /** Suite 0 has no curve to sign with. */
  const securitySuite = (value, values) => {
    const isSigning = values.auth === 'HighEcdsa' || shared('dlms-device-rules').isSigned(values.quirks);
    return isSigning && ['', '0'].includes(String(value ?? '').trim()) ? { key: 'suite-signing' } : undefined;
  };

  /** Both sides count on their own: under one title they would use the same numbers. */
  const serverSystemTitle = (value, { systemTitle }) => {
    const [digits, own] = [value, systemTitle].map((title) => keys().hexDigits(title)?.toLowerCase());
    const isSame = !isBlank(value) && digits !== undefined && digits === own;
    return keys().systemTitle(value) ?? (isSame ? { key: 'title-same' } : undefined);
  };

  /** Octets that High takes: its secret is a key of AES-128. */
  const LONGEST_HIGH = 16;

  const password = (value, { auth }) => {
    if (isBlank(value)) return { key: 'required' };
    if (isVariable(value) || value === keys().KEPT) return undefined;
    const isHex = /^0x/i.test(value);
    const digits = keys().hexDigits(value);
    if (isHex && (digits === undefined || digits.length % 2 === 1)) return { key: 'password-octets' };
    const count = isHex ? digits.length / 2 : new TextEncoder().encode(value).length;
    const isTooLong = auth === 'High' && count > LONGEST_HIGH;
    return isTooLong ? { key: 'password-long', most: LONGEST_HIGH, count } : undefined;
  };

  const invocationCounter = (value, { counterKind = 'stored' }) => {
    const text = String(value ?? '').trim();
    if (text === '' && counterKind !== 'stored') return { key: 'required' };
    if (isVariable(text) || ['', 'stored'].includes(text)) return undefined;
    if (/^\d+$/.test(text) && Number(text) < 2 ** 32) return undefined;
    const isCode = rules().tag(text) === undefined && text.toLowerCase() !== 'device_status';
    const isValue = !/:-?\d+$/.test(text) || text.endsWith(':2');
    return isCode && isValue ? undefined : { key: 'counter' };
  };

  const required = (value, check) => (isBlank(value) ? { key: 'required' } : check());

  const others = {
    host,
    serialPort,
    mode,
    iecDeviceAddress,
    serialNumberFormula,
    addressSize,
    securitySuite,
    invocationCounter,
    quirks: (value) => quirkList(value, shared('dlms-presets').quirks),
    alias: (value) => rules().alias(value),
    password,
    serverSystemTitle,
    systemTitle: (value) => keys().systemTitle(value),
    blockCipherKey: (value, { securitySuite: suite }) =>
      required(value, () => keys().cipherKey(value, suite)),
    authenticationKey: (value, { securitySuite: suite }) =>
      required(value, () => keys().cipherKey(value, suite)),
    dedicatedKey: (value, { securitySuite: suite, dedicatedKind }) => {
      if (String(value).trim().toLowerCase() === 'auto') return undefined;
      return dedicatedKind === 'own' && isBlank(value) ? { key: 'required' } : keys().cipherKey(value, suite);
    },
    signingKey: (value, { securitySuite: suite }) => required(value, () => keys().privateKey(value, suite)),
    serverPublicKey: (value, { securitySuite: suite }) =>
      required(value, () => keys().publicKey(value, suite)),
  };

  /**
   * What is wrong with the value of a field. Fields that do not apply are never wrong, nor is a setting that
   * a flow of an earlier version does not have.
   * @param values of all fields, secrets excepted, and what the lists beside two of them say: counterKind,
   * dedicatedKind
   */
  const deviceProblem = (name, value, values) => {
    if (value === undefined || !shared('dlms-device-rules').applies(name, values)) return undefined;
    const range = integers[name];
    const problem =
      choices[name] === undefined
        ? range && rules().integer(...range)(value)
        : rules().oneOf(choices[name], LATE)(value);
    return problem ?? others[name]?.(value, values);
  };

  const api = { choices, deviceProblem };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
