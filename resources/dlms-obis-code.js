/**
 * OBIS codes as people write them, and lists of them, read as the runtime reads them. Pure; loaded by the
 * editor as `MeterflowDlms`, and by the tests as a module. A tag is `{ code, attribute }`: the dotted code of
 * six groups or `device_status`, and the attribute's number where one is written.
 */
((scope) => {
  const ATTRIBUTE = '(?::(?<attribute>-?\\d+))?';
  const F = '(?<f>\\d+)';

  const NOTATIONS = [
    // 1.0.1.8.0.255, 1.0.1.8.0
    `(?<a>\\d+)\\.(?<b>\\d+)\\.(?<c>\\d+)\\.(?<d>\\d+)\\.(?<e>\\d+)(?:[.*&]${F})?`,
    // 1-0:1.8.0*255, 1-0:1.8.0, 1.8.0, 1.8, F.F
    `(?:(?<a>\\d+)-(?<b>\\d+):)?(?<c>\\d+|[CFLP])\\.(?<d>\\d+|F)(?:\\.(?<e>\\d+))?(?:[.*&]${F})?`,
    // 1-0-1-8-0-255, 1-0-1-8-0
    `(?<a>\\d+)-(?<b>\\d+)-(?<c>\\d+)-(?<d>\\d+)-(?<e>\\d+)(?:-${F})?`,
    '(?<octets>[0-9a-f]{12})',
  ].map((notation) => new RegExp(`^${notation}${ATTRIBUTE}$`, 'i'));

  /** Letters that displays show for value group C. */
  const LETTERS = { C: 96, F: 97, L: 98, P: 99 };
  const DEFAULTS = { a: '1', b: '0', e: '0', f: '255' };
  const DEVICE_STATUS = 'device_status';

  const groupsOf = ({ octets, ...groups }) => {
    if (octets !== undefined) return octets.match(/../g).map((digits) => Number.parseInt(digits, 16));
    return ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => {
      const written = groups[name] ?? DEFAULTS[name];
      return LETTERS[written.toUpperCase()] ?? Number(written);
    });
  };

  const isAttribute = (id) => id !== 0 && id >= -128 && id <= 127;

  /** One code without white space around it; nothing where it is none. */
  const parseCode = (text) => {
    if (text.toLowerCase() === DEVICE_STATUS) return { code: DEVICE_STATUS };
    const found = NOTATIONS.map((notation) => notation.exec(text)).find((match) => match !== null);
    if (found === undefined) return undefined;
    const { attribute, ...written } = found.groups;
    const groups = groupsOf(written);
    if (groups.some((group) => group > 255)) return undefined;
    const code = groups.join('.');
    if (attribute === undefined) return { code };
    return isAttribute(Number(attribute)) ? { code, attribute: Number(attribute) } : undefined;
  };

  /** The codes of a list as they are written: commas or white space part them. */
  const codesIn = (text) =>
    String(text ?? '')
      .split(/[\s,]+/)
      .filter((code) => code !== '');

  /** `tags` of a list, each once for each time that it is written; `wrong` is the first that is no code. */
  const parseJob = (text) => {
    const codes = codesIn(text);
    const tags = codes.map(parseCode);
    return { tags, wrong: codes[tags.indexOf(undefined)] };
  };

  const isCode = (text) => parseCode(text) !== undefined;
  const isJob = (text) => codesIn(text).length > 0 && codesIn(text).every(isCode);

  /** The dotted code, with `:n` where an attribute was written: also the alias where none was chosen. */
  const formatTag = ({ code, attribute }) => (attribute === undefined ? code : `${code}:${attribute}`);

  /** One text for all notations of a code; of what is no code, the text itself. */
  const sameCode = (text) => {
    const tag = parseCode(text);
    return tag === undefined ? text : formatTag(tag);
  };

  /** `1-0:1.8.0`, as the standard prints it; the current billing period is left out. */
  const printCode = (code) => {
    const [a, b, c, d, e, f] = code.split('.');
    if (f === undefined) return code;
    return `${a}-${b}:${c}.${d}.${e}${f === '255' ? '' : `*${f}`}`;
  };

  /** What is written before and behind the colon of an attribute; of what is no code, all before it. */
  const splitAttribute = (text) => {
    const written = String(text ?? '').trim();
    const { attribute } = parseCode(written) ?? {};
    if (attribute === undefined) return { before: written, attribute: '' };
    return { before: written.slice(0, written.lastIndexOf(':')), attribute: String(attribute) };
  };

  const api = { parseCode, codesIn, parseJob, isCode, isJob, formatTag, sameCode, printCode, splitAttribute };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
