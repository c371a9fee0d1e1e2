/** GET, SET, ACTION, notifications and errors as servers send them, beyond the worked examples. */
import assert from 'node:assert/strict';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { assertSame } from './defined.js';

const decode = (hex: string) => decodeApdu(fromHex(hex));

describe('an ACTION answer of a server that', () => {
  it('leaves out the flag of the return parameters', () => {
    assertSame(decode('C701C100'), decode('C701C10000'));
    assertSame(decode('C701C10C'), decode('C701C10C00'));
  });

  it('ends a refusal with 01 00', () => {
    assertSame(decode('C701C10C0100'), decode('C701C10C00'));
  });

  it('ends a success with 01 00, where data must follow', () => {
    assert.throws(() => decode('C701C1000100'), hasCode('DLMS_TRUNCATED'));
  });

  it('refuses with null-data in the return parameters', () => {
    assertSame(decode('C701C103010000'), {
      kind: 'action-response-normal',
      invokeIdAndPriority: 0xc1,
      outcome: {
        result: 'read-write-denied',
        returnParameters: { kind: 'data', data: { kind: 'null-data' } },
      },
    });
  });

  it('uses a result that no book has', () => {
    const apdu = decode('C701C16300');
    assert.ok(apdu.kind === 'action-response-normal');
    assert.equal(apdu.outcome.result, 'unknown-99');
    assert.equal(toHex(encodeApdu(apdu)), 'C701C16300');
  });
});

describe('a SET answer of a server that', () => {
  it('sends the reason in an octet after hardware-fault', () => {
    const apdu = decode('C501C10102');
    assert.ok(apdu.kind === 'set-response-normal');
    assert.equal(apdu.result, 'hardware-fault');
    assert.equal(apdu.surplusOctet, 2);
    assert.equal(toHex(encodeApdu(apdu)), 'C501C10102');
  });

  it('sends more after that, or anything after another result', () => {
    for (const hex of ['C501C1010200', 'C501C10000', 'C501C10300']) {
      assert.throws(() => decode(hex), hasCode('DLMS_MALFORMED'), hex);
    }
  });
});

describe('a SET or ACTION with a list and a first block', () => {
  it('of attributes', () => {
    const hex = 'C105C101000100002A0000FF02000000000001030102AA';
    const apdu = decode(hex);
    assertSame(apdu, {
      kind: 'set-request-with-list-and-first-datablock',
      invokeIdAndPriority: 0xc1,
      attributes: [{ classId: 1, logicalName: '0.0.42.0.0.255', attributeId: 2 }],
      block: { lastBlock: false, blockNumber: 1, rawData: fromHex('0102AA') },
    });
    assert.equal(toHex(encodeApdu(apdu)), hex);
  });

  it('of methods', () => {
    const hex = 'C305C1010008000001' + '0000FF01' + '010000000201AA';
    const apdu = decode(hex);
    assertSame(apdu, {
      kind: 'action-request-with-list-and-first-pblock',
      invokeIdAndPriority: 0xc1,
      methods: [{ classId: 8, logicalName: '0.0.1.0.0.255', methodId: 1 }],
      block: { lastBlock: true, blockNumber: 2, rawData: fromHex('AA') },
    });
    assert.equal(toHex(encodeApdu(apdu)), hex);
  });
});

describe('a GET answer', () => {
  it('with a reason that no book has is other-reason', () => {
    assertSame(decode('C401C10163'), decode('C401C101FA'));
  });

  it('with a data-access-result success instead of data is other-reason', () => {
    assertSame(decode('C401C10100'), decode('C401C101FA'));
  });

  it('with a count of results that the octets cannot back is truncated, without room made for them', () => {
    assert.throws(() => decode('C403C184FFFFFFFF0000'), hasCode('DLMS_TRUNCATED'));
  });

  it('of an unknown choice is refused', () => {
    for (const hex of ['C401C10200', 'C402C101000000010200', 'C403C1010200', 'C404C100']) {
      assert.throws(() => decode(hex), hasCode('DLMS_MALFORMED'), hex);
    }
  });

  it('ends a list of refusals', () => {
    assertSame(decode('C403C100'), {
      kind: 'get-response-with-list',
      invokeIdAndPriority: 0xc1,
      results: [],
    });
  });
});

describe('a notification of a meter that', () => {
  const time = '07E8030F050C1E0000FFC400';

  it('puts the tag of an octet-string before the time', () => {
    assertSame(decode(`0F00000001090C${time}00`), decode(`0F000000010C${time}00`));
    assertSame(decode(`C2090C${time}00010000600B00FF021105`), decode(`C2010C${time}00010000600B00FF021105`));
  });

  it('puts the tag before a time of no octets', () => {
    assertSame(decode('0F00000001090000'), decode('0F000000010000'));
  });

  it('leaves out the time', () => {
    assertSame(decode('0F000000010000'), {
      kind: 'data-notification',
      longInvokeIdAndPriority: 1,
      body: { kind: 'null-data' },
    });
  });
});

describe('a refusal of the whole request', () => {
  it('with codes that no book has', () => {
    const exception = decode('D80909');
    assertSame(exception, { kind: 'exception-response', stateError: 'unknown-9', serviceError: 'unknown-9' });
    assert.equal(toHex(encodeApdu(exception)), 'D80909');
    for (const hex of ['0E330563', '0E05080C', '0E050C0C']) assert.equal(toHex(encodeApdu(decode(hex))), hex);
  });
});

describe('octets that are no APDU', () => {
  it('are named by their first octet', () => {
    assert.throws(() => decode('7EA00703'), /begins with the octet 7E/);
    assert.throws(() => decode('7EA00703'), hasCode('DLMS_UNKNOWN_APDU'));
  });

  it('are truncated where there are none', () => {
    assert.throws(() => decode(''), hasCode('DLMS_TRUNCATED'));
  });

  it('but the service is known are kept', () => {
    assertSame(decode('E608AABB'), {
      kind: 'unsupported',
      tag: 0xe6,
      name: 'gateway-request',
      octets: fromHex('E608AABB'),
    });
  });
});

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
