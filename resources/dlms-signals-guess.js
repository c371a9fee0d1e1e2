/**
 * Which column of a table without names holds what, told from its cells. Pure; loaded by the editor as
 * `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);
  const rules = () => shared('dlms-signals-rules');
  const codes = () => shared('dlms-obis-code');

  const CODES = ['code', 'list'];
  /** A column of codes may hold some that are wrong: they are marked afterwards. */
  const MOSTLY = 0.6;

  const isSwitch = (cell) => /^(?:0|1|true|false)$/i.test(cell);
  const isType = (cell) => rules().NUMBER_TYPES.includes(cell.toUpperCase());
  const isInteger = (cell) => /^(?:\d+|0x[0-9a-f]+)$/i.test(cell);
  const isAlias = (cell) => /^[A-Za-z0-9_-]+$/.test(cell);

  /** `230.4` may be a code, but is more likely a value. */
  const codeKind = (lists) => {
    if (!lists.every(codes().isCode)) return 'list';
    return lists.some((cell) => /[-:a-z]|\..*\./i.test(cell)) ? 'code' : 'short';
  };

  /** What the cells of a column are; nothing for an empty one. */
  const kindOf = (cells, device) => {
    const written = cells.filter((cell) => cell !== '');
    const filled = written.filter((cell) => !shared('dlms-rules').isVariable(cell));
    // Anything may stand for a variable; where there is nothing better, a code.
    if (filled.length === 0) return written.length === 0 ? undefined : 'variable';
    const all = (check) => filled.every(check);
    const lists = filled.filter((cell) => codes().isJob(cell));
    if (lists.length >= filled.length * MOSTLY) return codeKind(lists);
    if (all(isType)) return 'type';
    if (all(isSwitch)) return 'switch';
    if (all(isInteger)) return undefined;
    if (device !== '' && all((cell) => cell === device)) return 'device';
    return all(isAlias) && new Set(filled).size === filled.length ? 'alias' : 'text';
  };

  /** As files have them, from the first column on: what a copied sheet without its first row looks like. */
  const isInFileOrder = (kinds) =>
    CODES.includes(kinds[6]) && kinds[7] === 'code' && [undefined, 'type'].includes(kinds[8]);

  /** The columns of a job and of the code out of it; nothing where no two columns fit so. */
  const jobAndCode = (rows, kinds) => {
    const places = kinds.flatMap((kind, at) => (CODES.includes(kind) ? [at] : []));
    const pairs = places.flatMap((job) => places.map((todo) => [job, todo]));
    return pairs.find(([job, todo]) => {
      const both = rows.filter((row) => (row[job] ?? '') !== '' && (row[todo] ?? '') !== '');
      const fitting = both.filter((row) => holds(row[job], row[todo]));
      return job !== todo && kinds[todo] === 'code' && fitting.length > both.length * MOSTLY;
    });
  };

  const holds = (list, code) => {
    const [listed, wanted] = [list, code].map((text) =>
      codes()
        .parseJob(text)
        .tags.map((tag) => tag?.code),
    );
    return listed.includes(wanted[0]);
  };

  const guessColumns = (rows, device) => {
    const width = Math.max(...rows.map(({ length }) => length));
    const kinds = Array.from({ length: width }, (_, at) =>
      kindOf(
        rows.map((row) => row[at] ?? ''),
        device,
      ),
    );
    if (isInFileOrder(kinds)) return shared('dlms-signals-import').SIGNAL_COLUMNS.slice(0, width);
    const columns = new Array(width).fill(undefined);
    const take = (property, ...wanted) => {
      const at = kinds.findIndex((kind, index) => columns[index] === undefined && wanted.includes(kind));
      if (at >= 0) columns[at] = property;
      return at >= 0;
    };
    const [job, todo] = jobAndCode(rows, kinds) ?? [];
    if (job === undefined)
      take('todo', 'code') || take('job', 'list') || take('todo', 'short') || take('todo', 'variable');
    else {
      columns[job] = 'job';
      columns[todo] = 'todo';
    }
    take('numberType', 'type');
    take('enable', 'switch') && take('log', 'switch');
    take('device', 'device');
    const hasText = kinds.includes('text');
    take('name', 'text');
    take('alias', 'alias');
    if (!hasText) take('name', 'alias');
    return columns;
  };

  const api = { guessColumns };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
