/**
 * What is wrong with the rows of a table of signals, by the rules of the runtime. Pure; loaded by the editor
 * as `MeterflowDlms`, and by the tests as a module. A problem is `{ field, key, … }`: the key of the row, the
 * key of the reason in the catalogue, and what to fill into it. A variable may stand for anything.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);
  const isBlank = (value) => shared('dlms-rules').isBlank(value);
  const isVariable = (value) => shared('dlms-rules').isVariable(value);
  const codes = () => shared('dlms-obis-code');

  const NUMBER_TYPES = [
    ...['FLOAT', 'DOUBLE', 'DIGITAL', 'INT8', 'INT16', 'INT32', 'INT64'],
    ...['UINT8', 'UINT16', 'UINT32', 'UINT64'],
  ];
  const SWITCH = { '': undefined, 0: false, 1: true, false: false, true: true };
  const INTEGER = /^[+-]?(?:\d+(?:\.0*)?|0x[0-9a-f]+)$/i;
  const LARGEST_SHORT_NAME = 0xffff;
  const LONGEST_PULSE_MS = 2 ** 31 - 1;
  /** Of the classes that have a value of their own: the attribute that it is. */
  const VALUE = 2;

  const textOf = (value) => {
    if (Array.isArray(value)) return value.map(textOf).join(',');
    return isBlank(value) ? '' : String(value).trim();
  };

  /** true, false, or undefined where a variable decides, or nothing that is understood stands there. */
  const switchedOn = (value, usual) => {
    const text = textOf(value).toLowerCase();
    return text === '' ? usual : SWITCH[text];
  };
  const isOff = (row) => switchedOn(row.enable, true) === false;

  /** What the runtime takes for rows. */
  const rowsIn = (rows) =>
    Array.isArray(rows) ? rows.filter((row) => typeof row === 'object' && row !== null) : [];

  const isSwitch = (text) => Object.hasOwn(SWITCH, text.toLowerCase());
  const isNumberType = (text) => NUMBER_TYPES.includes(text.toUpperCase());
  const isInteger = (text, least, most) =>
    INTEGER.test(text) && Number(text) >= least && Number(text) <= most;

  /** Of a field that is set and no variable. */
  const simpleChecks = {
    enable: (value) => (isSwitch(value) ? undefined : { key: 'switch', value }),
    alias: (value) => (isAlias(value) ? undefined : { key: 'alias' }),
    numberType: (value) =>
      isNumberType(value) ? undefined : { key: 'number-type', value, allowed: NUMBER_TYPES.join(', ') },
    log: (value) => (isSwitch(value) ? undefined : { key: 'switch', value }),
    sn: (value) => (isInteger(value, 0, LARGEST_SHORT_NAME) ? undefined : { key: 'short-name' }),
    pulseShortMs: (value) => (isInteger(value, 1, LONGEST_PULSE_MS) ? undefined : { key: 'pulse' }),
    pulseLongMs: (value) => (isInteger(value, 1, LONGEST_PULSE_MS) ? undefined : { key: 'pulse' }),
  };

  /** The dotted code, which is what an alias is where none was chosen, may also be written out. */
  const isAlias = (value) => {
    if (/^[A-Za-z0-9_-]+$/.test(value)) return true;
    const tag = codes().parseCode(value);
    return tag !== undefined && codes().formatTag(tag) === value;
  };

  /** A job of objects fetches their values, whether or not the attribute is written. */
  const covers = (fetched, wanted) =>
    fetched.code === wanted.code &&
    (fetched.attribute === undefined || fetched.attribute === (wanted.attribute ?? VALUE));

  const todoProblem = (todo, { tags, wrong }) => {
    if (wrong !== undefined) return { key: 'tag', value: todo };
    return tags.length === 1 ? undefined : { key: 'one-code', value: todo };
  };

  /** Which value a row names: `tag`, or what is wrong; neither where a variable is to tell. */
  const namedValue = (row) => {
    const [todo, job] = [textOf(row.todo), textOf(row.job)];
    const [wanted, fetched] = [todo, job].map((text) => codes().parseJob(text));
    const isOpen = { todo: isVariable(todo), job: isVariable(job) };
    const isList = job !== '' && !isOpen.job;
    if (isList && fetched.tags.length === 0) return problem('job', { key: 'no-code' });
    if (isList && fetched.wrong !== undefined) return problem('job', { key: 'tag', value: fetched.wrong });
    if (isOpen.todo || (todo === '' && isOpen.job)) return {};
    if (todo === '') return isList ? onlyTag(fetched.tags, job) : problem('todo', { key: 'no-code' });
    const wrong = todoProblem(todo, wanted);
    if (wrong !== undefined) return problem('todo', wrong);
    const [tag] = wanted.tags;
    const isFetched = !isList || fetched.tags.some((each) => covers(each, tag));
    return isFetched ? { tag } : { tag, ...problem('todo', { key: 'not-in-job', job }) };
  };

  const onlyTag = (tags, job) =>
    tags.length === 1 ? { tag: tags[0] } : problem('todo', { key: 'which-of-job', job });

  const problem = (field, reason) => ({ problem: { field, ...reason } });

  const pulsesProblem = (row) => {
    const [short, long] = [row.pulseShortMs, row.pulseLongMs].map((value) => Number(textOf(value)));
    return short > long && long > 0 ? [{ field: 'pulseShortMs', key: 'pulse-order', long }] : [];
  };

  const checkRow = (row) => {
    if (isOff(row)) return { isOff: true, problems: [], alias: undefined };
    const fields = Object.keys(simpleChecks).flatMap((field) => {
      const text = textOf(row[field]);
      const wrong = text === '' || isVariable(text) ? undefined : simpleChecks[field](text);
      return wrong === undefined ? [] : [{ field, ...wrong }];
    });
    const { tag, problem: wrong } = namedValue(row);
    const alias = textOf(row.alias) || (tag === undefined ? '' : codes().formatTag(tag));
    const problems = [...(wrong === undefined ? [] : [wrong]), ...fields];
    if (!problems.some(({ key }) => key === 'pulse')) problems.push(...pulsesProblem(row));
    return { isOff: false, problems, tag, alias: alias === '' || isVariable(alias) ? undefined : alias };
  };

  const checked = new WeakMap();

  /** Of one row by itself: `isOff`, its `problems`, `tag` and `alias`. Rows are never changed, only replaced. */
  const rowCheck = (row) => {
    if (!checked.has(row)) checked.set(row, checkRow(row));
    return checked.get(row);
  };

  /** The numbers of the rows that have an alias, from 1. */
  const rowsByAlias = (checks) => {
    const rows = new Map();
    for (const [index, { alias }] of checks.entries()) {
      if (!rows.has(alias)) rows.set(alias, []);
      rows.get(alias).push(index + 1);
    }
    rows.delete(undefined);
    return rows;
  };

  /** The problems of each row, in the order of the rows. */
  const tableProblems = (rows, check = rowCheck) => {
    const checks = rows.map((row) => check(row));
    const owners = rowsByAlias(checks);
    return checks.map(({ problems, alias }, index) => {
      const other = owners.get(alias)?.find((number) => number !== index + 1);
      return other === undefined ? problems : [...problems, { field: 'alias', key: 'twin', alias, other }];
    });
  };

  /** The first problem of a whole table of whatever origin, with the number of its row. */
  const signalTable = (rows) => {
    const problems = tableProblems(rowsIn(rows), checkRow);
    const index = problems.findIndex(({ length }) => length > 0);
    return index < 0 ? undefined : { key: 'signal', row: index + 1, problem: problems[index][0] };
  };

  /** What is wrong with the list of codes, which counts where there are no rows. */
  const jobProblem = (job, rows, trigger) => {
    const isTable = rowsIn(rows).length > 0;
    const problem = isTable ? undefined : shared('dlms-rules').job(job);
    if (problem !== undefined) return problem;
    // A node that may be asked can wait for a job in a message.
    const isAsked = trigger === 'input' || (isTable && trigger !== 'scan');
    const isIdle = isTable ? rowsIn(rows).every(isOff) : isBlank(job);
    return isIdle && !isAsked ? { key: 'nothing' } : undefined;
  };

  const api = { NUMBER_TYPES, switchedOn, isOff, rowsIn, rowCheck, tableProblems, signalTable, jobProblem };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
