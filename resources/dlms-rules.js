/**
 * What the fields of the edit dialogs accept: pure checks, loaded by the editor as `MeterflowDlms` and by
 * the tests as a module. A check returns nothing where the value is fine, else the key of the reason in
 * the catalogue and what to fill into it. The runtime checks everything again; these only tell early.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const codes = () => (typeof module === 'object' ? require('./dlms-obis-code.js') : scope.MeterflowDlms);

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

  /** One OBIS code with an optional `:attribute`, or `device_status`. */
  const tag = open((text) =>
    codes().parseCode(text) === undefined ? { key: 'tag', value: text } : undefined,
  );

  /** A list of tags, separated by commas or white space. */
  const job = open(
    (text) => {
      const { tags, wrong } = codes().parseJob(text);
      if (tags.length === 0) return { key: 'required' };
      return wrong === undefined ? undefined : { key: 'tag', value: wrong };
    },
    { blank: true },
  );

  const api = { isVariable, isBlank, integer, oneOf, alias, tag, job };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
