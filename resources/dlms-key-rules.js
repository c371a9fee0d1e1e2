/**
 * What the fields for keys and system titles accept, as far as their form tells: lengths by security suite,
 * PEM or hexadecimal. Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module. A check
 * returns nothing where the value is fine, else the key of the reason; never anything of the value but how
 * long it is. The runtime checks everything again.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const rules = () => (typeof module === 'object' ? require('./dlms-rules.js') : scope.MeterflowDlms);
  /** What the editor shows in place of a secret that is kept. */
  const KEPT = '__PWRD__';

  const isOpen = (value) => rules().isBlank(value) || rules().isVariable(value) || value === KEPT;

  /** The digits of a hexadecimal text, which may be grouped; nothing for other text. */
  const hexDigits = (text) => {
    const digits = String(text ?? '')
      .replace(/0x/gi, '')
      .replace(/[\s:,-]/g, '');
    return /^[0-9a-f]*$/i.test(digits) ? digits : undefined;
  };

  const hex = (value, needed, key) => {
    const digits = hexDigits(value);
    if (digits === undefined) return { key: `${key}-digits`, needed };
    return digits.length === needed ? undefined : { key, needed, count: digits.length };
  };

  /** Digits of a symmetric key; a suite from a variable may be any. */
  const keyDigits = (suite) => (String(suite).trim() === '2' ? 64 : 32);

  /** A key for AES, of the length that the suite has. */
  const cipherKey = (value, suite) => {
    if (isOpen(value)) return undefined;
    const needed = keyDigits(suite);
    const problem = hex(value, needed, 'key');
    return rules().isVariable(suite) && problem?.count === 64 ? undefined : problem;
  };

  const systemTitle = (value) => (isOpen(value) ? undefined : hex(value, 16, 'title'));

  const PRIVATE = /-----BEGIN (?:EC )?PRIVATE KEY-----/;
  const PUBLIC = /-----BEGIN (?:PUBLIC KEY|CERTIFICATE|X509 CERTIFICATE)-----/;
  const DER = /^30/;
  const FILE = /[/\\.]/;

  /** Octets of a coordinate: of the curve of the suite, or of either where that is not known. */
  const coordinates = (suite) => ({ 1: [32], 2: [48] })[String(suite).trim()] ?? [32, 48];

  /**
   * PEM, hexadecimal, or a file with either.
   * @param lengths in octets, of hexadecimal that is not DER
   * @param head what may stand in front of it
   */
  const curveKey = (value, { label, wrongLabel, wrongSide, lengths, head = '' }) => {
    if (isOpen(value)) return undefined;
    if (value.includes('-----BEGIN')) {
      if (/ENCRYPTED/.test(value)) return { key: 'pem-encrypted' };
      if (!label.test(value)) return { key: wrongLabel.test(value) ? wrongSide : 'pem' };
      return value.includes('-----END') ? undefined : { key: 'pem-cut' };
    }
    const digits = hexDigits(value);
    if (digits === undefined) return FILE.test(value) ? undefined : { key: 'pem-or-hex' };
    if (digits.length % 2 === 1) return { key: 'pem-or-hex' };
    const isHeaded = digits.startsWith(head) && lengths.includes((digits.length - head.length) / 2);
    const fits = isHeaded || lengths.includes(digits.length / 2) || DER.test(digits);
    return fits ? undefined : { key: 'curve-key', allowed: lengths.map((n) => n * 2).join(' / ') };
  };

  /** The private key of this side: PEM, or the scalar. */
  const privateKey = (value, suite) =>
    curveKey(value, {
      label: PRIVATE,
      wrongLabel: PUBLIC,
      wrongSide: 'pem-public',
      lengths: coordinates(suite),
    });

  /** The public key or certificate of the meter: PEM, or x‖y with or without 04 in front. */
  const publicKey = (value, suite) =>
    curveKey(value, {
      label: PUBLIC,
      wrongLabel: PRIVATE,
      wrongSide: 'pem-private',
      lengths: coordinates(suite).map((n) => 2 * n),
      head: '04',
    });

  const api = { KEPT, hexDigits, cipherKey, keyDigits, systemTitle, privateKey, publicKey };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
