import assert from 'node:assert/strict';
import { problemsOf, read, variable } from './files.js';

const devices = [{ device_alias: 'a', ip: '10.0.0.1' }];
const signalsOf = async (...signals: object[]) => (await read('a.json', { devices, signals })).signals;
const problems = (...signals: object[]) => problemsOf('a.json', { devices, signals });

describe('a row of signals in a file', () => {
  it('short names, decimal or hexadecimal', async () => {
    const given = [64008, '64009', '0xFA08', '', 0];
    const rows = given.map((SN, at) => ({
      device_alias: 'a',
      signal_alias: `s${at}`,
      tag_job_todo: '1.8.0',
      SN,
    }));
    const tags = (await signalsOf(...rows)).map(({ signal }) => signal?.tag);
    assert.deepEqual(
      tags.map((tag) => tag?.kind === 'attribute' && tag.shortName),
      [64008, 64009, 64008, undefined, 0],
    );
  });

  it('without a tag_job_todo stands for each code of its job, once', async () => {
    const row = {
      signal_name: 'x',
      device_alias: 'a',
      job_todo: '1.8.0, 1-0:2.8.0 1.0.1.8.0.255, device_status',
    };
    const signals = await signalsOf(row);
    assert.deepEqual(
      signals.map(({ row: { todo }, signal }) => [todo, signal?.alias]),
      [
        ['1.0.1.8.0.255', '1.0.1.8.0.255'],
        ['1-0:2.8.0', '1.0.2.8.0.255'],
        ['device_status', 'device_status'],
      ],
    );
  });

  it('whose job lists so many codes that they would fill the memory is refused where it stands', async () => {
    const codes = Array.from({ length: 30_000 }, (_, at) => `1.${at % 200}.${Math.floor(at / 200)}`);
    const [fault, ...others] = await problems(
      { device_alias: 'a', job_todo: codes.join(',') },
      { device_alias: 'a', job_todo: '1.8.0, 2.8.0' },
    );
    assert.equal(
      fault,
      'signals[0], line 1: job_todo lists 30000 codes, and that is too much for one file: give it fewer',
    );
    assert.deepEqual(others, []);
  });

  it('takes one code of its job, in any notation, with the attribute where it is none of its own', async () => {
    const signals = await signalsOf(
      { device_alias: 'a', job_todo: '1.8.0,2.8.0', tag_job_todo: '1.0.1.8.0.255:3' },
      { device_alias: 'a', job_todo: '1.8.0:2', tag_job_todo: '1.8.0' },
      { device_alias: 'a', job_todo: 'device_status', tag_job_todo: 'DEVICE_STATUS' },
    );
    assert.deepEqual(
      signals.map(({ signal }) => signal?.alias),
      ['1.0.1.8.0.255:3', '1.0.1.8.0.255', 'device_status'],
    );
  });

  const refused: readonly (readonly [what: string, row: object, ...problems: string[]])[] = [
    ['no device', { job_todo: '1.8.0', device_alias: '' }, 'device_alias is not set'],
    ['no code', {}, 'tag_job_todo is not set: an OBIS code, such as 1-0:1.8.0'],
    [
      'a code that is none',
      { tag_job_todo: '1.8.0.x' },
      'tag_job_todo "1.8.0.x" is not allowed: one OBIS code, such as 1-0:1.8.0, with :attribute where needed',
    ],
    [
      'a code that is not in its job',
      { job_todo: '1.8.0,2.8.0', tag_job_todo: '3.8.0' },
      'tag_job_todo "3.8.0" is not in job_todo: 1.0.1.8.0.255, 1.0.2.8.0.255',
    ],
    [
      'another attribute than its job has',
      { job_todo: '1.8.0:3', tag_job_todo: '1.8.0' },
      'tag_job_todo "1.8.0" is not in job_todo: 1.0.1.8.0.255:3',
    ],
    [
      'one alias for several codes',
      { job_todo: '1.8.0,2.8.0', signal_alias: 'x' },
      'tag_job_todo is not set: one of the codes in job_todo: 1.0.1.8.0.255, 1.0.2.8.0.255',
    ],
    [
      'a code that is none among others',
      { job_todo: '1.8.0, x' },
      'job_todo "1.8.0, x" is not allowed, "x" is not an OBIS code: OBIS codes with commas between them',
    ],
    ['a code that is a number', { job_todo: 1.8 }, 'job_todo is the number 1.8: write the OBIS code as text'],
    [
      'an alias with a slash',
      { job_todo: '1.8.0', signal_alias: 'a/b' },
      'signal_alias "a/b" is not allowed: letters a…z, digits, _ and -',
    ],
    [
      'a number type that is none',
      { job_todo: '1.8.0', number_type: 'INT7' },
      'number_type "INT7" is not allowed: FLOAT, DOUBLE, DIGITAL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64',
    ],
    ['a switch that is none', { job_todo: '1.8.0', log: 2 }, 'log "2" is not allowed: 0, 1, true, false'],
    [
      'a short name beyond 16 bits',
      { job_todo: '1.8.0', SN: 65536 },
      'SN "65536" is not allowed: 0…65535, or 0x0…0xFFFF',
    ],
    [
      'pulses that are none',
      { job_todo: '1.8.0', pulse_short_time_ms: 0, pulse_long_time_ms: 1.5 },
      'pulse_short_time_ms "0" is not allowed: 1…2147483647',
      'pulse_long_time_ms "1.5" is not allowed: 1…2147483647',
    ],
    [
      'a short pulse that is longer than the long one',
      { job_todo: '1.8.0', pulse_short_time_ms: 501, pulse_long_time_ms: 500 },
      'pulse_short_time_ms "501" is longer than pulse_long_time_ms, which is 500',
    ],
  ];
  for (const [what, row, ...expected] of refused) {
    it(`is refused with ${what}`, async () => {
      const told = await problems({ device_alias: 'a', ...row });
      assert.deepEqual(
        told,
        expected.map((text) => `signals[0], line 1: ${text}`),
      );
    });
  }

  it('that is switched off may be incomplete, but not wrong', async () => {
    const [signal] = await signalsOf({ device_alias: 'a', enable: 0 });
    assert.deepEqual(signal, { device: 'a', enabled: false, row: { enable: 0 }, signal: undefined });
    assert.equal((await problems({ device_alias: 'a', enable: 0, job_todo: 'x' })).length, 1);
  });

  it('needs an alias of its own on its device, as far as it is switched on', async () => {
    const row = { device_alias: 'a', job_todo: '1.8.0' };
    assert.equal((await signalsOf(row, { ...row, enable: 0 }, { ...row, signal_alias: 'b' })).length, 3);
    assert.deepEqual(await problems(row, { ...row, tag_job_todo: '1-0:1.8.0' }), [
      'signals[1], line 1: signal_alias "1.0.1.8.0.255" stands at more than one signal of a, also at signals[0], line 1',
    ]);
  });

  it('may leave its code to a variable', async () => {
    const row = { device_alias: 'a', tag_job_todo: variable('CODE'), number_type: 'UINT8' };
    const [signal] = await signalsOf(row);
    assert.deepEqual(signal?.row, { todo: variable('CODE'), numberType: 'UINT8' });
    assert.equal(signal?.signal, undefined);
    assert.equal((await problems({ ...row, number_type: 'UINT9' })).length, 1);
    const open = await signalsOf({ device_alias: 'a', job_todo: variable('JOB'), signal_alias: 'b' });
    assert.equal(open[0]?.signal, undefined);
  });
});
