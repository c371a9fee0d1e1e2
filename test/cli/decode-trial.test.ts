/** A short trial of what scripts/decode-trial.mjs does with millions of inputs. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeOctets } from '../../src/cli/decode/decode-octets.js';
import { decodeRecording } from '../../src/cli/decode/decode-recording.js';
import { bareRecording } from '../../src/cli/decode/input/recording.js';
import { toHex } from '../../src/encoding/hex.js';
import { decodeTrial } from '../support/decode-trial.js';
import { trialKeys, trialSeeds } from '../support/decode-trial-seeds.js';

const MIB = 1024 * 1024;
/** Of the processor: others may want it as well. */
const MOST_MICROSECONDS = 2_000_000;

/** Repeated until the input is full; flags alone say nothing. */
const LONG = [
  ...[
    '00',
    'FF',
    '7E',
    '7EA7FF',
    '68FFFF68',
    '0001',
    '000100010010FFFFC4',
    'E6E700',
    'D80101',
    '0201',
    '2F',
    '15',
  ],
  ...['DB08', '0C0100', '6003800102', '13010000'],
];

describe('dlms decode, on inputs that chance makes', () => {
  it('ends with reports, in time, and within its memory', () => {
    const outcome = decodeTrial({ inputs: 1000, seed: 11, seeds: trialSeeds(), keys: trialKeys });
    assert.equal(outcome.failure, undefined, toHex(outcome.failure?.input ?? new Uint8Array()));
    assert.ok(outcome.slowestMs < 1000, `${outcome.slowestMs} ms for ${toHex(outcome.slowest)}`);
    assert.ok(outcome.reports > 700);
  });

  it('octets that tempt: lengths that nothing backs, nesting, shared flags, half of everything', () => {
    const pieces = [
      '7E',
      'A007',
      '68030368',
      '0001001000010003',
      'E6E700',
      'C401C100',
      '0F00000000',
      '60',
      '6109',
      'DB08',
      'E08100010000',
      '0201',
      '0184FFFFFFFF',
      '0988FFFFFFFFFFFFFFFF',
      '13020100',
      '2F',
      '0D0A',
      '21',
      '02',
      '03',
      '16',
      '00',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 24 }), (parts) => {
        const octets = Uint8Array.from(Buffer.from(parts.join(''), 'hex'));
        for (const { offset, length } of decodeOctets(octets)) {
          assert.ok(offset >= 0 && length >= 0 && offset + length <= octets.length);
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('long inputs of one kind take time and memory with their length', () => {
    const length = 8 * 1024;
    for (const hex of LONG) {
      const octets = Uint8Array.from(Buffer.alloc(length, Buffer.from(hex, 'hex')));
      const [begun, before] = [process.cpuUsage(), process.memoryUsage().heapUsed];
      let told = 0;
      for (const report of decodeRecording(bareRecording(octets), {})) told = report.offset + report.length;
      assert.ok(told === length || hex === '7E', `${hex} is told up to ${told}`);
      assert.ok(process.cpuUsage(begun).user < MOST_MICROSECONDS, hex);
      assert.ok(process.memoryUsage().heapUsed - before < 100 * MIB, hex);
    }
  });
});
