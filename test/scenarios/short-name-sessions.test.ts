/**
 * Conversations by short names between a server and a client that are both not ours: our client reads the
 * object list, finds the short names in it, asks what the recorded client asked, and tells the same values.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { decodeObjectListSn, type SnObjectListElement } from '../../src/cosem/object-list-sn.js';
import { attributeShortName } from '../../src/cosem/short-name.js';
import { attribute, shortNamed } from '../support/apdus.js';
import { clientStack } from '../support/client-stacks.js';
import { recordedLine, recordedServer } from '../support/recorded-conversation.js';
import { factsOf, type Reading, readings } from '../support/recorded-reading.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import { StackPair } from '../support/stack-pair.js';
import { wrapperServer } from '../support/tiny-wrapper.js';

const PLAIN = /_sn_(none|low)_none_s0__/;
const OBJECT_LIST = shortNamed(0xfa08, 12, '0.0.40.0.0.255');
const DEFAULT_LINK = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 };

/** In place of an object that is unknown, the recorded client asked for the name of one that is known. */
const LOGICAL_NAME: Reading = {
  fact: 'unknownObject',
  attributes: [attribute(1, '0.0.42.0.0.255', 1)],
  tell: ([result]) => {
    assert.ok(result?.kind === 'data' && result.data.kind === 'octet-string');
    return result.data.octets.join('.');
  },
};

const WANTED: readonly Reading[] = readings
  .filter(({ fact }) => fact !== 'objectList')
  .map((reading) => (reading.fact === 'unknownObject' ? LOGICAL_NAME : reading));

function clientOf({ header }: Session, framing: 'hdlc' | 'wrapper') {
  return clientStack({
    framing,
    referencing: 'SN',
    password: typeof header.password === 'string' ? header.password : undefined,
    client: Number(header.clientSAP),
    server: Number(header.serverAddress),
    proposal: DEFAULT_LINK,
  });
}

function ask(pair: StackPair, attributes: readonly AttributeDescriptor[]) {
  const outcome = pair.ask({ kind: 'GET.request', attributes });
  assert.equal(outcome.kind, 'GET.confirm', outcome.kind === 'GET.failed' ? outcome.cause.message : '');
  return outcome.results;
}

function objectsOf(pair: StackPair): readonly SnObjectListElement[] {
  const [result] = ask(pair, [OBJECT_LIST]);
  assert.ok(result?.kind === 'data');
  return decodeObjectListSn(result.data);
}

function readAll(pair: StackPair, session: Session, facts: ReadonlyMap<string, string>): void {
  const objects = objectsOf(pair);
  // The list announces so many (DC, DD), and all of them are there.
  assert.equal(objects.length, session.header.framing === 'modee' ? 221 : 220);
  assert.equal(pair.traces.filter(({ note }) => note?.includes('missing')).length, 0);
  const baseNames = new Map(objects.map(({ logicalName, baseName }) => [logicalName, baseName]));
  for (const { fact, attributes, tell } of WANTED) {
    const named = attributes.map((each) => {
      const baseName = baseNames.get(each.logicalName) ?? assert.fail(each.logicalName);
      return { ...each, shortName: attributeShortName(baseName, each.attributeId) };
    });
    assert.equal(tell(ask(pair, named)), facts.get(fact), fact);
  }
}

describeShared('a recorded session by short names', (root) => {
  const index = JSON.parse(readFileSync(join(root, 'corpus', 'sessions', 'index.json'), 'utf8')) as {
    readonly file: string;
    readonly result: string;
  }[];
  const plain = sessions(root).filter(({ file }) => PLAIN.test(file));
  const factsIn = ({ file }: Session) => factsOf(index.find((each) => each.file === file)?.result ?? '');

  it('is there in every plain kind', () => assert.equal(plain.length, 5));

  for (const session of plain) {
    it(`gives the values that its own client told: ${session.file}`, () => {
      const server = wrapperServer(recordedServer(session), Number(session.header.clientSAP));
      const pair = new StackPair({ stack: clientOf(session, 'wrapper'), server });
      const opened = pair.open();
      assert.ok(opened.kind === 'COSEM-OPEN.confirm');
      assert.equal(opened.negotiated.vaaName, 0xfa00);
      readAll(pair, session, factsIn(session));
      assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
    });
  }

  for (const session of plain.filter(({ header }) => header.framing === 'hdlc')) {
    it(`gives them in the frames as they were recorded: ${session.file}`, () => {
      const pair = new StackPair({ stack: clientOf(session, 'hdlc'), server: recordedLine(session) });
      const opened = pair.open();
      assert.ok(opened.kind === 'COSEM-OPEN.confirm');
      assert.deepEqual(opened.negotiated.link, DEFAULT_LINK);
      readAll(pair, session, factsIn(session));
    });
  }
});
