/**
 * The client's side of recorded conversations with another server, all authentications and protections,
 * answered by the simulated meter: it draws the challenge that the recorded server drew, so that the proofs of
 * the recorded client are right.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeAare } from '../../src/apdu/aare.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { readPublicKey } from '../../src/security/key-pair.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { isProtected, SecurityContext } from '../../src/security/security-context.js';
import type { SecuritySuiteId } from '../../src/security/suite.js';
import type { SeenCounter } from '../../src/simulator/client-counters.js';
import { PROTECTION, type SecurityName } from '../../src/simulator/security-settings.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { octetsOf, recordedApdus } from '../support/recorded-conversation.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import { association } from './association-fixture.js';
import { NOON } from './reading.js';

const AUTH = {
  none: 'None',
  low: 'Low',
  high: 'High',
  md5: 'HighMd5',
  sha1: 'HighSha1',
  gmac: 'HighGmac',
  sha256: 'HighSha256',
  ecdsa: 'HighEcdsa',
} as const;

const SECURITY: Readonly<Record<string, SecurityName>> = {
  none: 'None',
  auth: 'Authentication',
  enc: 'Encryption',
  both: 'AuthenticationEncryption',
};

interface Conversation {
  readonly asked: readonly Uint8Array[];
  readonly stoc: Uint8Array | undefined;
  /** What the recorded server answered to the proof. */
  readonly proved: string | undefined;
}

function conversationOf(session: Session): Conversation {
  const apdus = recordedApdus(session).map(({ direction, hex }) => ({ direction, octets: octetsOf(hex) }));
  const answers = apdus.filter(({ direction }) => direction === 's>c');
  const [aare, second] = answers.map(({ octets }) => octets);
  return {
    asked: apdus.filter(({ direction }) => direction === 'c>s').map(({ octets }) => octets),
    stoc: aare && decodeAare(new OctetReader(aare)).respondingAuthenticationValue,
    proved: second && toHex(second),
  };
}

function publishedKey(root: string, suite: SecuritySuiteId) {
  const text = readFileSync(join(root, 'corpus', 'sessions', 'ecdsa-test-keys.txt'), 'utf8');
  const name = suite === 2 ? 'client384' : 'client256';
  const [, hex = ''] = new RegExp(`^${name} .*pub=([0-9a-f]+)`, 'm').exec(text) ?? [];
  const own = suite === 2 ? 'server384' : 'server256';
  const [, signingKey = ''] = new RegExp(`^${own} priv=([0-9a-f]+)`, 'm').exec(text) ?? [];
  return { clientPublicKey: readPublicKey(hex), signingKey };
}

function optionsOf(root: string, { header }: Session, stoc: Uint8Array | undefined): SimulatorOptions {
  const suite = Number(header.suite) as SecuritySuiteId;
  const auth = AUTH[header.authentication as keyof typeof AUTH];
  const text = (name: string) => (typeof header[name] === 'string' ? header[name] : undefined);
  return {
    auth,
    password: text('password') ?? text('hlsSecret'),
    security: SECURITY[String(header.security)],
    securitySuite: suite,
    blockCipherKey: text('guek'),
    authenticationKey: text('gak'),
    systemTitle: text('serverSystemTitle'),
    ...(auth === 'HighEcdsa' && publishedKey(root, suite)),
    random: () => stoc ?? new Uint8Array(16),
  };
}

/** What the recorded client would see. */
function readerOf({ header }: Session): SecurityContext {
  const key = (name: string) => (typeof header[name] === 'string' ? fromHex(header[name]) : undefined);
  return new SecurityContext({
    suite: Number(header.suite) as SecuritySuiteId,
    protection: PROTECTION[SECURITY[String(header.security)] ?? 'None'],
    systemTitle: fromHex(String(header.clientSystemTitle)),
    peerSystemTitle: fromHex(String(header.serverSystemTitle)),
    blockCipherKey: key('guek'),
    authenticationKey: key('gak'),
    dedicatedKey: key('dedicatedKey'),
    counter: { take: () => 0, raise: () => undefined },
    received: new ReceivedCounters(),
  });
}

describeShared('a simulated meter whose keys a client of another make has', (root) => {
  const recorded = sessions(root);

  it('has all authentications, protections and suites to try', () => {
    const names = recorded.map(({ file }) => file).join(' ');
    for (const auth of Object.keys(AUTH)) assert.match(names, new RegExp(`_${auth}_`));
    for (const security of Object.keys(SECURITY)) assert.match(names, new RegExp(`_${security}_s`));
    assert.ok(recorded.length >= 74);
  });

  /** By short names that client ciphers two messages under one number. */
  const repeats = ({ file }: Session) => /_sn_\w+_(both|enc)_s/.test(file);

  for (const session of recorded.filter(repeats)) {
    it(`refuses ${session.file} where it uses an invocation counter again, and says which`, () => {
      const { asked, stoc } = conversationOf(session);
      const seen: SeenCounter[] = [];
      const options = { ...optionsOf(root, session, stoc), onCounter: (one: SeenCounter) => seen.push(one) };
      const meter = association(options, Number(session.header.clientSAP));
      const answers = asked.map((apdu) => meter.answer(apdu, NOON));
      const at = answers.findIndex((answer) => answer?.[0] === 0xd8);
      assert.ok(at >= 1);
      const counter = asked[at]?.subarray(3, 7) ?? new Uint8Array();
      assert.equal(toHex(answers[at] ?? counter), `D80206${toHex(counter)}`);
      const again = seen.filter(({ fresh }) => !fresh);
      assert.deepEqual(
        again.map(({ invocationCounter }) => invocationCounter),
        [Number(`0x${toHex(counter)}`)],
      );
      assert.ok(answers.slice(at + 1, -1).every((answer) => toHex(answer ?? counter) === 'D80101'));
    });
  }

  for (const session of recorded.filter((each) => !repeats(each))) {
    it(`takes all of ${session.file}`, () => {
      const { asked, stoc, proved } = conversationOf(session);
      const seen: SeenCounter[] = [];
      const options = { ...optionsOf(root, session, stoc), onCounter: (one: SeenCounter) => seen.push(one) };
      const meter = association(options, Number(session.header.clientSAP));
      const reader = readerOf(session);
      const ciphered = session.header.security !== 'none';
      const answers = asked.map((apdu) => meter.answer(apdu, NOON));
      const aare = decodeAare(new OctetReader(answers[0] ?? new Uint8Array()));
      assert.equal(aare.result, 'accepted');
      for (const [at, answer] of answers.entries()) {
        assert.ok(answer !== undefined);
        const request = asked[at]?.[0];
        assert.ok(
          answer[0] !== 0xd8 || request === 0xe0,
          `${toHex(answer)} to ${toHex(asked[at] ?? answer)}`,
        );
        if (at > 0 && ciphered && answer[0] !== 0x63) {
          assert.ok(isProtected(answer));
          assert.ok(reader.open(answer).apdu.length > 2);
        }
      }
      if (stoc !== undefined && !ciphered && !/_(gmac|ecdsa)_/.test(session.file))
        assert.match(
          proved ?? '',
          new RegExp(toHex(answers[1]?.subarray(-16) ?? new Uint8Array(1)) || 'none'),
        );
      assert.equal(seen.length > 0, ciphered || session.header.authentication === 'gmac');
      assert.ok(seen.every(({ fresh, client }) => fresh && client === session.header.clientSystemTitle));
    });
  }
});
