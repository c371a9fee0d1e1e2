/** ACCESS beyond the worked examples: what other people's meters have said, secrets, and odd octets. */
import assert from 'node:assert/strict';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { describeApdu } from '../../src/apdu/describe.js';
import { longInvokeIdAndPriority } from '../../src/apdu/long-invoke-id.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { captures, describeShared } from '../support/shared.js';
import { assertSame } from './defined.js';
import { foreignView } from './foreign-view.js';

interface Signed {
  readonly general_signing: { readonly content: string };
  readonly content_apdu: Readonly<Record<string, unknown>>;
}

describeShared('ACCESS inside captured messages that are authenticated, not enciphered', (root) => {
  const signed = captures(root).filter(
    ({ reference_decode: decoded }) => decoded && 'content_apdu' in decoded,
  );

  it('is there', () => assert.ok(signed.length >= 5));

  for (const { id, description, reference_decode } of signed) {
    it(`${id}: ${description}`, () => {
      const { general_signing, content_apdu } = reference_decode as unknown as Signed;
      const octets = fromHex(general_signing.content);
      const apdu = decodeApdu(octets);
      const { trailing, ...expected } = content_apdu;
      assert.equal(trailing, '');
      assertSame(foreignView(apdu), expected);
      assert.equal(toHex(encodeApdu(apdu)), toHex(octets));
      for (let length = 0; length < octets.length; length += 1) {
        assert.throws(() => decodeApdu(octets.subarray(0, length)), hasCode('DLMS_TRUNCATED'), `${length}`);
      }
    });
  }
});

describe('an ACCESS', () => {
  const decode = (hex: string) => decodeApdu(fromHex(hex));

  it('answer that repeats what was asked', () => {
    const hex = 'DA40000001000101010003010001' + '0800FF020106000000050101' + '00';
    const apdu = decode(hex);
    assertSame(apdu, {
      kind: 'access-response',
      longInvokeIdAndPriority: 0x40000001,
      specifications: [
        { service: 'get', attribute: { classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 2 } },
      ],
      data: [{ kind: 'double-long-unsigned', value: 5 }],
      outcomes: [{ service: 'get', result: 'success' }],
    });
    assert.equal(toHex(encodeApdu(apdu)), hex);
  });

  it('request that writes with a selection', () => {
    const hex = 'D9400000010001050007010063' + '0100FF0201120001' + '010000';
    const apdu = decode(hex.slice(0, -2));
    assert.ok(apdu.kind === 'access-request');
    const [specification] = apdu.specifications;
    assert.ok(specification?.service === 'set' && specification.attribute.selection?.selector === 1);
    assert.equal(toHex(encodeApdu(apdu)), hex.slice(0, -2));
  });

  it('with the time before it, with or without the tag of an octet-string', () => {
    const time = '07E8030F050C1E0000FFC400';
    assertSame(decode(`DA40000001090C${time}000000`), decode(`DA400000010C${time}000000`));
  });

  it('of an unknown choice is refused', () => {
    for (const hex of ['D9400000010001060000', 'D9400000010001000000', 'DA40000001000000010400']) {
      assert.throws(() => decode(hex), hasCode('DLMS_MALFORMED'), hex);
    }
  });

  it('with results that no book has', () => {
    const apdu = decode('DA400000010000000201630363');
    assert.ok(apdu.kind === 'access-response' && apdu.data.length === 0);
    assert.deepEqual(apdu.outcomes, [
      { service: 'get', result: 'other-reason' },
      { service: 'action', result: 'unknown-99' },
    ]);
  });

  it('with more items than the octets can back', () => {
    for (const hex of ['D9400000010084FFFFFFFF', 'DA40000001000084FFFFFFFF', 'DA4000000100000084FFFFFFFF']) {
      assert.throws(() => decode(hex), hasCode('DLMS_TRUNCATED'), hex);
    }
  });

  it('that sets a secret shows none, nor one that a method takes', () => {
    const secret = 'DEADBEEF';
    for (const specification of ['02000F0000280000FF07', '03000F0000280000FF02']) {
      const described = JSON.stringify(describeApdu(decode(`D9400000010001${specification}010904${secret}`)));
      assert.doesNotMatch(described, /DEADBEEF/i);
      assert.match(described, /\*\*\*/);
    }
  });
});

describe('the long invoke-id', () => {
  it('is told with all that stands beside it', () => {
    const described = (number: string) =>
      describeApdu(decodeApdu(fromHex(`0F${number}0000`))).longInvokeIdAndPriority;
    assert.deepEqual(described('C0123456'), {
      longInvokeId: 0x123456,
      serviceClass: 'confirmed',
      priority: 'high',
      processingOption: 'continue-on-error',
      selfDescriptive: false,
    });
    assert.deepEqual(described('30000001'), {
      longInvokeId: 1,
      serviceClass: 'unconfirmed',
      priority: 'normal',
      processingOption: 'break-on-error',
      selfDescriptive: true,
    });
  });

  it('counts to 24 bits and begins anew', () => {
    assert.equal(longInvokeIdAndPriority(1), 0x40000001);
    assert.equal(longInvokeIdAndPriority(0x1000002), 0x40000002);
  });
});

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
