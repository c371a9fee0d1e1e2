/** Ciphered conversations of a server and a client that we did not write: opened by both sides, and made anew. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { toHex } from '../../src/encoding/hex.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { type Opened, SecurityContext } from '../../src/security/security-context.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import { codeOf, hasCode } from './bench.js';
import { isCiphered, protectedApdus, type RecordedProtected, recordedMaterial } from './recorded-security.js';

const ciphered = (root: string) => sessions(root).filter(isCiphered);
const byLogicalName = ({ header }: Session) => header.referencing === 'ln';

function receivers(session: Session, received = () => new ReceivedCounters()) {
  return {
    'c>s': new SecurityContext(recordedMaterial(session, 's>c', { received: received() })),
    's>c': new SecurityContext(recordedMaterial(session, 'c>s', { received: received() })),
  };
}

/** The APDU as its sender makes it, under the number that it had. */
function madeAnew(session: Session, { direction, octets, initiate }: RecordedProtected, opened: Opened) {
  const outer = decodeApdu(octets);
  assert.ok('invocationCounter' in outer && outer.invocationCounter !== undefined);
  const number = outer.invocationCounter;
  const counter = { take: () => number, raise: () => undefined };
  const sender = new SecurityContext(recordedMaterial(session, direction, { counter }));
  return initiate ? sender.protectInitiate(opened.apdu) : sender.protect(opened.apdu, opened);
}

describeShared('recorded sessions by logical name, ciphered', (root) => {
  const all = ciphered(root).filter(byLogicalName);

  it('are there', () => assert.ok(all.length >= 30, `${all.length}`));

  for (const session of all) {
    it(`${session.file}: every APDU is opened, and the same octets made from what was inside`, () => {
      const { apdus, unreadable } = protectedApdus(session);
      assert.ok(apdus.length >= 40 && unreadable.length === 0);
      const contexts = receivers(session);
      for (const recorded of apdus) {
        const opened = contexts[recorded.direction].open(recorded.octets);
        const inner = decodeApdu(opened.apdu);
        assert.equal('invokeIdAndPriority' in inner, !recorded.initiate, inner.kind);
        assert.equal(toHex(madeAnew(session, recorded, opened)), toHex(recorded.octets));
      }
    });
  }

  it('those with a dedicated key use it for all but the initiate APDUs and the challenge', () => {
    const session = all.find(({ file }) => file.startsWith('gurux-java_wrapper_ln_gmac_both_s0-dedicated'));
    assert.ok(session);
    const contexts = receivers(session);
    const keys = protectedApdus(session).apdus.map(({ direction, octets }) =>
      contexts[direction].open(octets),
    );
    assert.equal(keys.filter(({ key }) => key === 'dedicated').length, keys.length - 6);
    assert.deepEqual(new Set(keys.slice(0, 4).map(({ key }) => key)), new Set(['global']));
  });

  it('those with general protection use general-glo-ciphering behind the challenge', () => {
    const session = all.find(({ file }) => file.includes('genprot'));
    assert.ok(session);
    const contexts = receivers(session);
    const forms = protectedApdus(session).apdus.map(
      ({ direction, octets }) => contexts[direction].open(octets).form,
    );
    assert.deepEqual(new Set(forms.slice(4, -2)), new Set(['general']));
  });

  it('the server begins with 0 in every association, which is refused but for the tolerance', () => {
    const [session] = all;
    assert.ok(session);
    const answers = protectedApdus(session).apdus.filter(({ direction }) => direction === 's>c');
    const [first] = answers;
    assert.ok(first);
    for (const restarts of [false, true]) {
      const received = new ReceivedCounters({ restarts });
      for (const { octets } of answers) receivers(session, () => received)['s>c'].open(octets);
      received.begin();
      const again = (): Opened => receivers(session, () => received)['s>c'].open(first.octets);
      if (restarts) assert.equal(again().key, 'global');
      else assert.throws(again, hasCode('DLMS_REPLAY', /counter 0 was used before/));
    }
  });
});

describeShared('recorded sessions by short name, ciphered', (root) => {
  const all = ciphered(root).filter((session) => !byLogicalName(session));
  const repeating = () => new ReceivedCounters({ repeats: true });

  it('are there', () => assert.ok(all.length >= 6, `${all.length}`));

  for (const session of all) {
    it(`${session.file}: every APDU but those with a known fault is opened`, () => {
      const { apdus } = protectedApdus(session);
      const contexts = receivers(session, repeating);
      const refused = apdus.filter(
        ({ direction, octets }) =>
          codeOf(() => decodeApdu(contexts[direction].open(octets).apdu)) !== undefined,
      );
      assert.ok(apdus.length >= 45);
      // Only the proof of high level security is ciphered twice.
      const faults = session.header.authentication === 'low' ? [] : ['s>c'];
      assert.deepEqual(
        refused.map(({ direction }) => direction),
        faults,
      );
    });

    it(`${session.file}: the server repeats its number, which is refused but for the tolerance`, () => {
      const answers = protectedApdus(session).apdus.filter(
        ({ direction, octets }) => direction === 's>c' && octets[0] === 0x2c,
      );
      const context = receivers(session)['s>c'];
      const [first, second] = answers;
      assert.ok(first && second);
      context.open(first.octets);
      assert.throws(() => context.open(second.octets), hasCode('DLMS_REPLAY'));
    });

    it(`${session.file}: the client's RLRQ is ciphered like a service, and is none`, () => {
      const { unreadable } = protectedApdus(session);
      assert.deepEqual(
        unreadable.map(([tag]) => tag),
        [0x62],
      );
    });
  }

  for (const session of all.filter(({ header }) => header.authentication === 'gmac')) {
    it(`${session.file}: the answer to the challenge is ciphered twice in one answer, and refused`, () => {
      const context = receivers(session, repeating)['s>c'];
      const answer = protectedApdus(session).apdus.find(({ octets }) => octets[0] === 0x2d);
      assert.ok(answer);
      const code = session.header.security === 'enc' ? 'DLMS_DECIPHERING' : 'DLMS_MALFORMED';
      assert.throws(() => context.open(answer.octets), hasCode(code, /glo-writeResponse/));
    });
  }

  for (const session of all.filter(({ header }) => header.authentication === 'low')) {
    it(`${session.file}: the server names suite 1 once, which protects as suite 0 does`, () => {
      const answer = protectedApdus(session).apdus.find(({ octets }) => octets[0] === 0x28);
      assert.ok(answer);
      const { apdu } = new SecurityContext(recordedMaterial(session, 'c>s')).open(answer.octets);
      assert.equal(decodeApdu(apdu).kind, 'initiate-response');
    });
  }
});
