/** A meter that refuses a secret, or whose messages are not genuine, is not asked again within the call. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DlmsError, type ErrorLayer } from '../../src/errors.js';
import { counterStore } from '../../src/meter/counter-store.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import type { Reading } from '../../src/meter/reading.js';
import { isSecretRefusal } from '../../src/meter/secret-refusal.js';
import { AsyncClock } from '../support/async-clock.js';
import { tempFolder } from '../support/temp-folder.js';
import { FakeMeter, failure } from './fake-meter.js';
import { put, scalerUnit, u32 } from './objects.js';
import { KEYS } from './security-keys.js';
import { securedSettings, settingsOf } from './settings.js';

const ENERGY = '1.0.1.8.0.255';
const REFUSED: readonly (readonly [string, ErrorLayer])[] = [
  ['DLMS_AUTHENTICATION_FAILED', 'association'],
  ['DLMS_KEY_REFUSED', 'security'],
  ['DLMS_HLS_REFUSED', 'security'],
  ['DLMS_DECIPHERING', 'security'],
  ['DLMS_ASSOCIATION_REFUSED', 'association'],
];

describe('a meter with keys', () => {
  const folder = tempFolder();
  let clock: AsyncClock;
  let meter: FakeMeter;
  let client: MeterClient;

  const connect = (properties = {}): MeterClient =>
    new MeterClient({
      settings: securedSettings(
        { auth: 'HighGmac', security: 'AuthenticationEncryption', ...properties },
        KEYS,
      ),
      open: meter.open,
      stack: meter.stack,
      clock,
      counters: counterStore(join(folder(), 'counters')),
    });
  const read = (): Promise<readonly Reading[]> => clock.until(client.read([ENERGY]));
  const counterRefused = () => failure('DLMS_INVOCATION_COUNTER', 'security');

  beforeEach(() => {
    clock = new AsyncClock();
    meter = new FakeMeter();
    put(meter, 3, ENERGY, u32(12345), scalerUnit(1, 30));
    client = connect();
  });

  for (const [code, layer] of REFUSED) {
    it(`that answers the opening with ${code} is asked once`, async () => {
      meter.refuses = failure(code, layer);
      await assert.rejects(read(), { code });
      assert.equal(meter.openings.length, 1);
    });

    it(`whose association has died, and which then answers with ${code}, is asked once more and not again`, async () => {
      await read();
      meter.forget();
      meter.refuses = failure(code, layer);
      await assert.rejects(read(), { code });
      assert.equal(meter.openings.length, 2);
    });
  }

  for (const code of ['DLMS_REPLAY', 'DLMS_PROTECTION', 'DLMS_DECIPHERING', 'DLMS_SIGNATURE']) {
    it(`whose messages break the association by ${code} is not connected anew within the call`, async () => {
      meter.trouble = () => failure(code, 'security');
      await assert.rejects(read(), { code });
      assert.deepEqual([meter.openings.length, client.isOpen], [1, false]);
      await assert.rejects(read(), { code });
      assert.equal(meter.openings.length, 2);
    });

    it(`whose messages break a warm association by ${code} is not connected anew within the call`, async () => {
      await read();
      meter.trouble = () => failure(code, 'security');
      await assert.rejects(read(), { code });
      assert.equal(meter.openings.length, 1);
    });
  }

  it('that misses its key behind an opening is not connected anew within the call', async () => {
    meter.trouble = () => failure('DLMS_KEY_REFUSED', 'security');
    await assert.rejects(read(), { code: 'DLMS_KEY_REFUSED' });
    assert.equal(meter.openings.length, 1);
  });

  it('that has forgotten the dedicated key of a warm association is connected anew, once', async () => {
    await read();
    meter.trouble = () => failure('DLMS_KEY_REFUSED', 'security');
    await assert.rejects(read(), { code: 'DLMS_KEY_REFUSED' });
    assert.equal(meter.openings.length, 2);
  });

  it('that has seen our counter before is tried once more at once', async () => {
    let refusals = 1;
    meter.refusal = () => (refusals-- > 0 ? counterRefused() : undefined);
    assert.equal((await read())[0]?.value, 123450);
    assert.equal(meter.openings.length, 2);
  });

  it('that says so in the middle of a reading is tried once more at once, and the reading is whole', async () => {
    let refusals = 1;
    meter.trouble = () => (refusals-- > 0 ? counterRefused() : undefined);
    assert.equal((await read())[0]?.value, 123450);
    assert.equal(meter.openings.length, 2);
  });

  it('that says so again and again is believed once', async () => {
    meter.refusal = counterRefused;
    await assert.rejects(read(), { code: 'DLMS_INVOCATION_COUNTER' });
    assert.equal(meter.openings.length, 2);
    meter.refusal = () => undefined;
    meter.trouble = counterRefused;
    await assert.rejects(read(), { code: 'DLMS_INVOCATION_COUNTER' });
    assert.equal(meter.openings.length, 3);
  });

  it('is not asked for anything where its counter cannot be kept', async () => {
    client = new MeterClient({
      settings: client.settings,
      open: meter.open,
      stack: meter.stack,
      clock,
      counters: counterStore('/dev/null/counters'),
    });
    await assert.rejects(read(), { code: 'DLMS_COUNTER_STORE' });
    assert.equal(meter.openings.length, 0);
  });
});

describe('whether a secret was refused', () => {
  const low = settingsOf({ auth: 'Low' }, 'secret');
  const gmac = securedSettings({ auth: 'HighGmac' }, KEYS);

  it('is told by the code', () => {
    for (const [code, layer] of REFUSED) {
      assert.equal(isSecretRefusal(failure(code, layer), low), true);
      assert.equal(isSecretRefusal(failure(code, layer), gmac), true);
    }
    for (const code of [
      'DLMS_TIMEOUT',
      'DLMS_METER_BUSY',
      'DLMS_INVOCATION_COUNTER',
      'DLMS_CONTEXT_NOT_SUPPORTED',
    ])
      assert.equal(isSecretRefusal(failure(code), low), false);
    assert.equal(isSecretRefusal(new Error('something else'), low), false);
  });

  it('is not, where the meter just refuses and there was no secret to refuse', () => {
    assert.equal(isSecretRefusal(failure('DLMS_ASSOCIATION_REFUSED'), settingsOf()), false);
    assert.ok(failure('DLMS_ASSOCIATION_REFUSED') instanceof DlmsError);
  });
});
