/** A list of codes made a table of signals, and a table made a list. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { signalsOf } from '../../src/meter/signal-table.js';

type Row = Readonly<Record<string, unknown>>;
interface Loss {
  readonly what: string;
  readonly count: number;
}
interface Module {
  rowsFromJob(job: unknown, former?: readonly Row[]): readonly Row[];
  jobFromRows(rows: readonly Row[]): { readonly job: string; readonly lost: readonly Loss[] };
}

const { rowsFromJob, jobFromRows } = require(resolve('resources/dlms-signals-list.js')) as Module;
const variable = '$'.concat('{NAME}');
const lost = (rows: readonly Row[]) => jobFromRows(rows).lost.map(({ what, count }) => `${what} ${count}`);

describe('a list of codes', () => {
  it('becomes one row for each code, once, which the runtime reads as the same signals', () => {
    const job = '1.8.0, 1-0:32.7.0:2 1.0.1.8.0.255\n0.0.1.0.0.255:2, device_status';
    const rows = rowsFromJob(job);
    assert.deepEqual(
      rows.map(({ todo }) => todo),
      ['1.0.1.8.0.255', '1-0:32.7.0:2', '0.0.1.0.0.255:2', 'device_status'],
    );
    assert.deepEqual(signalsOf('', rows), signalsOf(job, []));
  });

  it('keeps what is no code, and a variable, to be corrected in the table', () => {
    assert.deepEqual(
      rowsFromJob(`x, ${variable}`).map(({ todo }) => todo),
      ['x', variable],
    );
    for (const nothing of ['', undefined, ' , ']) assert.deepEqual(rowsFromJob(nothing), []);
  });

  it('takes the rows of the table that it was made of, as far as their codes are still there', () => {
    const former = [
      { todo: '1-0:1.8.0', alias: 'energy', log: '1' },
      { todo: '1-0:2.8.0', alias: 'gone' },
    ];
    const rows = rowsFromJob('1.0.1.8.0.255, 3.8.0', former);
    assert.equal(rows[0], former[0]);
    assert.deepEqual(
      rows.map(({ todo, alias }) => [todo, alias]),
      [
        ['1-0:1.8.0', 'energy'],
        ['3.8.0', ''],
      ],
    );
  });
});

describe('a table of signals', () => {
  it('becomes a list without loss where it holds codes only', () => {
    const rows = [
      { enable: '1', name: '', todo: '1-0:1.8.0', alias: '', numberType: 'DOUBLE', log: '0' },
      { todo: '0.0.1.0.0.255:2', numberType: 'double', log: false, enable: true },
      { job: '2.8.0', alias: '1.0.2.8.0.255' },
    ];
    assert.deepEqual(jobFromRows(rows), { job: '1-0:1.8.0, 0.0.1.0.0.255:2, 2.8.0', lost: [] });
    assert.deepEqual(
      signalsOf(jobFromRows(rows).job, []).map(({ alias }) => alias),
      signalsOf('', rows).map(({ alias }) => alias),
    );
  });

  it('says what a list has no place for', () => {
    const rows = [
      { todo: '1.8.0', name: 'Energy', alias: 'energy', numberType: 'FLOAT', log: '1', sn: '8' },
      { todo: '2.8.0', alias: 'other', pulseShortMs: '5', enable: variable },
      { todo: '1-0:2.8.0' },
    ];
    assert.deepEqual(lost(rows), [
      ...['names 1', 'aliases 2', 'types 1', 'logs 1', 'short-names 1', 'pulses 1', 'switches 1', 'twice 1'],
    ]);
  });

  it('leaves out rows that are off, and those without one code', () => {
    const rows = [
      { todo: '1.8.0', enable: '0', name: 'x' },
      { todo: '2.8.0' },
      { todo: '' },
      { job: '3.8.0,4.8.0' },
    ];
    assert.deepEqual(jobFromRows(rows), {
      job: '2.8.0',
      lost: [
        { what: 'off', count: 1 },
        { what: 'unreadable', count: 2 },
      ],
    });
  });

  it('keeps a variable that is alone: beside others, nothing would be put in its place', () => {
    assert.deepEqual(jobFromRows([{ todo: variable }]), { job: variable, lost: [] });
    assert.deepEqual(jobFromRows([{ todo: variable }, { todo: '1.8.0' }]), {
      job: '1.8.0',
      lost: [{ what: 'unreadable', count: 1 }],
    });
  });
});
