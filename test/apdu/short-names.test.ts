/** READ, WRITE and InformationReport beyond the worked examples, and as another server and client send them. */
import assert from 'node:assert/strict';
import { type Apdu, decodeApdu, decodeLeadingApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { describeShared, type Session, sessions } from '../support/shared.js';
import { assertSame } from './defined.js';
import { apdusOfSession } from './recorded-session.js';

const decode = (hex: string) => decodeApdu(fromHex(hex));

describe('a READ', () => {
  it('in blocks, as a long request', () => {
    const hex = '05010601000203AABBCC';
    const apdu = decode(hex);
    assertSame(apdu, {
      kind: 'read-request',
      specifications: [
        { kind: 'read-data-block-access', lastBlock: true, blockNumber: 2, rawData: fromHex('AABBCC') },
      ],
    });
    assert.equal(toHex(encodeApdu(apdu)), hex);
  });

  it('of nothing, and its answer', () => {
    assertSame(decode('0500'), { kind: 'read-request', specifications: [] });
    assertSame(decode('0C00'), { kind: 'read-response', results: [] });
  });

  it('of a choice that no book has, and its answer, are refused', () => {
    for (const hex of ['0501000100', '0501030100', '05010801', '0C0104', '0C01FF']) {
      assert.throws(() => decode(hex), hasCode('DLMS_MALFORMED'), hex);
    }
  });

  it('whose block is acknowledged', () => {
    const apdu = decode('0C01030007');
    assertSame(apdu, { kind: 'read-response', results: [{ kind: 'block-number', blockNumber: 7 }] });
    assert.equal(toHex(encodeApdu(apdu)), '0C01030007');
  });

  it('refused with a reason that no book has, or with success, is other-reason', () => {
    assertSame(decode('0C010163'), decode('0C0101FA'));
    assertSame(decode('0C010100'), decode('0C0101FA'));
  });

  it('with a count that the octets cannot back is truncated, without room made for it', () => {
    for (const hex of ['0584FFFFFFFF', '0C84FFFFFFFF', '0684FFFFFFFF', '0D84FFFFFFFF', '180084FFFFFFFF']) {
      assert.throws(() => decode(hex), hasCode('DLMS_TRUNCATED'), hex);
    }
    assert.throws(() => decode('0C010200000184FFFFFFFFAA'), hasCode('DLMS_TRUNCATED'));
  });

  it('that nests without end is refused', () => {
    assert.throws(() => decode(`0C0100${'0201'.repeat(5000)}`), hasCode('DLMS_MALFORMED'));
    assert.throws(() => decode(`0501040108 01${'0201'.repeat(5000)}`), hasCode('DLMS_MALFORMED'));
  });
});

describe('a WRITE', () => {
  it('with fewer values than variables is read: the lists are two', () => {
    assertSame(decode('06020201080201100111 05'), {
      kind: 'write-request',
      specifications: [
        { kind: 'variable-name', shortName: 0x0108 },
        { kind: 'variable-name', shortName: 0x0110 },
      ],
      values: [{ kind: 'unsigned', value: 5 }],
    });
  });

  it('answered with a choice that no book has is refused', () => {
    for (const hex of ['0D0103', '0D01FF']) assert.throws(() => decode(hex), hasCode('DLMS_MALFORMED'), hex);
  });

  it('answered one by one', () => {
    assertSame(decode('0D0300010300'), {
      kind: 'write-response',
      results: [
        { kind: 'data-access-result', result: 'success' },
        { kind: 'data-access-result', result: 'read-write-denied' },
        { kind: 'data-access-result', result: 'success' },
      ],
    });
  });
});

describe('an InformationReport', () => {
  it('with a time', () => {
    const hex = '18010E32303236313132323131323935360102010801 1105'.replaceAll(' ', '');
    const apdu = decode(hex);
    assertSame(apdu, {
      kind: 'information-report-request',
      currentTime: Uint8Array.from(Buffer.from('20261122112956')),
      specifications: [{ kind: 'variable-name', shortName: 0x0108 }],
      values: [{ kind: 'unsigned', value: 5 }],
    });
    assert.equal(toHex(encodeApdu(apdu)), hex);
  });
});

describeShared('recorded conversations over WRAPPER, SN, without ciphering', (root) => {
  const plain = sessions(root).filter(isPlainWrapper);

  it('are there: without authentication, with a password, with each high level mechanism', () => {
    assert.equal(plain.length, 7);
  });

  for (const session of plain) {
    it(`${session.file}: every APDU is read, and all but the RLRE go back to the same octets`, () => {
      const kinds = apdusOfSession(session).flatMap(({ octets }) => {
        const apdus = allApdus(octets);
        const written = apdus.map((apdu) => toHex(encodeApdu(apdu))).join('');
        // This server states the lengths of its RLRE too short.
        if (apdus[0]?.kind !== 'RLRE') assert.equal(written, toHex(octets));
        return apdus.map(({ kind }) => kind);
      });
      assert.ok(kinds.filter((kind) => kind === 'read-response').length >= 17);
      assert.ok(!kinds.includes('unsupported'));
    });
  }
});

/** One; but this server answers the WRITE of reply_to_HLS_authentication with a Read- and a WriteResponse. */
function allApdus(octets: Uint8Array): readonly Apdu[] {
  const { apdu, trailing } = decodeLeadingApdu(octets);
  return trailing.length === 0 ? [apdu] : [apdu, ...allApdus(trailing)];
}

function isPlainWrapper({ header }: Session): boolean {
  return header.framing === 'wrapper' && header.referencing === 'sn' && header.security === 'none';
}

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
