/**
 * Conversations recorded between a server and a client that are both not ours: our client asks what the
 * recorded client asked, the recorded server answers, and the values are those that its client told.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { type ClientOptions, clientStack } from '../support/client-stacks.js';
import { recordedLine, recordedServer } from '../support/recorded-conversation.js';
import { factsOf, type Reading, readings } from '../support/recorded-reading.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import { StackPair } from '../support/stack-pair.js';
import { hdlcStation } from '../support/tiny-hdlc.js';
import { wrapperServer } from '../support/tiny-wrapper.js';

const PLAIN = /_ln_(none|low)_none_s0(-info1024|-window7|-gbt)?__/;

function clientOf({ header }: Session): ClientOptions {
  return {
    framing: header.framing === 'wrapper' ? 'wrapper' : 'hdlc',
    password: typeof header.password === 'string' ? header.password : undefined,
    client: Number(header.clientSAP),
    server: Number(header.serverAddress),
  };
}

function ask(pair: StackPair, attributes: readonly AttributeDescriptor[]) {
  const outcome = pair.ask({ kind: 'GET.request', attributes });
  assert.equal(outcome.kind, 'GET.confirm', outcome.kind === 'GET.failed' ? outcome.cause.message : '');
  return outcome.results;
}

function readAll(pair: StackPair, wanted: readonly Reading[], facts: ReadonlyMap<string, string>): void {
  for (const { fact, attributes, tell } of wanted) {
    assert.equal(tell(ask(pair, attributes)), facts.get(fact), fact);
  }
}

describeShared('a recorded session', (root) => {
  const index = JSON.parse(readFileSync(join(root, 'corpus', 'sessions', 'index.json'), 'utf8')) as {
    readonly file: string;
    readonly result: string;
  }[];
  const plain = sessions(root).filter(({ file }) => PLAIN.test(file));
  const factsIn = ({ file }: Session) => factsOf(index.find((each) => each.file === file)?.result ?? '');

  it('is there in every plain kind', () => assert.equal(plain.length, 9));

  for (const session of plain) {
    it(`gives the values that its own client told: ${session.file}`, () => {
      const server = wrapperServer(recordedServer(session), Number(session.header.clientSAP));
      const pair = new StackPair({
        stack: clientStack({ ...clientOf(session), framing: 'wrapper' }),
        server,
      });
      assert.equal(pair.open().kind, 'COSEM-OPEN.confirm');
      readAll(pair, readings, factsIn(session));
      assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
    });
  }

  for (const session of plain.filter(({ file }) => file.includes('-gbt'))) {
    it(`gives them when its blocks come in segments of HDLC: ${session.file}`, () => {
      const station = hdlcStation(recordedServer(session), 128, Number(session.header.clientSAP));
      const pair = new StackPair({
        stack: clientStack({ ...clientOf(session), framing: 'hdlc' }),
        server: station.serve,
      });
      assert.equal(pair.open().kind, 'COSEM-OPEN.confirm');
      readAll(pair, readings, factsIn(session));
      assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
    });
  }

  for (const session of plain.filter(({ header }) => header.framing !== 'wrapper')) {
    it(`gives them in the frames as they were recorded: ${session.file}`, () => {
      const [, info = ''] = /-(info1024|window7)_/.exec(session.file) ?? [];
      const size = info === 'info1024' ? 1024 : 128;
      const window = info === 'window7' ? 7 : 1;
      const proposal = {
        maxInfoTransmit: size,
        maxInfoReceive: size,
        windowTransmit: window,
        windowReceive: window,
      };
      const pair = new StackPair({
        stack: clientStack({ ...clientOf(session), proposal }),
        server: recordedLine(session),
      });
      const opened = pair.open();
      assert.ok(opened.kind === 'COSEM-OPEN.confirm');
      assert.deepEqual(opened.negotiated.link, proposal);
      // With a password the recorded client then wrote and switched, so that the frame numbers went on.
      const whole = session.header.password === null;
      readAll(pair, whole ? readings : readings.slice(0, -1), factsIn(session));
      if (whole) assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
    });
  }
});
