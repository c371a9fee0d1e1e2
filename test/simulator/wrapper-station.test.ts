import assert from 'node:assert/strict';
import { conformanceOf } from '../../src/apdu/conformance.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { encodeWpdu, WrapperDeframer } from '../../src/framing/wrapper.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import type { ServerOutput, ServerStack } from '../../src/simulator/stack.js';
import { describeShared } from '../support/shared.js';
import { NOON } from './reading.js';
import { same, stackOf, vectorOctets } from './stacks.js';

const AARQ = fromHex(
  '60 1D A1 09 06 07 60 85 74 05 08 01 01 BE 10 04 0E 01 00 00 00 06 5F 1F 04 00 00 7E 1F 04 B0',
);
const GET_NAME = fromHex('C0 01 C1 00 01 00 00 2A 00 00 FF 02 00');

function wpdu(apdu: Uint8Array, destination: number, source = 16): Uint8Array {
  return encodeWpdu(new OctetWriter(), { kind: 'WPDU', source, destination, apdu }).toOctets();
}

function outputs(stack: ServerStack, octets: Uint8Array): ServerOutput[] {
  return stack.handle({ kind: 'PH-DATA.indication', octets }, NOON);
}

function answers(stack: ServerStack, octets: Uint8Array) {
  const deframer = new WrapperDeframer();
  return outputs(stack, octets).flatMap((output) => {
    assert.ok(output.kind === 'PH-DATA.request');
    return deframer.push(output.octets).map((received) => {
      assert.ok(received.kind === 'wpdu');
      return received.wpdu;
    });
  });
}

describe('meters behind the wrapper', () => {
  const name = (stack: ServerStack, destination: number, source = 16) => {
    answers(stack, wpdu(AARQ, destination, source));
    const [answer] = answers(stack, wpdu(GET_NAME, destination, source));
    if (answer === undefined) return 'silence';
    assert.equal(answer.source, destination);
    assert.equal(answer.destination, source);
    return Buffer.from(answer.apdu.subarray(6)).toString();
  };

  it('are called by their physical address, the first one also by its logical address', () => {
    const stack = stackOf('wrapper', { meters: 3 });
    assert.equal(name(stack, 1), 'MFL0000012345678');
    assert.equal(name(stack, 16), 'MFL0000012345678');
    assert.equal(name(stack, 17), 'MFL0000012345679');
    assert.equal(name(stack, 18), 'MFL0000012345680');
  });

  it('are silent to other addresses, to the broadcast, and to no client or too large a one', () => {
    const stack = stackOf('wrapper', { meters: 3 });
    for (const destination of [0, 2, 19, 0xffff]) assert.equal(name(stack, destination), 'silence');
    assert.equal(name(stack, 1, 0), 'silence');
    assert.equal(name(stack, 1, 128), 'silence');
  });

  it('hold an association for each client on one connection', () => {
    const stack = stackOf('wrapper', { auth: 'Low', password: '0x3132' });
    answers(stack, wpdu(AARQ, 1, 16));
    const [unasked] = answers(stack, wpdu(GET_NAME, 1, 32));
    same(unasked?.apdu, 'D8 01 01');
    const [known] = answers(stack, wpdu(GET_NAME, 1, 16));
    assert.equal(known?.apdu[0], 0xc4);
    const [refused] = answers(stack, wpdu(AARQ, 1, 32));
    assert.equal(refused?.apdu.at(-1), 12);
  });

  it('take a request octet by octet, and several in one piece', () => {
    const stack = stackOf('wrapper');
    const both = Buffer.concat([wpdu(AARQ, 1), wpdu(GET_NAME, 1)]);
    assert.equal(answers(stack, both).length, 2);
    const one = Array.from(both, (octet) => answers(stack, Uint8Array.of(octet)).length);
    assert.equal(
      one.reduce((sum, count) => sum + count, 0),
      2,
    );
    assert.equal(one.at(-1), 1);
  });

  it('close the connection when the octets are no WPDU', () => {
    for (const octets of [
      '7E A0 07 03 21 93 0F 01 7E',
      '00 02 00 10 00 01 00 01 00',
      '00 01 00 10 00 01 00 00',
    ]) {
      assert.deepEqual(outputs(stackOf('wrapper'), fromHex(octets)), [{ kind: 'PH-CLOSE.request' }]);
    }
  });

  it('answer what came before the damage, then close', () => {
    const octets = Buffer.concat([wpdu(AARQ, 1), fromHex('FF FF')]);
    const kinds = outputs(stackOf('wrapper'), octets).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['PH-DATA.request', 'PH-CLOSE.request']);
  });

  it('forget the associations with the line', () => {
    const stack = stackOf('wrapper');
    answers(stack, wpdu(AARQ, 1));
    stack.handle({ kind: 'PH-ABORT.indication' }, NOON);
    same(answers(stack, wpdu(GET_NAME, 1))[0]?.apdu, 'D8 01 01');
  });
});

describeShared('the wrapper and the worked octets of the protocol', (root) => {
  const octets = vectorOctets(root);
  const worked: SimulatorOptions = { limits: { maxPduSize: 500, conformance: conformanceOf(0x00501f) } };

  it('has the worked conversation, but for the name', () => {
    const stack = stackOf('wrapper', worked);
    const answer = (id: string) => {
      const [output] = outputs(stack, octets(id));
      return output?.kind === 'PH-DATA.request' ? output.octets : undefined;
    };
    same(answer('wp.aarq'), octets('wp.aare'));
    const expected = Buffer.from(octets('wp.getres'));
    expected.write('MFL', 14);
    same(answer('wp.get'), expected);
    same(answer('wp.rlrq'), '00 01 00 01 00 10 00 05 63 03 80 01 00');
    assert.equal(answer('wp.bcast'), undefined);
    same(answer('wp.glo'), '00 01 00 01 00 01 00 03 D8 01 01');
  });
});
