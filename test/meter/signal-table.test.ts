import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { signalsOf, signalsOfJob } from '../../src/meter/signal-table.js';

const aliases = (signals: readonly { readonly alias: string }[]) => signals.map(({ alias }) => alias);

function refusal(run: () => unknown): string {
  let message = '';
  assert.throws(run, (error) => {
    assert.ok(error instanceof DlmsError);
    assert.equal(error.code, 'DLMS_SETTING');
    assert.equal(error.layer, 'settings');
    message = error.message;
    return true;
  });
  return message;
}

describe('the table of signals', () => {
  it('makes a signal of each code of the job where there are no rows, each code once', () => {
    const signals = signalsOf('1-0:1.8.0, 1.0.16.7.0 1-0:1.8.0*255, 0.0.1.0.0.255:3, device_status', []);
    assert.deepEqual(aliases(signals), [
      '1.0.1.8.0.255',
      '1.0.16.7.0.255',
      '0.0.1.0.0.255:3',
      'device_status',
    ]);
    assert.deepEqual(signals[2], {
      alias: '0.0.1.0.0.255:3',
      tag: { kind: 'attribute', logicalName: '0.0.1.0.0.255', attributeId: 3 },
      numberType: 'DOUBLE',
      log: false,
    });
  });

  it('is empty where neither rows nor a job are given', () => {
    assert.deepEqual(signalsOf('', []), []);
    assert.deepEqual(signalsOf(undefined, []), []);
  });

  it('prefers the rows to the job, and leaves out what is switched off, also as text', () => {
    const rows = [
      { todo: '1-0:1.8.0', alias: 'energy', numberType: 'uint32', log: '1', enable: '1' },
      { todo: '1-0:2.8.0', alias: 'off', enable: '0' },
      { todo: 'nonsense', alias: 'off-too', enable: 0 },
      { job: '1-0:32.7.0' },
    ];
    const signals = signalsOf('1-0:9.7.0', rows);
    assert.deepEqual(aliases(signals), ['energy', '1.0.32.7.0.255']);
    assert.equal(signals[0]?.numberType, 'UINT32');
    assert.equal(signals[0]?.log, true);
    assert.equal(signals[1]?.numberType, 'DOUBLE');
  });

  it('gives a code its short name, decimal or hexadecimal', () => {
    const rows = [
      { todo: '1.8.0', sn: '64008' },
      { todo: '2.8.0', alias: 'b', sn: '0xFA08' },
      { todo: '3.8.0', sn: '' },
      { todo: '4.8.0', sn: 0 },
    ];
    assert.deepEqual(
      signalsOf('', rows).map(({ tag }) => ('shortName' in tag ? tag.shortName : undefined)),
      [64008, 64008, undefined, 0],
    );
  });

  const refused: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ['a code that is none', { todo: 'x.y' }, /signals\[0\]\.todo "x\.y" is not allowed/],
    ['two codes in one row', { todo: '1.8.0, 2.8.0' }, /signals\[0\]\.todo/],
    [
      'a short name beyond 16 bits',
      { todo: '1.8.0', sn: '65536' },
      /signals\[0\]\.sn "65536" is not allowed/,
    ],
    ['no code', { alias: 'a' }, /signals\[0\]\.todo is not set/],
    ['an alias with a slash', { todo: '1.8.0', alias: 'a/b' }, /signals\[0\]\.alias "a\/b" is not allowed/],
    [
      'an unknown number type',
      { todo: '1.8.0', numberType: 'INT128' },
      /numberType "INT128" is not allowed: FLOAT/,
    ],
    ['a switch that is none', { todo: '1.8.0', enable: 'maybe' }, /enable "maybe" is not allowed/],
  ];
  for (const [what, row, expected] of refused) {
    it(`refuses ${what} with its place, its value and what is allowed`, () => {
      assert.match(
        refusal(() => signalsOf('', [row])),
        expected,
      );
    });
  }

  it('refuses two signals of one alias', () => {
    const rows = [
      { todo: '1.8.0', alias: 'a' },
      { todo: '2.8.0', alias: 'a' },
    ];
    assert.match(
      refusal(() => signalsOf('', rows)),
      /alias "a" is used twice/,
    );
  });
});

describe('a job in a message', () => {
  it('may be a text or an array, and keeps the aliases that the table gives', () => {
    const known = signalsOf('', [{ todo: '1-0:1.8.0', alias: 'energy' }]);
    assert.deepEqual(aliases(signalsOfJob(['1.0.1.8.0.255', '1-0:2.8.0'], 'msg.job', known)), [
      'energy',
      '1.0.2.8.0.255',
    ]);
    assert.deepEqual(aliases(signalsOfJob('1.8.0,2.8.0', 'msg.job')), ['1.0.1.8.0.255', '1.0.2.8.0.255']);
  });

  for (const job of [42, {}, [1], [['1.8.0']], true]) {
    it(`is refused when it is ${JSON.stringify(job)}`, () => {
      assert.match(
        refusal(() => signalsOfJob(job, 'msg.job')),
        /msg\.job/,
      );
    });
  }
});
