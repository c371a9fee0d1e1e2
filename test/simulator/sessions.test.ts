/** The client's side of recorded conversations with another server, answered by the simulated meter. */
import assert from 'node:assert/strict';
import { decodeAare } from '../../src/apdu/aare.js';
import { decodeActionResponse } from '../../src/apdu/action.js';
import { decodeExceptionResponse } from '../../src/apdu/exception.js';
import { decodeGetRequest, decodeGetResponse } from '../../src/apdu/get.js';
import { decodeRlre } from '../../src/apdu/release.js';
import { decodeSetResponse } from '../../src/apdu/set.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { HdlcDeframer } from '../../src/framing/hdlc/deframer.js';
import { decodeLinkParameters } from '../../src/framing/hdlc/link-parameters.js';
import { withoutLlc } from '../../src/framing/hdlc/llc.js';
import { SegmentJoiner } from '../../src/framing/hdlc/segmenter.js';
import { WrapperDeframer } from '../../src/framing/wrapper.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import { PaperClient } from './paper-client.js';
import { NOON } from './reading.js';
import { stackOf } from './stacks.js';

/** Reads an answer to its last octet: the kind of PDU that it is. */
function kindOf(apdu: Uint8Array): string {
  const reader = new OctetReader(apdu);
  const read = {
    97: decodeAare,
    99: decodeRlre,
    196: decodeGetResponse,
    197: decodeSetResponse,
    199: decodeActionResponse,
    216: decodeExceptionResponse,
  }[apdu[0] ?? 0];
  assert.ok(read !== undefined, `an answer that begins with ${apdu[0]}`);
  const { kind } = read(reader);
  assert.equal(reader.remaining, 0);
  return kind;
}

/** Sessions of plain associations by logical name, that this server can serve. */
function plain(root: string, framing: 'hdlc' | 'wrapper'): readonly Session[] {
  return sessions(root).filter(({ file }) => new RegExp(`_${framing}_ln_(none|low)_none_`).test(file));
}

function optionsOf({ file, header }: Session) {
  return file.includes('_ln_low_')
    ? ({ auth: 'Low', password: String(header.password) } as const)
    : ({ auth: 'None' } as const);
}

/** The APDUs of a recorded HDLC client, and the information field of its SNRM. */
function recorded({ turns }: Session) {
  const deframer = new HdlcDeframer();
  const joiner = new SegmentJoiner();
  const apdus: Uint8Array[] = [];
  let snrm: Uint8Array | undefined;
  let client = 0;
  for (const { dir, hex } of turns) {
    if (dir !== 'c>s') continue;
    for (const output of deframer.push(fromHex(hex))) {
      assert.ok(output.kind === 'frame');
      const { control, information } = output.frame;
      client = output.frame.source.upper;
      if (control.kind === 'SNRM') snrm = information;
      const whole = control.kind === 'I' ? joiner.add(output.frame) : undefined;
      const apdu = whole && withoutLlc(whole);
      if (apdu !== undefined) apdus.push(apdu);
    }
  }
  assert.ok(snrm !== undefined && apdus.length > 5);
  return { snrm, apdus, client };
}

describeShared('a simulated meter called by a client of another make', (root) => {
  for (const session of plain(root, 'hdlc')) {
    it(`answers all of ${session.file}`, () => {
      const { snrm, apdus, client } = recorded(session);
      const address = { size: 1, upper: client, lower: 0 } as const;
      const paper = new PaperClient(stackOf('hdlc', optionsOf(session)), undefined, address);
      paper.connect(decodeLinkParameters(new OctetReader(snrm)));
      const kinds = apdus.map((apdu) => kindOf(paper.ask(apdu)));
      assert.equal(kinds[0], 'AARE');
      const served = kinds.filter((kind) => kind.startsWith('get-response')).length;
      // A client that counted blocks of another server may ask for one that this server does not have.
      assert.ok(served >= 19, `${served} GETs served`);
      assert.ok(!kinds.includes('exception-response'));
      assert.deepEqual(paper.command('DISC')[0]?.control, { kind: 'UA', pollFinal: true });
    });
  }

  for (const session of plain(root, 'wrapper')) {
    it(`answers all of ${session.file}`, () => {
      const stack = stackOf('wrapper', optionsOf(session));
      const [requests, replies] = [new WrapperDeframer(), new WrapperDeframer()];
      const kinds: string[] = [];
      let [actions, unknown] = [0, 0];
      for (const { dir, hex } of session.turns) {
        if (dir !== 'c>s') continue;
        const octets = fromHex(hex);
        const asked = requests.push(octets);
        const sent = stack.handle({ kind: 'PH-DATA.indication', octets }, NOON);
        const answers = sent.flatMap((output) =>
          output.kind === 'PH-DATA.request' ? replies.push(output.octets) : [],
        );
        assert.equal(answers.length, asked.length);
        for (const [at, answer] of answers.entries()) {
          const request = asked[at];
          assert.ok(answer.kind === 'wpdu' && request?.kind === 'wpdu');
          assert.equal(answer.wpdu.source, request.wpdu.destination);
          assert.equal(answer.wpdu.destination, request.wpdu.source);
          kinds.push(kindOf(answer.wpdu.apdu));
          actions += request.wpdu.apdu[0] === 0xc3 ? 1 : 0;
          unknown += request.wpdu.apdu[0] === 0xe0 ? 1 : 0;
          repeatsInvokeId(request.wpdu.apdu, answer.wpdu.apdu);
        }
      }
      assert.equal(kinds[0], 'AARE');
      assert.ok(kinds.filter((kind) => kind === 'get-response-normal').length >= 9);
      assert.ok(kinds.includes('get-response-with-list'));
      assert.equal(kinds.filter((kind) => kind === 'action-response-normal').length, actions);
      assert.equal(kinds.filter((kind) => kind === 'exception-response').length, unknown);
    });
  }
});

function repeatsInvokeId(request: Uint8Array, answer: Uint8Array): void {
  if (request[0] !== 0xc0 || answer[0] !== 0xc4) return;
  const { invokeIdAndPriority } = decodeGetRequest(new OctetReader(request));
  assert.equal(answer[2], invokeIdAndPriority);
}
