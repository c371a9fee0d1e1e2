/** The client's side of recorded conversations by short names, answered by the simulated meter. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { encodeWpdu, WrapperDeframer } from '../../src/framing/wrapper.js';
import { octetsOf, recordedApdus } from '../support/recorded-conversation.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import { PaperClient } from './paper-client.js';
import { NOON } from './reading.js';
import { stackOf } from './stacks.js';

function optionsOf({ header }: Session) {
  return typeof header.password === 'string'
    ? ({ auth: 'Low', password: header.password } as const)
    : ({ auth: 'None' } as const);
}

/** What answers an APDU of the recorded client. */
function meterFor(session: Session): (apdu: Uint8Array) => Uint8Array {
  const client = Number(session.header.clientSAP);
  if (session.header.framing === 'hdlc') {
    const paper = new PaperClient(stackOf('hdlc', optionsOf(session)), undefined, {
      size: 1,
      upper: client,
      lower: 0,
    });
    paper.connect();
    return (apdu) => paper.ask(apdu);
  }
  const stack = stackOf('wrapper', optionsOf(session));
  return (apdu) => {
    const wpdu = { kind: 'WPDU', source: client, destination: 1, apdu } as const;
    const octets = encodeWpdu(new OctetWriter(), wpdu).toOctets();
    const [sent] = stack.handle({ kind: 'PH-DATA.indication', octets }, NOON);
    assert.ok(sent?.kind === 'PH-DATA.request');
    const [received] = new WrapperDeframer().push(sent.octets);
    assert.ok(received?.kind === 'wpdu');
    return received.wpdu.apdu;
  };
}

describeShared('a simulated meter called by short names by a client of another make', (root) => {
  const plain = sessions(root).filter(({ file }) => /_(hdlc|wrapper)_sn_(none|low)_none_/.test(file));

  it('is called over HDLC and WRAPPER, with a password and without', () => assert.equal(plain.length, 4));

  for (const session of plain) {
    it(`answers all of ${session.file}, one result for each variable`, () => {
      const meter = meterFor(session);
      const asked = recordedApdus(session).filter(({ direction }) => direction === 'c>s');
      const kinds = asked.map(({ hex }) => {
        const request = decodeApdu(octetsOf(hex));
        const answer = decodeApdu(meter(octetsOf(hex)));
        if (request.kind === 'read-request' || request.kind === 'write-request') {
          assert.ok(answer.kind === 'read-response' || answer.kind === 'write-response', answer.kind);
          assert.equal(answer.results.length, request.specifications.length);
        }
        return answer.kind;
      });
      assert.equal(kinds[0], 'AARE');
      assert.ok(kinds.filter((kind) => kind === 'read-response').length >= 17);
      const writes = asked.filter(({ hex }) => hex.startsWith('06')).length;
      assert.equal(kinds.filter((kind) => kind === 'write-response').length, writes);
      assert.equal(writes > 0, session.header.password !== null);
    });
  }
});
