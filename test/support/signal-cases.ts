/** Tables of signals, and what is wrong with them: for the runtime and for the edit dialog alike. */

export interface SignalCase {
  readonly what: string;
  readonly rows: readonly object[];
  /** The first problem: the row from 0, its field, and the key of the reason. */
  readonly wrong?: readonly [row: number, field: string, key: string];
}

const row = (more: object): object => ({ todo: '1-0:1.8.0', ...more });
const good = (what: string, ...rows: object[]): SignalCase => ({ what, rows });
const bad = (what: string, field: string, key: string, ...rows: object[]): SignalCase => ({
  what,
  rows,
  wrong: [rows.length - 1, field, key],
});

const CODES: readonly SignalCase[] = [
  ...['1.0.1.8.0.255', '1-0:1.8.0*101', '1.8.0', '1.8', 'F.F', 'C.1.0', '0100010800FF', '1-0-1-8-0'].map(
    (todo) => good(`the code ${todo}`, { todo }),
  ),
  good('a code with an attribute', { todo: '0.0.1.0.0.255:3' }),
  good('an attribute of the manufacturer', { todo: '0.0.1.0.0.255:-3' }),
  good('the state of the link', { todo: 'Device_Status' }),
  good('a code with white space around it', { todo: ' 1.8.0 ' }),
  ...['x.y', '1-0:1.8.256', '1.8.0:0', '1.8.0:128', 'active energy', '1'].map((todo) =>
    bad(`the text ${todo} as a code`, 'todo', 'tag', { todo }),
  ),
  bad('two codes in one row', 'todo', 'one-code', { todo: '1.8.0, 2.8.0' }),
  bad('a comma alone as a code', 'todo', 'one-code', { todo: ',' }),
  bad('a row without a code', 'todo', 'no-code', { alias: 'a' }),
  bad('an empty row', 'todo', 'no-code', {}),
];

const JOBS: readonly SignalCase[] = [
  good('one code in the job and none beside it', { job: '1.8.0' }),
  good('a code out of the job', { job: '1.8.0, 2.8.0', todo: '1-0:2.8.0' }),
  good('an attribute of an object of the job', { job: '1.8.0', todo: '1.8.0:3' }),
  good('the value where the job names its attribute', { job: '1.8.0:2', todo: '1.8.0' }),
  good('the state of the link out of the job', { job: 'device_status,1.8.0', todo: 'device_status' }),
  bad('a code that is not in the job', 'todo', 'not-in-job', { job: '1.8.0, 2.8.0', todo: '3.8.0' }),
  bad('another attribute than that of the job', 'todo', 'not-in-job', { job: '1.8.0:3', todo: '1.8.0' }),
  bad('a job of several codes and none beside it', 'todo', 'which-of-job', { job: '1.8.0, 2.8.0' }),
  bad('a job that is none', 'job', 'tag', { job: '1.8.0, x', todo: '1.8.0' }),
  bad('a job of commas', 'job', 'no-code', { job: ' , ', todo: '1.8.0' }),
];

const ALIASES: readonly SignalCase[] = [
  ...['energy', 'A-1_b', '7'].map((alias) => good(`the alias ${alias}`, row({ alias }))),
  good('the dotted code as an alias', row({ alias: '1.0.1.8.0.255' })),
  good('the dotted code of another object as an alias', row({ alias: '1.0.2.8.0.255:3' })),
  ...['a b', 'a/b', 'Zähler', 'a.b', '1-0:1.8.0', '#'].map((alias) =>
    bad(`the alias ${alias}`, 'alias', 'alias', row({ alias })),
  ),
  good('aliases that differ in case only', row({ alias: 'a' }), row({ alias: 'A' })),
  bad('one alias twice', 'alias', 'twin', row({ alias: 'a' }), { todo: '2.8.0', alias: 'a' }),
  bad('one code twice, in other notations', 'alias', 'twin', { todo: '1.8.0' }, { todo: '1.0.1.8.0.255' }),
  good('one code twice, under two aliases', row({}), row({ alias: 'again' })),
  good('two attributes of one object', { todo: '1.8.0:2' }, { todo: '1.8.0:3' }, { todo: '1.8.0' }),
  bad('the code of one as the alias of another', 'alias', 'twin', row({}), {
    todo: '2.8.0',
    alias: '1.0.1.8.0.255',
  }),
];

const OTHERS: readonly SignalCase[] = [
  ...['FLOAT', 'double', 'Digital', 'INT8', 'uint64', ''].map((numberType) =>
    good(`the number type "${numberType}"`, row({ numberType })),
  ),
  ...['INT128', 'number', 'INT 8'].map((numberType) =>
    bad(`the number type ${numberType}`, 'numberType', 'number-type', row({ numberType })),
  ),
  ...['1', 'true', 'TRUE', 1, true, ''].map((log) =>
    good(`log ${JSON.stringify(log)}`, row({ log, enable: log })),
  ),
  bad('log 2', 'log', 'switch', row({ log: '2' })),
  bad('enable maybe', 'enable', 'switch', row({ enable: 'maybe' })),
  good('a row that is off, whatever it says', {
    enable: '0',
    todo: 'x',
    alias: 'a b',
    numberType: 'y',
    sn: 'z',
  }),
  good('a row that is off, and one like it', row({ enable: false, alias: 'a' }), row({ alias: 'a' })),
  ...['', '0', '64000', '0xFA00', '65535', '0xffff', '+7', '8.0', 9].map((sn) =>
    good(`the short name "${sn}"`, row({ sn })),
  ),
  ...['65536', '0x10000', '-1', 'FA00', '1.5', 'x', '+0x10'].map((sn) =>
    bad(`the short name ${sn}`, 'sn', 'short-name', row({ sn })),
  ),
  good('two pulses', row({ pulseShortMs: '100', pulseLongMs: 500 })),
  good('two pulses of one length', row({ pulseShortMs: '100', pulseLongMs: '100' })),
  good('one pulse', row({ pulseShortMs: '100' })),
  bad('a short pulse of no length', 'pulseShortMs', 'pulse', row({ pulseShortMs: '0' })),
  bad('a long pulse that overflows timers', 'pulseLongMs', 'pulse', row({ pulseLongMs: '2147483648' })),
  bad('a pulse that is no number', 'pulseShortMs', 'pulse', row({ pulseShortMs: 'long' })),
  bad(
    'a short pulse that is the longer one',
    'pulseShortMs',
    'pulse-order',
    row({ pulseShortMs: '500', pulseLongMs: '100' }),
  ),
];

export const SIGNAL_CASES: readonly SignalCase[] = [
  good('no rows'),
  ...CODES,
  ...JOBS,
  ...ALIASES,
  ...OTHERS,
];
