/** What the edit dialog says of a table of signals, beside what the runtime says of it. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { DlmsError } from '../../src/errors.js';
import { NUMBER_TYPES } from '../../src/meter/number-type.js';
import { signalsOf } from '../../src/meter/signal-table.js';
import { SIGNAL_CASES } from '../support/signal-cases.js';

interface Problem {
  readonly field: string;
  readonly key: string;
}
interface TableProblem {
  readonly key: 'signal';
  readonly row: number;
  readonly problem: Problem;
}
interface Rules {
  readonly NUMBER_TYPES: readonly string[];
  signalTable(rows: unknown): TableProblem | undefined;
  tableProblems(rows: readonly object[]): readonly (readonly Problem[])[];
  jobProblem(job: unknown, rows: unknown, trigger: string): { readonly key: string } | undefined;
}

const rules = require(resolve('resources/dlms-signals-rules.js')) as Rules;
const variable = '$'.concat('{NAME}');

/** What the runtime says; undefined where it takes the rows. */
function refusalOf(rows: readonly object[]): string | undefined {
  try {
    signalsOf('', rows as Record<string, unknown>[]);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof DlmsError);
    assert.equal(error.code, 'DLMS_SETTING');
    return error.message;
  }
}

describe('a table of signals, as the runtime and the edit dialog judge it', () => {
  for (const { what, rows, wrong } of SIGNAL_CASES) {
    it(`${wrong === undefined ? 'takes' : 'refuses'} ${what}`, () => {
      const problem = rules.signalTable(rows);
      const found = problem && [problem.row - 1, problem.problem.field, problem.problem.key];
      const refusal = refusalOf(rows);
      if (wrong === undefined) {
        assert.equal(refusal, undefined);
        assert.equal(found, undefined);
        return;
      }
      const [row, field, key] = wrong;
      if (key === 'twin') assert.match(String(refusal), /the alias "[^"]+" is used twice/);
      else assert.ok(refusal?.startsWith(`signals[${row}].${field} `), refusal);
      // Of two with one alias, the dialog marks both.
      assert.deepEqual(found, key === 'twin' ? [0, field, key] : wrong);
    });
  }

  it('agree on rows of whatever words people may write', () => {
    const word = (...words: string[]) => fc.constantFrom('', ...words);
    const row = fc.record({
      enable: word('1', '0', 'on'),
      todo: word('1.8.0', '1-0:1.8.0*255', '2.8.0:3', '2.8.0', 'x', '1.8.0 2.8.0', 'device_status'),
      job: word('1.8.0', '1.8.0,2.8.0', '2.8.0:2', 'y', ','),
      alias: word('a', 'b', '1.0.1.8.0.255', 'a b'),
      numberType: word('FLOAT', 'none'),
      sn: word('12', '70000'),
      log: word('1', 'x'),
      pulseShortMs: word('5', '0'),
      pulseLongMs: word('2', '9'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
        assert.equal(rules.signalTable(rows) === undefined, refusalOf(rows) === undefined);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });

  it('know the same number types', () => {
    assert.deepEqual([...rules.NUMBER_TYPES], [...NUMBER_TYPES]);
  });
});

describe('the rules of the table of signals', () => {
  const fields = ['enable', 'todo', 'job', 'alias', 'numberType', 'log', 'sn', 'pulseShortMs', 'pulseLongMs'];
  for (const field of fields) {
    it(`let a variable stand for ${field}`, () => {
      assert.equal(rules.signalTable([{ todo: '1.8.0', [field]: variable }]), undefined);
    });
  }

  it('name every problem of a row at its field, and each twin by the number of the other', () => {
    const rows = [
      { todo: 'x', alias: 'a b', numberType: 'y', pulseShortMs: '-1' },
      { todo: '1.8.0', alias: 'e' },
      { todo: '2.8.0', alias: 'e' },
    ];
    const problems = rules.tableProblems(rows);
    assert.deepEqual(
      problems.map((list) => list.map(({ field, key }) => `${field} ${key}`)),
      [
        ['todo tag', 'alias alias', 'numberType number-type', 'pulseShortMs pulse'],
        ['alias twin'],
        ['alias twin'],
      ],
    );
    assert.deepEqual(problems[1]?.[0], { field: 'alias', key: 'twin', alias: 'e', other: 3 });
  });

  it('take what older flows, and flows that were made by hand, have in the place of rows', () => {
    for (const rows of [undefined, null, '', 'x', {}, 7, [null, 'x', 5]]) {
      assert.equal(rules.signalTable(rows), undefined);
      assert.equal(rules.jobProblem('1.8.0', rows, 'both'), undefined);
    }
    assert.equal(rules.signalTable([undefined, { todo: '?' }])?.row, 1);
  });

  it('ask for something to read, unless the node may be asked', () => {
    const off = [{ todo: '1.8.0', enable: '0' }];
    assert.deepEqual(rules.jobProblem('', [], 'both'), { key: 'nothing' });
    assert.deepEqual(rules.jobProblem(undefined, undefined, 'scan'), { key: 'nothing' });
    assert.equal(rules.jobProblem('', [], 'input'), undefined);
    assert.deepEqual(rules.jobProblem('', off, 'scan'), { key: 'nothing' });
    assert.equal(rules.jobProblem('', off, 'both'), undefined);
    assert.equal(rules.jobProblem('', [{ ...off[0], enable: variable }], 'scan'), undefined);
    assert.deepEqual(rules.jobProblem('x', [], 'both'), { key: 'tag', value: 'x' });
    assert.equal(rules.jobProblem('x', [{ todo: '1.8.0' }], 'both'), undefined, 'rows count before the list');
  });

  it('judge a table of thousands of rows while one types', () => {
    const rows = Array.from({ length: 5000 }, (_, at) => ({
      todo: `1-${at >> 8}:${at & 255}.8.0`,
      alias: `s${at}`,
    }));
    const before = process.hrtime.bigint();
    assert.ok(rules.tableProblems(rows).every(({ length }) => length === 0));
    const first = Number(process.hrtime.bigint() - before) / 1e6;
    assert.ok(first < 1000, `${first} ms`);
  });
});
