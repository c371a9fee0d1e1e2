/**
 * Conversations with high level security and ciphering, recorded between a server and a client that are both
 * not ours: our client proves itself as the recorded one did, believes the recorded server, asks what was
 * asked, and tells the same values.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHls } from '../../src/client/authentication.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { shortNamed } from '../support/apdus.js';
import { tell } from '../support/conversation.js';
import { openedByHand } from '../support/opened-by-hand.js';
import { hexOf } from '../support/recorded-conversation.js';
import { factsOf, readings } from '../support/recorded-reading.js';
import { authOf, clientKeys, recordedRequests, securedPair } from '../support/secured-recording.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import type { StackPair } from '../support/stack-pair.js';

const SECURED = /_(high|md5|sha1|gmac|sha256|ecdsa)_|_(auth|enc|both)_/;

const secured = (root: string, referencing: string) =>
  sessions(root).filter(({ file, header }) => SECURED.test(file) && header.referencing === referencing);

function ask(pair: StackPair, attributes: readonly AttributeDescriptor[]) {
  const outcome = pair.ask({ kind: 'GET.request', attributes });
  assert.equal(outcome.kind, 'GET.confirm', outcome.kind === 'GET.failed' ? outcome.cause.message : '');
  return outcome.results;
}

/** What we sent as the n-th request, in clear. */
function sentInClear(pair: StackPair, session: Session, n: number): string {
  return openedByHand(hexOf(pair.sent[n] ?? new Uint8Array()).slice(16), clientKeys(session));
}

describeShared('a recorded session with security, by logical names', (root) => {
  const all = secured(root, 'ln');
  const index = JSON.parse(readFileSync(join(root, 'corpus', 'sessions', 'index.json'), 'utf8')) as {
    readonly file: string;
    readonly result: string;
  }[];

  it('is there in many kinds', () => assert.equal(all.length, 44));

  for (const session of all) {
    it(`gives the values that its own client told: ${session.file}`, () => {
      const pair = securedPair(root, session);
      assert.equal(tell(pair.open()), 'COSEM-OPEN.confirm');
      const facts = factsOf(index.find(({ file }) => file === session.file)?.result ?? '');
      for (const { fact, attributes, tell: told } of readings) {
        assert.equal(told(ask(pair, attributes)), facts.get(fact), fact);
      }
      assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
    });

    // A signature is never the same twice.
    if (isHls(authOf(session)) && authOf(session) !== 'HighEcdsa') {
      it(`is answered to its challenge as its own client did: ${session.file}`, () => {
        const pair = securedPair(root, session);
        pair.open();
        assert.equal(sentInClear(pair, session, 1), recordedRequests(session)[1]);
      });
    }
  }
});

describeShared('a recorded session with security, by short names', (root) => {
  const all = secured(root, 'sn');
  const plain = all.filter(({ header }) => header.security === 'none');
  const ciphered = all.filter(({ header }) => header.security !== 'none');
  const OBJECT_LIST = shortNamed(0xfa08, 12, '0.0.40.0.0.255');

  it('is there in many kinds', () => assert.deepEqual([plain.length, ciphered.length], [10, 6]));

  for (const session of plain) {
    it(`lets us in, and answers our READ as it answered a WRITE: ${session.file}`, () => {
      const pair = securedPair(root, session);
      assert.equal(tell(pair.open()), 'COSEM-OPEN.confirm');
      const [ours, theirs = ''] = [sentInClear(pair, session, 1), recordedRequests(session)[1]];
      assert.equal(ours, theirs.replace('060102FA5801', '050104FA5800'));
      assert.ok(ask(pair, [OBJECT_LIST]).every(({ kind }) => kind === 'data'));
    });
  }

  // That server names suite 1 in this AARE, which has the same cipher, and suite 0 in all else.
  for (const session of ciphered.filter((each) => !isHls(authOf(each)))) {
    it(`is read, though its server does not count: ${session.file}`, () => {
      const pair = securedPair(root, session);
      assert.equal(tell(pair.open()), 'COSEM-OPEN.confirm');
      const [list] = ask(pair, [OBJECT_LIST]);
      assert.ok(list?.kind === 'data' && list.data.kind === 'array');
      assert.equal(list.data.elements.length, 220);
    });
  }

  // That server answers the WRITE of pass 3 with a ReadResponse ciphered inside a ciphered WriteResponse.
  for (const session of ciphered.filter((each) => isHls(authOf(each)))) {
    it(`is not taken for an answer to a READ where its server answers a WRITE: ${session.file}`, () => {
      assert.match(tell(securedPair(root, session).open()), /^DLMS_(MALFORMED|DECIPHERING) security meter$/);
    });
  }
});
