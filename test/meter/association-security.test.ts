/** What each association of a meter is secured with. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { AssociationSecurity } from '../../src/meter/association-security.js';
import { counterStore } from '../../src/meter/counter-store.js';
import { systemRandom } from '../../src/meter/random-octets.js';
import { AsyncClock } from '../support/async-clock.js';
import { tempFolder } from '../support/temp-folder.js';
import { AK, EK, KEYS } from './security-keys.js';
import { securedSettings } from './settings.js';

type Properties = Readonly<Record<string, unknown>>;

const SENDER = { name: 'global/4D4D4D0000000001', fingerprint: 'of a key' };
const BOTH = { auth: 'HighGmac', security: 'AuthenticationEncryption' };
/** Seconds from 2000 to 2026: no clock that was ever set is before that. */
const LEAST_FIRST = Date.UTC(2026, 0, 1) / 1000 - Date.UTC(2000, 0, 1) / 1000;

describe('what an association is secured with', () => {
  const folder = tempFolder();
  let read: string[];
  let counterObject: () => Promise<number>;

  beforeEach(() => {
    read = [];
    counterObject = () => Promise.reject(new Error('nobody asked for it'));
  });

  const securityOf = (properties: Properties, secrets: Properties = KEYS, clock = new AsyncClock()) =>
    new AssociationSecurity({
      settings: securedSettings(properties, secrets),
      counters: () => counterStore(join(folder(), 'counters')),
      clock,
      random: systemRandom,
      readCounter: (logicalName) => {
        read.push(logicalName);
        return counterObject();
      },
    });

  /** The number that the next message would go out with. */
  const numberOf = async (security: AssociationSecurity): Promise<number> => {
    await security.prepare();
    return security.securing().security?.counter.take() ?? assert.fail('there is no counter');
  };

  it('is nothing where nothing is asked for, and no folder is made', async () => {
    const security = securityOf({ auth: 'Low' }, { password: 'secret' });
    await security.prepare();
    assert.deepEqual(security.securing(), { challenge: undefined, security: undefined });
    security.close();
  });

  it('are the keys, titles and manners of the settings', async () => {
    const titles = { systemTitle: '4D4D4D0000BC614E', serverSystemTitle: '4D4D4D0000000001' };
    const security = securityOf(
      { ...BOTH, ...titles, quirks: 'general-protection, signed', securitySuite: 1 },
      {
        ...KEYS,
        signingKey: '11'.repeat(32),
        serverPublicKey: POINT_OF_11,
      },
    );
    await security.prepare();
    const material = security.securing().security ?? assert.fail();
    assert.deepEqual(material.protection, { authenticated: true, encrypted: true });
    assert.deepEqual([material.suite, material.form, material.signed], [1, 'general', true]);
    assert.deepEqual(
      [material.systemTitle, material.peerSystemTitle, material.blockCipherKey, material.authenticationKey],
      [titles.systemTitle, titles.serverSystemTitle, EK, AK].map((hex) =>
        Uint8Array.from(Buffer.from(hex, 'hex')),
      ),
    );
    assert.deepEqual([material.signingKey?.curve, material.peerPublicKey?.curve], ['P-256', 'P-256']);
  });

  it('has numbers of its own for messages that are signed and not ciphered, which go on', async () => {
    const signing = { signingKey: '11'.repeat(32), serverPublicKey: POINT_OF_11 };
    const numbers: number[] = [];
    for (const auth of ['HighEcdsa', 'None', 'None']) {
      const security = securityOf({ auth, quirks: 'signed', securitySuite: 1 }, signing);
      numbers.push(await numberOf(security));
      security.close();
    }
    assert.deepEqual(
      numbers.map((number) => number - (numbers[0] ?? 0)),
      [0, 1, 2],
    );
    const unsigned = securityOf({ auth: 'HighEcdsa', securitySuite: 1 }, signing);
    await assert.rejects(numberOf(unsigned), { code: 'DLMS_STATE' });
  });

  it('is the title of this installation where none is given, the same each time', async () => {
    const titles = [BOTH, { auth: 'HighSha256' }].map((properties) => {
      const { systemTitle } = securityOf(properties, { ...KEYS, password: 'x' }).securing().security ?? {};
      return systemTitle ?? assert.fail();
    });
    assert.match(Buffer.from(titles[0] ?? '').toString('latin1'), /^MFL/);
    assert.deepEqual(titles[0], titles[1]);
  });

  it('is refused before a line is opened where that title cannot be kept', async () => {
    const security = new AssociationSecurity({
      settings: securedSettings({ auth: 'HighSha256' }, { password: 'x' }),
      counters: () => counterStore('/dev/null/counters'),
      clock: new AsyncClock(),
      random: systemRandom,
      readCounter: () => assert.fail('nobody asked for it'),
    });
    await assert.rejects(security.prepare(), { code: 'DLMS_COUNTER_STORE' });
  });

  it('is a challenge of its own each time, of letters that any meter bears', () => {
    for (const [auth, length] of [
      ['High', 16],
      ['HighGmac', 16],
      ['HighMd5', 16],
    ] as const) {
      const security = securityOf({ auth }, { ...KEYS, password: 'x' });
      const challenges = Array.from({ length: 50 }, () =>
        Buffer.from(security.securing().challenge ?? '').toString(),
      );
      assert.equal(new Set(challenges).size, 50);
      for (const challenge of challenges) assert.match(challenge, new RegExp(`^[A-Za-z0-9+-]{${length}}$`));
    }
    const ecdsa = securityOf(
      { auth: 'HighEcdsa', securitySuite: 1 },
      { signingKey: '11'.repeat(32), serverPublicKey: POINT_OF_11 },
    );
    assert.equal(ecdsa.securing().challenge?.length, 32);
    assert.equal(securityOf({ auth: 'Low' }, { password: 'x' }).securing().challenge, undefined);
  });

  it('is a dedicated key of its own each time where that is asked for, and never printed', async () => {
    const security = securityOf(
      { ...BOTH, securitySuite: 2 },
      {
        ...{ blockCipherKey: EK + AK, authenticationKey: AK + EK },
        dedicatedKey: 'auto',
      },
    );
    const keys = Array.from(
      { length: 20 },
      () => security.securing().security?.dedicatedKey ?? assert.fail(),
    );
    assert.deepEqual(new Set(keys.map(({ length }) => length)), new Set([32]));
    assert.equal(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size, 20);
    assert.match(inspect(security.securing(), { depth: 4 }), /dedicatedKey: \*\*\*/);
  });

  it('counts from the age of the world where nothing is known of the key, and then on', async () => {
    const clock = new AsyncClock();
    assert.equal(await numberOf(securityOf(BOTH, KEYS, clock)), LEAST_FIRST);
    assert.equal(await numberOf(securityOf(BOTH, KEYS, clock)), LEAST_FIRST + 1);
    const late = { ...clock, wallTime: () => Date.UTC(2030, 0, 1) } as unknown as AsyncClock;
    const other = securityOf({ ...BOTH, systemTitle: '4D4D4D0000BC614E' }, KEYS, late);
    assert.equal(await numberOf(other), (Date.UTC(2030, 0, 1) - Date.UTC(2000, 0, 1)) / 1000);
  });

  it('counts from a given number, unless later ones are in use', async () => {
    const from = (invocationCounter: number) => numberOf(securityOf({ ...BOTH, invocationCounter }));
    assert.deepEqual([await from(7), await from(7), await from(50)], [7, 8, 50]);
  });

  it('counts on from the counter object of the meter, read once while all goes well', async () => {
    counterObject = async () => 4711;
    const security = securityOf({ ...BOTH, invocationCounter: '0.0.43.1.2.255' });
    assert.deepEqual([await numberOf(security), await numberOf(security)], [4712, 4713]);
    assert.deepEqual(read, ['0.0.43.1.2.255']);
  });

  it('counts on from the counter object anew after a refusal, and never below what was used', async () => {
    counterObject = async () => 4711;
    const security = securityOf({ ...BOTH, invocationCounter: '0.0.43.1.2.255' });
    await numberOf(security);
    counterObject = async () => 3;
    security.recounts();
    assert.equal(await numberOf(security), 4713);
    counterObject = async () => 9000;
    security.failed();
    assert.deepEqual([await numberOf(security), read.length], [9001, 3]);
  });

  it('tries a meter that refuses its counter once more, and not again before it answered', () => {
    const security = securityOf(BOTH);
    assert.deepEqual([security.recounts(), security.recounts()], [true, false]);
    security.answered();
    assert.equal(security.recounts(), true);
  });

  it('gives numbers back at the end', async () => {
    const first = await numberOf(securityOf(BOTH));
    const security = securityOf(BOTH);
    await security.prepare();
    security.close();
    assert.equal(await numberOf(securityOf(BOTH)), first + 1);
  });

  it('counts for a dedicated key that stays and the global key in one', async () => {
    const withDedicated = (blockCipherKey: string) =>
      securityOf(BOTH, { ...KEYS, blockCipherKey, dedicatedKey: AK });
    const before = await numberOf(withDedicated(EK));
    assert.equal(await numberOf(withDedicated(EK.replace('0F', 'FF'))), before + 1);
  });

  it('remembers what the meter has counted from one association to the next', async () => {
    const security = securityOf(BOTH);
    const received = security.securing().security?.received;
    received?.accept(SENDER, 5);
    assert.throws(() => security.securing().security?.received.check(SENDER, 5), {
      code: 'DLMS_REPLAY',
    });
    const lenient = securityOf({ ...BOTH, quirks: 'counter-repeats' }).securing().security?.received;
    lenient?.accept(SENDER, 5);
    assert.equal(lenient?.check(SENDER, 5), undefined);
  });
});

const POINT_OF_11 =
  '0217E617F0B6443928278F96999E69A23A4F2C152BDF6D6CDF66E5B80282D4ED' +
  '194A7DEBCB97712D2DDA3CA85AA8765A56F45FC758599652F2897C65306E5794';
