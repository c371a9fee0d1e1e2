/**
 * Signals from the cells of a spreadsheet, with or without names above the columns, and as cells for one.
 * Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);

  /** The columns in the order of files: property, the name in files, and other names that are understood. */
  const COLUMNS = [
    ['name', 'signal_name', 'name'],
    ['device', 'device_alias', 'device'],
    ['alias', 'signal_alias', 'alias'],
    ['enable', 'enable', 'enabled'],
    ['log', 'log'],
    ['sn', 'SN', 'short_name'],
    ['job', 'job_todo', 'tag_job', 'job'],
    ['todo', 'tag_job_todo', 'todo', 'obis', 'obis_code', 'code', 'logical_name'],
    ['numberType', 'number_type', 'type'],
    ['pulseShortMs', 'pulse_short_time_ms'],
    ['pulseLongMs', 'pulse_long_time_ms'],
    ['attribute', 'attribute', 'attribute_id'],
  ];
  const FILE_COLUMNS = COLUMNS.filter(([property]) => property !== 'attribute');
  const canonical = (name) => name.toLowerCase().replace(/[\s_-]/g, '');
  const PROPERTIES = new Map(
    COLUMNS.flatMap(([property, ...names]) =>
      [property, ...names].map((name) => [canonical(name), property]),
    ),
  );
  const MOST_ROWS = 10_000;

  const codes = () => shared('dlms-obis-code');

  /** Of the first row, where it names the columns: the property of each, or nothing. */
  const headerOf = ([first]) => {
    const properties = first.map((cell) => PROPERTIES.get(canonical(cell)));
    const isHeader = properties.some((property) => property !== undefined) && !first.some(codes().isJob);
    return isHeader
      ? properties.map((property, at) => (properties.indexOf(property) === at ? property : undefined))
      : undefined;
  };

  const CODES = ['todo', 'job'];
  const isOfCodes = (property) => CODES.includes(property);

  /** Names that nobody here knows: above the codes stands something without any digit. */
  const isForeignHeader = ([first, ...body], device) => {
    if (body.length === 0) return false;
    const at = shared('dlms-signals-guess').guessColumns(body, device).findIndex(isOfCodes);
    const name = first[at] ?? '';
    return /^\D+$/.test(name) && !codes().isJob(name) && !shared('dlms-rules').isVariable(name);
  };

  /** `names` above the columns, none where there are none; the `body` below; the property of each column. */
  const partsOf = (cells, device) => {
    const { guessColumns } = shared('dlms-signals-guess');
    const named = headerOf(cells);
    if (named === undefined && !isForeignHeader(cells, device)) {
      const body = listAsColumn(cells);
      return { names: [], body, columns: guessColumns(body, device) };
    }
    const [names, ...body] = cells;
    const guessed = body.length === 0 ? [] : guessColumns(body, device);
    if (named === undefined) return { names, body, columns: guessed };
    if (named.some(isOfCodes)) return { names, body, columns: named };
    const columns = named.map((property, at) =>
      property === undefined && isOfCodes(guessed[at]) ? guessed[at] : property,
    );
    return { names, body, columns };
  };

  /**
   * The rows that cells stand for.
   * @param device the alias of the meter
   * @returns `rows`; `taken`, the properties of the columns that were understood; `left`, the names or numbers
   * of the others; `others`, how many rows of other meters there are. Or the `key` of why there is nothing
   */
  const rowsFromCells = (cells, { device = '' } = {}) => {
    if (cells.length === 0) return { key: 'no-rows' };
    if (cells.length > MOST_ROWS + 1) return { key: 'too-many-rows', most: MOST_ROWS };
    const { names, body, columns } = partsOf(cells, device);
    if (body.length > MOST_ROWS) return { key: 'too-many-rows', most: MOST_ROWS };
    if (!columns.some(isOfCodes)) return { key: 'no-codes' };
    const records = body.map((row) => recordOf(row, columns));
    const { kept, others } = ofDevice(records, device);
    return {
      rows: kept.flatMap(rowsOf),
      taken: columns.filter((property) => property !== undefined),
      left: leftOut(columns, names, body),
      others,
    };
  };

  /** A list of codes, in whatever shape, is one code a row. */
  const listAsColumn = (cells) =>
    cells.flat().every(codes().isCode) && cells.length === 1 ? cells[0].map((cell) => [cell]) : cells;

  const recordOf = (row, columns) => {
    const filled = columns.map((property, at) => [property, row[at] ?? '']);
    return Object.fromEntries(filled.filter(([property, cell]) => property !== undefined && cell !== ''));
  };

  /** Columns with content that are not understood: their names, or their numbers. */
  const leftOut = (columns, names, body) => {
    const width = Math.max(columns.length, ...body.map(({ length }) => length));
    return Array.from({ length: width }, (_, at) => at)
      .filter((at) => columns[at] === undefined && body.some((row) => (row[at] ?? '') !== ''))
      .map((at) => names[at] || String(at + 1));
  };

  /** Where a sheet holds several devices and this is one of them, its rows only. */
  const ofDevice = (records, device) => {
    const own = records.filter((record) => record.device === device);
    const kept = own.length > 0 ? own : records;
    return { kept, others: records.length - kept.length };
  };

  const SWITCH_WORDS = { true: '1', false: '0' };
  const asSwitch = (text) => SWITCH_WORDS[text.toLowerCase()] ?? text;

  /** One signal; or, of a list of codes that share nothing but the request, one for each. */
  const rowsOf = ({ device: _device, attribute, ...record }) => {
    const row = { ...record };
    for (const key of ['enable', 'log']) if (row[key] !== undefined) row[key] = asSwitch(row[key]);
    const type = row.numberType?.toUpperCase();
    if (shared('dlms-signals-rules').NUMBER_TYPES.includes(type)) row.numberType = type;
    if (attribute !== undefined && codes().isCode(`${row.todo}:${attribute}`))
      row.todo = `${row.todo}:${attribute}`;
    return codesOf(row).map((todo) => ({ ...row, ...(todo === undefined ? {} : { todo }) }));
  };

  const codesOf = ({ job, todo, alias, sn }) => {
    if (todo !== undefined || job === undefined || alias !== undefined || sn !== undefined)
      return [undefined];
    const listed = codes().codesIn(job);
    const each = new Map(listed.map((code) => [codes().sameCode(code), code]));
    return each.size < 2 ? [undefined] : [...each.values()];
  };

  /** Rows under the names of files. @param device the alias of the meter */
  const cellsFromRows = (rows, { device = '' } = {}) => [
    FILE_COLUMNS.map(([, name]) => name),
    ...rows.map((row) =>
      FILE_COLUMNS.map(([property]) => (property === 'device' ? device : String(row[property] ?? ''))),
    ),
  ];

  const SIGNAL_COLUMNS = FILE_COLUMNS.map(([property]) => property);
  const api = { rowsFromCells, cellsFromRows, SIGNAL_COLUMNS };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
