/**
 * Sessions with an IEC start, recorded between a server and a client that are both not ours: our client asks,
 * the recorded server answers in the octets that it sent.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModeELink } from '../../src/client/mode-e-link.js';
import { ClientStack } from '../../src/client/stack.js';
import { IecBench } from '../support/iec-bench.js';
import { MODE_E } from '../support/iec-starts.js';
import { octetsOf, recordedLine } from '../support/recorded-conversation.js';
import { factsOf, readings } from '../support/recorded-reading.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import { StackPair } from '../support/stack-pair.js';

const DEFAULTS = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 };

function linkOf({ header }: Session): ModeELink {
  return new ModeELink({
    ...MODE_E,
    server: { size: 1, upper: Number(header.serverAddress), lower: 0 },
    client: Number(header.clientSAP),
    proposal: DEFAULTS,
    lineControl: false,
  });
}

/** What the recorded server said to this message, whatever it is written in. */
function recordedStart({ turns }: Session): (burst: Uint8Array) => Uint8Array[] {
  const hdlc = recordedLine({ file: '', header: {}, turns });
  const answers = new Map([0, 2].map((at) => [turns[at]?.hex, turns[at + 1]?.hex ?? '']));
  return (burst) => {
    const answer = answers.get(Buffer.from(burst).toString('hex'));
    return answer === undefined ? hdlc(burst) : [octetsOf(answer)];
  };
}

describeShared('a recorded session with an IEC start', (root) => {
  const index = JSON.parse(readFileSync(join(root, 'corpus', 'sessions', 'index.json'), 'utf8')) as {
    readonly file: string;
    readonly result: string;
  }[];
  const starts = sessions(root).filter(({ header }) => header.framing === 'modee');

  for (const session of starts) {
    it(`connects: ${session.file}`, () => {
      const bench = new IecBench(linkOf(session));
      const serve = recordedStart(session);
      const connected = () => bench.outputs.some(({ kind }) => kind === 'DL-CONNECT.confirm');
      let outputs = bench.put({ kind: 'DL-CONNECT.request' });
      for (let turns = 0; turns < 20 && !connected(); turns += 1) {
        const burst = bench.outputs.findLast((output) => output.kind === 'PH-DATA.request');
        const [answer] = outputs.some((each) => each.startsWith('>')) && burst ? serve(burst.octets) : [];
        const before = bench.outputs.length;
        outputs =
          answer === undefined ? bench.expire() : bench.hear(`hex ${Buffer.from(answer).toString('hex')}`);
        assert.ok(bench.outputs.length > before, 'it goes on');
      }
      assert.ok(connected());
    });
  }

  for (const session of starts.filter(({ file }) => /_ln_(none|low)_none/.test(file))) {
    it(`gives the values that its own client told: ${session.file}`, () => {
      const { password } = session.header;
      const stack = new ClientStack({
        link: linkOf(session),
        auth: password === null ? 'None' : 'Low',
        password: Buffer.from(password === null ? '' : String(password)),
        timeoutMs: 2500,
      });
      const pair = new StackPair({ stack, server: recordedStart(session) });
      const opened = pair.open();
      assert.ok(opened.kind === 'COSEM-OPEN.confirm', 'cause' in opened ? String(opened.cause) : '');
      assert.deepEqual(opened.negotiated.link, DEFAULTS);
      const facts = factsOf(index.find(({ file }) => file === session.file)?.result ?? '');
      // With a password the recorded client then wrote and switched, so that the frame numbers went on.
      const wanted = password === null ? readings : readings.slice(0, -1);
      for (const { fact, attributes, tell } of wanted) {
        const outcome = pair.ask({ kind: 'GET.request', attributes });
        assert.ok(outcome.kind === 'GET.confirm', fact);
        assert.equal(tell(outcome.results), facts.get(fact), fact);
      }
      if (password === null) assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
    });
  }
});
