/** Sessions over lines that harm what they carry, recorded and played in memory. */
import assert from 'node:assert/strict';
import { parseJob } from '../../../src/cosem/obis.js';
import { DlmsError } from '../../../src/errors.js';
import { parseCapture } from '../../../src/meter/capture/capture-text.js';
import { Recorder } from '../../../src/meter/capture/recorder.js';
import { Replay } from '../../../src/meter/capture/replay.js';
import type { Divergence } from '../../../src/meter/capture/replay-error.js';
import { capturedDevice } from '../../../src/meter/capture/session.js';
import { MeterClient } from '../../../src/meter/meter-client.js';
import type { Reading } from '../../../src/meter/reading.js';
import type { MeterSettings } from '../../../src/meter/settings.js';
import type { Surroundings } from '../../../src/meter/surroundings.js';
import { SimulatedMeters } from '../../pool/simulated-meters.js';
import { AsyncClock } from '../../support/async-clock.js';
import { FaultLine, type Faults } from '../../support/fault-line.js';
import { assertNoSecret, SECRETS } from '../../support/secrets.js';
import { securedSettings } from '../settings.js';

const { password } = SECRETS;
const TAGS = parseJob('1-0:1.8.0, 1-0:32.7.0, 0.0.42.0.0.255');
const BAD_LINE: Faults = { drop: 0.1, duplicate: 0.05, corrupt: 0.1, noise: 0.05, split: 0.5 };
const secrets = { password: password.text };

interface Recorded {
  readonly text: string;
  readonly outcome: readonly Reading[] | DlmsError;
}

const orError = (error: unknown): DlmsError => {
  if (error instanceof DlmsError) return error;
  throw error;
};

async function record(properties: Readonly<Record<string, unknown>>, harm: FaultLine): Promise<Recorded> {
  const clock = new AsyncClock();
  const meters = new SimulatedMeters(clock, { auth: 'Low', password: password.text });
  meters.harm = harm;
  const settings = securedSettings({ ...properties, auth: 'Low', timeoutMs: 400 }, secrets);
  const surroundings: Surroundings = {
    ...{ clock, open: meters.opener, random: (length) => new Uint8Array(length) },
    counters: { systemTitle: () => new Uint8Array(8), counter: () => assert.fail('no key is in use') },
  };
  const lines: string[] = [];
  const recorder = new Recorder({
    ...{ by: 'a test', surroundings, settings: [settings], write: (line) => void lines.push(line) },
    session: { command: 'read', options: {}, devices: [capturedDevice(properties, settings)], signals: [] },
  });
  const outcome = await clock.until(read(settings, recorder.surroundings).catch(orError));
  recorder.end();
  return { text: lines.join('\n'), outcome };
}

async function read(
  settings: MeterSettings,
  { open, clock, random, counters }: Surroundings,
): Promise<readonly Reading[]> {
  const client = new MeterClient({ settings, open: open(settings), clock, random, counters });
  try {
    return await client.read(TAGS);
  } finally {
    await client.close();
  }
}

async function play(
  properties: Readonly<Record<string, unknown>>,
  text: string,
): Promise<readonly Reading[] | DlmsError> {
  const settings = securedSettings(
    { ...properties, auth: 'Low', timeoutMs: 400 },
    { password: '*'.repeat(password.text.length) },
  );
  const replay = new Replay(parseCapture(text), { settings: [settings], keys: [] });
  return replay.run(() => read(settings, replay.surroundings)).catch(orError);
}

const plain = (outcome: readonly Reading[] | DlmsError): unknown =>
  outcome instanceof DlmsError ? `${outcome.code} ${outcome.message}` : outcome;

describe('a session that is played', () => {
  for (const properties of [{}, { mode: 'DLMS-WRAPPER' }, { referencing: 'SN' }]) {
    const what = Object.values(properties).join() || 'LN over HDLC';

    it(`ends as it did, whatever the line did to it: ${what}`, async () => {
      let harmed = 0;
      for (let seed = 1; seed <= 12; seed += 1) {
        const isStream = 'mode' in properties;
        const harm = new FaultLine(seed, isStream ? { split: 0.5 } : BAD_LINE);
        const { text, outcome } = await record(properties, harm);
        harmed += harm.harmed;
        assertNoSecret(text, `a capture over line ${seed}`);
        assert.deepEqual(plain(await play(properties, text)), plain(outcome), `line ${seed}`);
      }
      assert.ok(harmed > 20 || 'mode' in properties, `only ${harmed} bursts were harmed`);
    });
  }

  it('is left where the meter said something else, with both octets', async () => {
    const { text } = await record({}, new FaultLine(1));
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes('"received"'));
    // Without the UA the SNRM goes out again.
    const changed = lines.map((line, index) =>
      index === at ? line.replace(/"hex":"[^"]*"/, '"hex":"7E"') : line,
    );
    const outcome = await play({}, changed.join('\n'));
    assert.ok(
      outcome instanceof DlmsError && outcome.code === 'DLMS_CAPTURE_DIVERGED',
      String(plain(outcome)),
    );
    const { row, recorded, played } = outcome.cause as Divergence;
    assert.ok(row > at + 1);
    assert.match(recorded, /^sent 7E/);
    assert.match(played, /^sent 7E/);
    assert.notEqual(recorded, played);
  });

  it('is told from one that was broken off, and from one that goes on', async () => {
    const { text } = await record({}, new FaultLine(1));
    const lines = text.split('\n');
    const cut = await play({}, lines.slice(0, -6).join('\n'));
    assert.match(String(plain(cut)), /DLMS_CAPTURE_DIVERGED the capture was broken off here/);
    const [end = ''] = lines.slice(-1);
    const more = JSON.stringify({ t: 1e6, line: 1, dir: 'sent', hex: '7E' });
    const longer = await play({}, [...lines.slice(0, -1), more, end].join('\n'));
    assert.match(String(plain(longer)), /is not what this program does/);
  });

  it('comes to its end by itself, whatever was lost of the capture', async () => {
    const { text } = await record({}, new FaultLine(3, BAD_LINE));
    const lines = text.split('\n');
    for (let at = 1; at < lines.length; at += 4) {
      const outcome = await play({}, lines.filter((_, index) => index !== at).join('\n'));
      assert.ok(outcome !== undefined);
    }
  });
});
