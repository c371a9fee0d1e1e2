/**
 * What the fields of the edit dialogs accept: pure checks, loaded by the editor as `MeterflowDlms` and by
 * the tests as a module. A check returns nothing where the value is fine, else the key of the reason in
 * the catalogue and what to fill into it. The runtime checks everything again; these only tell early.
 */
((scope) => {
  /** An environment variable in place of a value. */
  const isVariable = (value) => /^\$\{[^}]+\}$/.test(String(value ?? '').trim());
  const isBlank = (value) => value === undefined || value === null || String(value).trim() === '';

  /** Lets a variable pass, and a blank where that means "the default". */
  const open =
    (check, { blank = false } = {}) =>
    (value) => {
      if (isVariable(value)) return undefined;
      if (isBlank(value)) return blank ? undefined : { key: 'required' };
      return check(String(value).trim());
    };

  const integer = (least, most, options) =>
    open((text) => {
      const ok = /^-?\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
      return ok ? undefined : { key: 'integer', least, most };
    }, options);

  const oneOf = (allowed, options) =>
    open(
      (text) => (allowed.includes(text) ? undefined : { key: 'one-of', allowed: allowed.join(', ') }),
      options,
    );

  const alias = open((text) => (/^[A-Za-z0-9_-]+$/.test(text) ? undefined : { key: 'alias' }), {
    blank: true,
  });

  const GROUP = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
  const C = `(?:${GROUP}|[CFLP])`;
  const D = `(?:${GROUP}|F)`;
  const NOTATIONS = [
    `${GROUP}(?:\\.${GROUP}){4}(?:[.*&]${GROUP})?`,
    `(?:${GROUP}-${GROUP}:)?${C}\\.${D}(?:\\.${GROUP})?(?:[.*&]${GROUP})?`,
    `${GROUP}(?:-${GROUP}){4}(?:-${GROUP})?`,
    '[0-9a-f]{12}',
  ];
  const TAG = new RegExp(`^(?:${NOTATIONS.join('|')})(?::(?<attribute>-?\\d+))?$`, 'i');

  const isTag = (text) => {
    const match = TAG.exec(text);
    if (match === null) return text.toLowerCase() === 'device_status';
    const { attribute = '2' } = match.groups;
    return Number(attribute) !== 0 && Number(attribute) >= -128 && Number(attribute) <= 127;
  };

  /** One OBIS code with an optional `:attribute`, or `device_status`. */
  const tag = open((text) => (isTag(text) ? undefined : { key: 'tag', value: text }));

  /** A list of tags, separated by commas or white space. */
  const job = open(
    (text) => {
      const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
      if (entries.length === 0) return { key: 'required' };
      const wrong = entries.find((entry) => !isTag(entry));
      return wrong === undefined ? undefined : { key: 'tag', value: wrong };
    },
    { blank: true },
  );

  /** Where meters that are read by short names have an attribute; blank where their object list is to tell. */
  const shortName = open(
    (text) =>
      /^(?:\d+|0x[0-9a-f]+)$/i.test(text) && Number(text) <= 0xffff ? undefined : { key: 'short-name' },
    { blank: true },
  );

  /** The first problem in a table of signals, with the number of its row. */
  const signals = (rows) => {
    for (const [index, row] of (rows ?? []).entries()) {
      const problem = tag(row.todo) ?? alias(row.alias) ?? shortName(row.sn);
      if (problem !== undefined) return { key: 'signal', row: index + 1, problem };
    }
    return undefined;
  };

  const api = { isVariable, isBlank, integer, oneOf, alias, tag, job, shortName, signals };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
