/** Meters lock after a few wrong passwords or keys: what was refused is not sent again by itself. */
import assert from 'node:assert/strict';
import { counterStore } from '../../src/meter/counter-store.js';
import { resolveSettings, type SettingSecrets } from '../../src/meter/resolve-settings.js';
import type { MeterSession } from '../../src/pool/meter-session.js';
import { Pool } from '../../src/pool/pool.js';
import { timeOfDay } from '../../src/pool/time-of-day.js';
import { demoKeys } from '../../src/simulator/demo-keys.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { hexOf } from '../support/recorded-conversation.js';
import { tempFolder } from '../support/temp-folder.js';
import { ENERGY, SimulatedMeters } from './simulated-meters.js';

const AARQ = 0x60;
const QUARTER_MS = 900_000;
const RIGHT = 'right password';
const WRONG = 'wrong password';
const FAILED = 'DLMS_AUTHENTICATION_FAILED';
const CIPHERED = { auth: 'Low', security: 'AuthenticationEncryption' } as const;
const OTHER_KEY = '0123456789ABCDEF0123456789ABCDEF';
const DEMO = demoKeys(0);
/** Those of the simulated meter. */
const KEYS = {
  password: RIGHT,
  blockCipherKey: hexOf(DEMO.blockCipherKey),
  authenticationKey: hexOf(DEMO.authenticationKey),
};

describe('a meter that refuses a password', () => {
  let clock: AsyncClock;
  let meters: SimulatedMeters;
  let pool: Pool;
  let proposals: number[];

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new SimulatedMeters(clock, { auth: 'Low', password: RIGHT });
    proposals = [];
    pool = new Pool({
      clock,
      random: () => 0,
      open: (settings) => (signal) => meters.opener(settings)(signal),
      onTrace: (_settings, { layer, direction, octets }) => {
        if (layer === 'application' && direction === 'sent' && octets[0] === AARQ)
          proposals.push(clock.now());
      },
    });
  });

  afterEach(() => clock.until(pool.close()));

  const session = (
    password: string,
    properties: Readonly<Record<string, unknown>> = {},
    user = 'reader',
  ): MeterSession => pool.session(settingsOf({ auth: 'Low', ...properties }, password), user);

  const codeOf = async (reading: ReturnType<MeterSession['read']>) =>
    (await clock.until(reading)).failure?.code;

  it('is sent it once in a quarter of an hour, however often it is scanned', async () => {
    const codes = new Set<string | undefined>();
    session(WRONG).watch({
      tags: ENERGY,
      periodMs: 5_000,
      outcome: ({ failure }) => codes.add(failure?.code),
    });
    await clock.pass(QUARTER_MS - 5_000);
    assert.deepEqual([...codes], ['DLMS_AUTHENTICATION_FAILED']);
    assert.equal(proposals.length, 1);
    await clock.pass(10_000);
    assert.equal(proposals.length, 2);
    await clock.pass(4 * QUARTER_MS);
    assert.equal(proposals.length, 6);
    assert.deepEqual(
      proposals.slice(1).map((time, at) => Math.round((time - (proposals[at] ?? 0)) / 60_000)),
      [15, 15, 15, 15, 15],
    );
  });

  it('by hanging up, is not sent it again in a hurry', async () => {
    for (const [mode, closeAt] of [
      ['DLMS-HDLC', 2],
      ['DLMS-WRAPPER', 1],
    ] as const) {
      proposals = [];
      meters.faults = { closeAt };
      const reader = session(WRONG, { mode });
      reader.watch({ tags: ENERGY, periodMs: 5_000, outcome: () => undefined });
      await clock.pass(115_000);
      assert.deepEqual([proposals.length, reader.status.error?.code], [1, 'DLMS_LINE_CLOSED']);
      await clock.pass(QUARTER_MS);
      assert.ok(proposals.length < 5, `${proposals.length}`);
      await clock.until(reader.leave('reader'));
    }
  });

  it('and has taken the password before, is tried again soon when the line is cut in an opening', async () => {
    const reader = session(RIGHT);
    assert.equal(await codeOf(reader.read(ENERGY)), undefined);
    reader.watch({ tags: ENERGY, periodMs: 5_000, outcome: () => undefined });
    await clock.until(meters.vanish('DLMS_CONNECTION_REFUSED'));
    meters.refusal = undefined;
    meters.faults = { closeAt: 2 };
    await clock.pass(10_000);
    assert.equal(reader.status.error?.code, 'DLMS_LINE_CLOSED');
    meters.faults = {};
    await clock.pass(20_000);
    assert.equal(reader.status.state, 'connected');
  });

  it('fails at once for who asks by hand meanwhile, and says when it is tried again', async () => {
    const reader = session(WRONG);
    await codeOf(reader.read(ENERGY));
    await clock.pass(60_000);
    const begin = clock.now();
    const { failure } = await clock.until(reader.read(ENERGY));
    assert.equal(clock.now(), begin);
    assert.equal(proposals.length, 1);
    assert.equal(failure?.code, 'DLMS_AUTHENTICATION_FAILED');
    const { nextTryAt = 0 } = reader.status;
    assert.ok(failure.message.includes(`not tried again before ${timeOfDay(nextTryAt)}`), failure.message);
  });

  it('says what kind of trouble it is, and when it goes on, for whoever shows it', async () => {
    const reader = session(WRONG);
    const refusedAt = clock.wallTime();
    await codeOf(reader.read(ENERGY));
    const { state, trouble, heldBack, nextTryAt = 0, error } = reader.status;
    assert.deepEqual([state, trouble, heldBack], ['retrying', 'wrong-secret', true]);
    assert.equal(error?.code, 'DLMS_AUTHENTICATION_FAILED');
    assert.ok(Math.abs(nextTryAt - refusedAt - QUARTER_MS) < 5_000);
    await clock.pass(QUARTER_MS);
    assert.deepEqual([reader.status.nextTryAt, reader.status.heldBack], [undefined, undefined]);
    assert.equal(reader.status.trouble, 'wrong-secret');
  });

  it('waits as long as the setting says', async () => {
    const reader = session(WRONG, { lockoutWaitMs: 120_000 });
    reader.watch({ tags: ENERGY, periodMs: 5_000, outcome: () => undefined });
    await clock.pass(110_000);
    assert.equal(proposals.length, 1);
    await clock.pass(20_000);
    assert.equal(proposals.length, 2);
  });

  for (const mode of ['DLMS-HDLC', 'DLMS-WRAPPER']) {
    it(`is sent it once though two nodes name it, each with settings of its own, over ${mode}`, async () => {
      const one = session(WRONG, { mode, timeoutMs: 1_000 }, 'one');
      const other = session(WRONG, { mode, timeoutMs: 3_000 }, 'other');
      assert.notEqual(one, other);
      const codes = await Promise.all([one, other].map((each) => codeOf(each.read(ENERGY))));
      assert.deepEqual(codes, ['DLMS_AUTHENTICATION_FAILED', 'DLMS_AUTHENTICATION_FAILED']);
      assert.equal(proposals.length, 1);
      assert.equal(one.status.nextTryAt, other.status.nextTryAt);
      for (const each of [one, other])
        each.watch({ tags: ENERGY, periodMs: 7_000, outcome: () => undefined });
      await clock.pass(QUARTER_MS + 20_000);
      assert.equal(proposals.length, 2);
    });
  }

  it('is not sent it again because the flow was deployed anew', async () => {
    const before = session(WRONG);
    await codeOf(before.read(ENERGY));
    await clock.until(before.leave('reader'));
    assert.equal(
      await codeOf(session(WRONG, { name: 'renamed' }).read(ENERGY)),
      'DLMS_AUTHENTICATION_FAILED',
    );
    assert.equal(proposals.length, 1);
  });

  it('is read at once with another password', async () => {
    const before = session(WRONG);
    await codeOf(before.read(ENERGY));
    await clock.until(before.leave('reader'));
    assert.equal(await codeOf(session(RIGHT).read(ENERGY)), undefined);
    assert.equal(proposals.length, 2);
  });

  it('is read for all its nodes as soon as it takes the password', async () => {
    const [one, other] = [session(WRONG, {}, 'one'), session(WRONG, { timeoutMs: 3_000 }, 'other')];
    const good: string[] = [];
    for (const each of [one, other]) {
      const outcome = ({ failure }: { readonly failure?: unknown }) =>
        failure === undefined && good.push(each === one ? 'one' : 'other');
      each.watch({ tags: ENERGY, periodMs: 60_000, outcome });
    }
    await clock.pass(30_000);
    meters = new SimulatedMeters(clock, { auth: 'Low', password: WRONG });
    await clock.pass(QUARTER_MS);
    assert.deepEqual([...new Set(good)].sort(), ['one', 'other']);
    assert.deepEqual([one.status.state, other.status.state], ['connected', 'connected']);
  });

  it('does not hold back its neighbours on the line', async () => {
    meters = new SimulatedMeters(clock, { auth: 'Low', password: RIGHT, meters: 2 });
    await codeOf(session(WRONG).read(ENERGY));
    const neighbour = session(RIGHT, { physicalAddress: 17 }, 'neighbour');
    const begin = clock.now();
    assert.equal(await codeOf(neighbour.read(ENERGY)), undefined);
    assert.ok(clock.now() - begin < 5_000);
  });
});

describe('a meter that refuses a key, or a secret in an answer to its challenge', () => {
  const folder = tempFolder();
  const cases: readonly (readonly [
    what: string,
    meter: SimulatorOptions,
    properties: Readonly<Record<string, unknown>>,
    secrets: SettingSecrets,
    code: string,
  ])[] = [
    ['the password of HighMd5', { auth: 'HighMd5' }, {}, { password: WRONG }, FAILED],
    ['the key of HighGmac', { auth: 'HighGmac' }, {}, { ...KEYS, blockCipherKey: OTHER_KEY }, FAILED],
    ['the block cipher key', CIPHERED, CIPHERED, { ...KEYS, blockCipherKey: OTHER_KEY }, 'DLMS_KEY_REFUSED'],
    [
      'the authentication key',
      CIPHERED,
      CIPHERED,
      { ...KEYS, authenticationKey: OTHER_KEY },
      'DLMS_KEY_REFUSED',
    ],
  ];
  for (const [what, meter, properties, secrets, code] of cases) {
    it(`is sent ${what} once in a quarter of an hour`, async () => {
      const clock = new AsyncClock();
      const meters = new SimulatedMeters(clock, { password: RIGHT, ...meter });
      const counters = counterStore(folder());
      let proposals = 0;
      const pool = new Pool({
        clock,
        counters,
        random: () => 0,
        open: meters.opener,
        onTrace: (_settings, { layer, direction, octets }) => {
          if (layer === 'application' && direction === 'sent' && octets[0] === AARQ) proposals += 1;
        },
      });
      const asked = {
        host: '127.0.0.1',
        referencing: 'LN',
        physicalAddress: 16,
        auth: meter.auth,
        ...properties,
      };
      const session = pool.session(resolveSettings(asked, secrets).settings, 'reader');
      const codes = new Set<string | undefined>();
      session.watch({
        tags: ENERGY,
        periodMs: 30_000,
        outcome: ({ failure }) => codes.add(failure?.code),
      });
      await clock.pass(QUARTER_MS - 5_000);
      assert.deepEqual([...codes], [code]);
      assert.equal(proposals, 1);
      assert.deepEqual([session.status.trouble, session.status.heldBack], ['wrong-secret', true]);
      await clock.pass(10_000);
      assert.equal(proposals, 2);
      await clock.until(pool.close());
    });
  }
});
