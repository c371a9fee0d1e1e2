/**
 * What belongs together in the settings of a simulator: which fields apply to the values of the others, and
 * what each of them accepts then. Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module.
 * The runtime checks everything again.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);
  const isBlank = (value) => shared('dlms-rules').isBlank(value);
  const isVariable = (value) => shared('dlms-rules').isVariable(value);

  const choices = {
    framing: ['hdlc', 'wrapper', 'iec'],
    referencing: ['both', 'LN', 'SN'],
    auth: ['None', 'Low', 'High', 'HighMd5', 'HighSha1', 'HighGmac', 'HighSha256', 'HighEcdsa'],
    security: ['None', 'Authentication', 'Encryption', 'AuthenticationEncryption'],
    securitySuite: ['0', '1', '2'],
  };

  /** A variable may be anything; nothing is the first choice, as flows of earlier versions have it. */
  const may = (value, ...options) => isVariable(value) || options.includes(value);
  const none = (value) => isBlank(value) || value === 'None';

  /** What the form shows, by the names in its `data-when`. */
  const simulatorGroups = ({ auth, security, securitySuite }) => {
    const ciphered = !none(security) || may(auth, 'HighGmac');
    const signatures = may(securitySuite, '1', '2');
    return {
      password: may(auth, 'Low', 'High', 'HighMd5', 'HighSha1', 'HighSha256'),
      ciphered,
      suite: ciphered || may(auth, 'HighEcdsa'),
      title: ciphered || may(auth, 'HighSha256', 'HighEcdsa'),
      signing: may(auth, 'HighEcdsa') || (ciphered && signatures),
    };
  };

  const integers = {
    port: [1, 65_535, {}],
    logicalAddress: [1, 16_381, { blank: true }],
    physicalAddress: [1, 16_381, { blank: true }],
    meters: [1, 1000, { blank: true }],
  };

  const securitySuite = (value, { auth }) =>
    auth === 'HighEcdsa' && (isBlank(value) || value === '0') ? { key: 'suite-signing' } : undefined;

  const key = (value, other, suite) => {
    if (isBlank(value)) return isBlank(other) ? undefined : { key: 'key-pair' };
    return shared('dlms-key-rules').cipherKey(value, suite);
  };

  const signing = (value, other, { auth }, check) => {
    const lacking = isBlank(value) && !isBlank(other) && auth === 'HighEcdsa';
    return lacking ? { key: 'key-pair' } : check();
  };

  const checks = {
    securitySuite,
    password: (value) => (isBlank(value) ? { key: 'required' } : undefined),
    blockCipherKey: (value, values) => key(value, values.authenticationKey, values.securitySuite),
    authenticationKey: (value, values) =>
      values.security === 'Encryption' && isBlank(value)
        ? undefined
        : key(value, values.blockCipherKey, values.securitySuite),
    systemTitle: (value) => shared('dlms-key-rules').systemTitle(value),
    signingKey: (value, values) =>
      signing(value, values.clientPublicKey, values, () =>
        shared('dlms-key-rules').privateKey(value, values.securitySuite),
      ),
    clientPublicKey: (value, values) =>
      signing(value, values.signingKey, values, () =>
        shared('dlms-key-rules').publicKey(value, values.securitySuite),
      ),
  };

  /** Where a field is shown only for some values of the others. */
  const group = {
    password: 'password',
    securitySuite: 'suite',
    blockCipherKey: 'ciphered',
    authenticationKey: 'ciphered',
    systemTitle: 'title',
    signingKey: 'signing',
    clientPublicKey: 'signing',
  };

  /** The problem of one field, if any; what is not shown has none. */
  const simulatorProblem = (name, value, values) => {
    if (name in group && !simulatorGroups(values)[group[name]]) return undefined;
    const { integer, oneOf } = shared('dlms-rules');
    if (name in integers) return integer(...integers[name])(value);
    const problem = name in choices ? oneOf(choices[name], { blank: true })(value) : undefined;
    return problem ?? checks[name]?.(value ?? '', values);
  };

  const api = { simulatorChoices: choices, simulatorGroups, simulatorProblem };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
