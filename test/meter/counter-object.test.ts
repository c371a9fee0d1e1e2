/** The meter's own counter object, asked for as the public client before anything is sent under a key. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { objectListSnData } from '../../src/cosem/object-list-sn.js';
import { DlmsError } from '../../src/errors.js';
import type { Securing } from '../../src/meter/client-stack.js';
import { counterStore } from '../../src/meter/counter-store.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import type { MeterSettings } from '../../src/meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { tempFolder } from '../support/temp-folder.js';
import { FakeMeter, failure } from './fake-meter.js';
import { put, scalerUnit, text, u32 } from './objects.js';
import { KEYS } from './security-keys.js';
import { securedSettings } from './settings.js';

const ENERGY = '1.0.1.8.0.255';
const COUNTER = '0.0.43.1.2.255';
const SECURE = { auth: 'HighGmac', security: 'AuthenticationEncryption', clientAddress: 1 };

describe('a meter whose counter object is read first', () => {
  const folder = tempFolder();
  let clock: AsyncClock;
  let secure: FakeMeter;
  let open: FakeMeter;
  let client: MeterClient;
  /** Who was asked, in order. */
  let asked: MeterSettings[];
  let opened: number;
  let closed: number;
  let securing: Securing | undefined;
  /** Why there is no line. */
  let line: DlmsError | undefined;

  const connect = (properties = {}): MeterClient =>
    new MeterClient({
      settings: securedSettings({ ...SECURE, invocationCounter: COUNTER, ...properties }, KEYS),
      open: async (signal) => {
        if (line !== undefined) throw line;
        const transport = await open.open(signal);
        opened += 1;
        const close = async () => {
          closed += 1;
          await transport.close();
        };
        return {
          ...transport,
          name: 'line',
          listen: (to) => transport.listen(to),
          send: async () => {},
          close,
        };
      },
      stack: (settings, connecting, security) => {
        asked.push(settings);
        const isPublic = settings.security === undefined;
        if (!isPublic) securing = security;
        return (isPublic ? open : secure).stack(settings, connecting);
      },
      clock,
      counters: counterStore(join(folder(), 'counters')),
    });
  const read = (tag = ENERGY) => clock.until(client.read([tag]));
  const nextNumber = () => securing?.security?.counter.take();
  const failing = async (): Promise<DlmsError> => {
    const error: unknown = await read().then(
      () => assert.fail('it was read'),
      (cause: unknown) => cause,
    );
    assert.ok(error instanceof DlmsError);
    return error;
  };

  beforeEach(() => {
    clock = new AsyncClock();
    [secure, open] = [new FakeMeter(), new FakeMeter()];
    put(secure, 3, ENERGY, u32(12345), scalerUnit(1, 30));
    put(open, 1, COUNTER, u32(0x0123_4566));
    [asked, opened, closed, securing, line] = [[], 0, 0, undefined, undefined];
    client = connect();
  });

  it('is asked by the public client without any secret, over a line of its own', async () => {
    assert.equal((await read())[0]?.value, 123450);
    const [first, second] = asked;
    assert.deepEqual(
      [first?.clientAddress, first?.auth, first?.password.length, first?.security],
      [16, 'None', 0, undefined],
    );
    assert.deepEqual([first?.logicalAddress, first?.physicalAddress, first?.host], [1, 16, '127.0.0.1']);
    assert.equal(second, client.settings);
    assert.deepEqual(open.requests, [[`1:${COUNTER}:2`]]);
    assert.deepEqual([opened, closed, open.released], [2, 1, 1]);
    assert.equal(nextNumber(), 0x0123_4567);
  });

  it('is asked once for many readings and associations', async () => {
    await read();
    await client.release();
    await read();
    assert.deepEqual([secure.openings.length, open.openings.length], [2, 1]);
  });

  it('is asked again when it says that it has seen the counter', async () => {
    let refusals = 1;
    secure.refusal = () => (refusals-- > 0 ? failure('DLMS_INVOCATION_COUNTER', 'security') : undefined);
    await read();
    assert.deepEqual([secure.openings.length, open.openings.length], [2, 2]);
  });

  it('by short names has its object list read as the public client, once', async () => {
    client = connect({ referencing: 'SN' });
    const objects = [{ baseName: 0x1000, classId: 1, version: 0, logicalName: COUNTER }];
    open.values.set(`@${0xfa00 + 8}`, objectListSnData(objects));
    open.values.set('@4104', u32(41));
    const energy = [{ baseName: 0x2000, classId: 3, version: 0, logicalName: ENERGY }];
    secure.values.set(`@${0xfa00 + 8}`, objectListSnData(energy));
    secure.values.set('@8200', u32(12345)).set('@8208', scalerUnit(1, 30));
    assert.equal((await read())[0]?.value, 123450);
    assert.equal(nextNumber(), 42);
    secure.forget();
    secure.refuses = failure('DLMS_TIMEOUT');
    await failing();
    secure.refuses = undefined;
    await read();
    assert.equal(open.requests.filter(([key]) => key === `@${0xfa00 + 8}`).length, 1);
    assert.equal(open.requests.filter(([key]) => key === '@4104').length, 2);
  });

  const troubles: readonly (readonly [string, () => void, RegExp])[] = [
    [
      'refuses the public client',
      () => {
        open.refuses = failure('DLMS_ASSOCIATION_REFUSED', 'association');
      },
      /cannot be read: as in the test: DLMS_ASSOCIATION_REFUSED/,
    ],
    [
      'does not answer the public client',
      () => {
        open.dead = true;
      },
      /cannot be read: .*DLMS_TIMEOUT/,
    ],
    [
      'does not have it',
      () => {
        open.values.clear();
      },
      /is refused: object-undefined/,
    ],
    ['has text in it', () => put(open, 1, COUNTER, text('4711')), /holds no number, but octet-string/],
    [
      'has a number in it that is none of a counter',
      () => put(open, 1, COUNTER, u32(0xf000_0001)),
      /stands at 4026531841, which is too high/,
    ],
  ];
  for (const [what, trouble, message] of troubles) {
    it(`and which ${what} is told by its name and reason; no secret is used`, async () => {
      trouble();
      const error = await failing();
      assert.equal(error.code, 'DLMS_COUNTER_UNREADABLE');
      assert.match(error.message, message);
      assert.match(error.message, /0\.0\.43\.1\.2\.255.*client 16/);
      assert.match(error.hint ?? '', /invocation_counter/);
      assert.equal(secure.openings.length, 0);
      assert.equal(opened, closed);
    });
  }

  it('and whose line cannot be opened fails as without it', async () => {
    line = new DlmsError('no route', { code: 'DLMS_CONNECT', layer: 'transport', fault: 'line' });
    const error = await failing();
    assert.deepEqual([error.code, error.message], ['DLMS_CONNECT', 'no route']);
  });

  it('can be left while it is asked', async () => {
    open.dead = true;
    const reading = client.read([ENERGY]).catch((error: unknown) => error);
    await clock.pass(10);
    await clock.until(client.close());
    const error = await clock.until(reading);
    assert.ok(error instanceof DlmsError);
    assert.deepEqual([opened, closed, secure.openings.length], [1, 1, 0]);
  });
});
