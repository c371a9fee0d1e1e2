import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeApdu } from '../../../src/apdu/apdu.js';
import { toHex } from '../../../src/encoding/hex.js';
import { OctetWriter } from '../../../src/encoding/octet-writer.js';
import { HdlcDeframer } from '../../../src/framing/hdlc/deframer.js';
import { encodeFrame } from '../../../src/framing/hdlc/frame.js';
import { LLC_COMMAND, withoutLlc } from '../../../src/framing/hdlc/llc.js';
import { cutApdu } from '../../../src/framing/hdlc/segmenter.js';
import { encodeWpdu } from '../../../src/framing/wrapper.js';
import { RunMasker } from '../../../src/meter/capture/run-masker.js';
import { keyPattern, patternsOf } from '../../../src/meter/capture/secret-patterns.js';
import { assertNoSecret, hexOf, SECRETS } from '../../support/secrets.js';
import { settingsOf } from '../settings.js';

const { password, dedicatedKey } = SECRETS;
const settings = settingsOf({ auth: 'Low' }, password.text);
const patterns = () => patternsOf(settings);

const aarqWith = (secret: string): Uint8Array =>
  encodeApdu({
    kind: 'AARQ',
    applicationContextName: '2.16.756.5.8.1.1',
    senderAcseRequirements: '1',
    mechanismName: '2.16.756.5.8.2.1',
    callingAuthenticationValue: Buffer.from(secret),
  });
const AARQ = aarqWith(password.text);
const MASKED = aarqWith('*'.repeat(password.text.length));

/** Frames of an APDU, with at most so many octets in each. */
function framesOf(apdu: Uint8Array, most: number, size: 1 | 2 | 4 = 1): readonly Uint8Array[] {
  return cutApdu(LLC_COMMAND, apdu, most).map((segment, at) =>
    encodeFrame({
      destination: { size, upper: 1, lower: size === 1 ? 0 : 16 },
      source: { size: 1, upper: 16, lower: 0 },
      control: { kind: 'I', sendNumber: at % 8, receiveNumber: 0, pollFinal: !segment.segmented },
      ...segment,
    }),
  );
}

/** The APDU of frames that are all whole. */
function apduIn(octets: Uint8Array): Uint8Array | undefined {
  const information = new OctetWriter();
  for (const output of new HdlcDeframer().push(octets)) {
    assert.equal(output.kind, 'frame', output.kind === 'damaged' ? output.error.message : '');
    if (output.kind === 'frame') information.octets(output.frame.information);
  }
  return withoutLlc(information.toOctets());
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

describe('a password that goes over a line', () => {
  it('is asterisks in the record, in frames that hold, however the AARQ is cut into segments', () => {
    for (let most = 1; most <= AARQ.length + 3; most += 1) {
      const masker = new RunMasker(patterns, true);
      const frames = framesOf(AARQ, most, most % 2 === 0 ? 4 : 1);
      const masked = frames.map((frame) => masker.mask(frame, true).octets);
      assert.deepEqual(apduIn(joined(masked)), MASKED, `segments of ${most}`);
      assertNoSecret(masked.map((octets) => toHex(octets)).join(''), `segments of ${most}`);
    }
  });

  it('is asterisks where a frame is sent once more, and in the bursts of a window', () => {
    const frames = framesOf(AARQ, 24);
    const masker = new RunMasker(patterns, true);
    const repeated = frames.flatMap((frame) => [frame, frame]);
    const masked = repeated.map((frame) => masker.mask(frame, true).octets);
    assert.deepEqual(apduIn(joined(masked.filter((_, at) => at % 2 === 1))), MASKED);
    assert.deepEqual(
      masked.filter((_, at) => at % 2 === 0),
      masked.filter((_, at) => at % 2 === 1),
    );
    assert.deepEqual(apduIn(new RunMasker(patterns, true).mask(joined(frames), true).octets), MASKED);
  });

  it('is asterisks in a WPDU, and in one that nobody has wrapped', () => {
    const wrapped = encodeWpdu(new OctetWriter(), {
      ...{ kind: 'WPDU', source: 16, destination: 1 },
      apdu: AARQ,
    }).toOctets();
    const masked = new RunMasker(patterns, true).mask(wrapped, true).octets;
    assert.deepEqual(masked.subarray(8), MASKED);
    assert.deepEqual(new RunMasker(patterns, true).mask(AARQ, true).octets, MASKED);
  });

  it('is asterisks in what comes back from a line with echo, in any split', () => {
    const echo = joined(framesOf(AARQ, 200));
    for (let at = 1; at < echo.length; at += 1) {
      const masker = new RunMasker(patterns, true);
      const first = masker.mask(echo.subarray(0, at), false);
      // The closing flag adds nothing.
      assert.equal(first.open, at < echo.length - 1, `${at} octets leave no doubt`);
      assert.deepEqual(apduIn(masker.mask(echo, false).octets), MASKED);
    }
    assert.equal(new RunMasker(patterns, true).mask(echo, false).open, false);
  });

  it('is asterisks where nothing came behind a part of it', () => {
    const echo = joined(framesOf(AARQ, 200));
    for (let at = 1; at < echo.length; at += 1) {
      const { octets } = new RunMasker(patterns, true).mask(echo.subarray(0, at), true);
      assertNoSecret(toHex(octets), `the first ${at} octets of a frame`);
    }
  });

  it('stays what it is where a meter sends the same octets as a reading', () => {
    const weak = settingsOf({ auth: 'Low' }, '00000000');
    const reading = Buffer.from('C401C100090830303030303030 30'.replaceAll(' ', ''), 'hex');
    const frames = joined(framesOf(reading, 200));
    assert.deepEqual(new RunMasker(() => patternsOf(weak), true).mask(frames, true).octets, frames);
  });

  it('is asterisks where a meter gives it away, if it cannot be chance', () => {
    const told = Buffer.from(`C401C10009${(16).toString(16).padStart(2, '0')}${hexOf(password)}`, 'hex');
    const { octets } = new RunMasker(patterns, true).mask(joined(framesOf(told, 200)), true);
    assert.equal(apduIn(octets)?.includes(0x2a), true);
    assertNoSecret(toHex(octets), 'an answer');
  });
});

describe('a key that goes over a line', () => {
  it('is asterisks wherever it stands, also one that was drawn meanwhile', () => {
    const drawn = [...patternsOf(settings)];
    const masker = new RunMasker(() => drawn, false);
    const initiate = Buffer.from(`01010110${hexOf(dedicatedKey)}0000065F1F0400007E1F04B0`, 'hex');
    assert.deepEqual(masker.mask(initiate, true).octets, new Uint8Array(initiate));
    drawn.push(keyPattern(dedicatedKey.octets));
    assertNoSecret(toHex(masker.mask(initiate, true).octets), 'an InitiateRequest');
  });
});

describe('octets of any kind', () => {
  it('come out in the same number, and as they were where they hold no secret', () => {
    const none = settingsOf({});
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }),
        fc.boolean(),
        (runs, last) => {
          const masker = new RunMasker(() => patternsOf(none), last);
          for (const run of runs) assert.deepEqual(masker.mask(run, last).octets, new Uint8Array(run));
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it('show no part of a secret, whatever is damaged in the frames around it', () => {
    const frame = joined(framesOf(AARQ, 40));
    fc.assert(
      fc.property(
        fc.nat(frame.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(frame.length),
        (at, by, cut) => {
          const damaged = frame.slice(0, cut);
          if (at < cut) damaged[at] = (damaged[at] ?? 0) ^ by;
          const { octets } = new RunMasker(patterns, true).mask(damaged, true);
          assert.equal(octets.length, damaged.length);
          assertNoSecret(Buffer.from(octets).toString('latin1'), 'a damaged frame', [password]);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
