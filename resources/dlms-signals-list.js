/**
 * A list of OBIS codes made a table of signals, and a table made a list: what is carried over, and what a
 * list has no place for. Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);
  const codes = () => shared('dlms-obis-code');
  const isVariable = (value) => shared('dlms-rules').isVariable(value);
  const isBlank = (value) => shared('dlms-rules').isBlank(value);

  const keyOf = (text) => codes().sameCode(text);

  /** The code of a row as it is written; '' where it names none. */
  const codeOf = ({ todo, job }) => {
    const [code = '', ...others] = codes().codesIn(isBlank(todo) ? job : todo);
    return others.length === 0 ? code : '';
  };

  /**
   * One row for each code, once. A variable stays in one row, in which it may hold one code only.
   * @param former rows of the table as it was before, which give what the list has no place for
   */
  const rowsFromJob = (job, former = []) => {
    const known = new Map(former.map((row) => [keyOf(codeOf(row)), row]));
    const listed = new Map(
      codes()
        .codesIn(job)
        .map((code) => [keyOf(code), code]),
    );
    return [...listed].map(
      ([key, todo]) => known.get(key) ?? { ...shared('dlms-signals-model').newRow(), todo },
    );
  };

  const isSet = (value, usual) => !isBlank(value) && String(value).trim().toUpperCase() !== usual;

  /** What a list has no place for, each by the key of its word in the catalogue. */
  const LOSSES = {
    names: ({ name }) => !isBlank(name),
    aliases: (row) => !isBlank(row.alias) && row.alias !== keyOf(codeOf(row)),
    types: ({ numberType }) => isSet(numberType, 'DOUBLE'),
    logs: ({ log }) => isSet(log, '0') && isSet(log, 'FALSE'),
    'short-names': ({ sn }) => !isBlank(sn),
    pulses: ({ pulseShortMs, pulseLongMs }) => !isBlank(pulseShortMs) || !isBlank(pulseLongMs),
    switches: ({ enable }) => isVariable(enable),
  };

  /** Rows that a list leaves out. */
  const leftOut = (rows) => {
    const isOff = (row) => shared('dlms-signals-rules').isOff(row);
    const [off, on] = [rows.filter(isOff), rows.filter((row) => !isOff(row))];
    const isAlone = on.length === 1;
    const kept = on.filter((row) => codeOf(row) !== '' && (isAlone || !isVariable(codeOf(row))));
    return { off: off.length, unreadable: on.length - kept.length, kept };
  };

  /** `job`, and `lost`: how many rows lose what, by the key of the word for it. */
  const jobFromRows = (rows) => {
    const { off, unreadable, kept } = leftOut(rows);
    const listed = new Map(kept.map((row) => [keyOf(codeOf(row)), codeOf(row)]));
    const counts = Object.entries(LOSSES).map(([what, isLost]) => [what, kept.filter(isLost).length]);
    const lost = [...counts, ['off', off], ['unreadable', unreadable], ['twice', kept.length - listed.size]];
    return {
      job: [...listed.values()].join(', '),
      lost: lost.filter(([, count]) => count > 0).map(([what, count]) => ({ what, count })),
    };
  };

  const api = { rowsFromJob, jobFromRows };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
