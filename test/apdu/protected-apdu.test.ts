/** Ciphered and signed APDUs: fields, octets back, and what people see of them. */
import assert from 'node:assert/strict';
import { type Apdu, decodeApdu, decodeLeadingApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { describeApdu } from '../../src/apdu/describe.js';
import { headerOctets } from '../../src/apdu/general-ciphering.js';
import { signedOctets } from '../../src/apdu/general-signing.js';
import { isProtectedApdu } from '../../src/apdu/protected-apdu.js';
import { decodeSecurityControl, encodeSecurityControl } from '../../src/apdu/security-control.js';
import { APDU_TAG } from '../../src/apdu/tag.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { DlmsError } from '../../src/errors.js';
import { captures, describeShared, vectors } from '../support/shared.js';
import { assertSame } from './defined.js';

const KINDS = ['glo', 'gglo', 'gciph', 'gsign', 'lux'];
const GET_REQUEST = 'C0010000080000010000FF0200';
const KEY = '00112233445566778899AABBCCDDEEFF';

function hasCode(code: string, message?: RegExp) {
  return (error: unknown) =>
    error instanceof DlmsError && error.code === code && (message?.test(error.message) ?? true);
}

const decode = (hex: string): Apdu => decodeApdu(fromHex(hex));
const described = (hex: string): Record<string, unknown> => describeApdu(decode(hex));

describeShared('the protected APDUs of the reference', (root) => {
  const all = vectors(root).filter(({ kind }) => KINDS.includes(kind));

  it('are there', () => assert.ok(all.length >= 22, `${all.length}`));

  for (const { id, hex, meaning, inputs = {} } of all) {
    const octets = fromHex(hex);

    it(`${id}: ${meaning}`, () => {
      const apdu = decodeApdu(octets);
      assert.ok(isProtectedApdu(apdu));
      if (apdu.kind !== 'general-signing') {
        const control = encodeSecurityControl(apdu.securityControl).toString(16).padStart(2, '0');
        assert.equal(control, String(inputs.sc ?? '30').toLowerCase());
        assert.equal(apdu.invocationCounter, Number.parseInt(String(inputs.ic), 16));
        assert.equal(apdu.payload.length, String(inputs.plain).length / 2);
        assert.equal(apdu.authenticationTag?.length, control === '20' ? undefined : 12);
      }
      // One of them states its length in more octets than it needs.
      if (id !== 'lux.p1') assert.equal(toHex(encodeApdu(apdu)), hex);
      assertSame(decodeApdu(encodeApdu(apdu)), apdu);
    });

    it(`${id}: cut off anywhere`, () => {
      for (let length = 0; length < octets.length; length += 1) {
        assert.throws(() => decodeApdu(octets.subarray(0, length)), hasCode('DLMS_TRUNCATED'), `${length}`);
      }
    });

    it(`${id}: with octets after it, in a buffer that is overwritten later`, () => {
      const longer = Uint8Array.of(...octets, 0x00, 0x2a);
      assert.throws(() => decodeApdu(longer), hasCode('DLMS_MALFORMED'));
      const { apdu, trailing } = decodeLeadingApdu(longer);
      assert.deepEqual([...trailing], [0x00, 0x2a]);
      longer.fill(0xee);
      assertSame(apdu, decodeApdu(octets));
    });
  }

  it('are signed over what the reference says', () => {
    const vector = all.find(({ id }) => id === 'sec.gsign');
    assert.ok(vector);
    assert.equal(toHex(signedOctets(fromHex(vector.hex))), vector.inputs?.signed);
  });
});

describe('a ciphered APDU', () => {
  it('of every service, under either key, goes there and back', () => {
    const tags = Object.entries(APDU_TAG).filter(([name]) => /^(glo|ded)-/.test(name));
    assert.equal(tags.length, 32);
    for (const [name, tag] of tags) {
      const hex = `${toHex(Uint8Array.of(tag))}0720000000070102`;
      const apdu = decode(hex);
      assert.deepEqual([apdu.kind, toHex(encodeApdu(apdu))], [name, hex]);
    }
  });

  it('may state its lengths in more octets than they need', () => {
    const short = decode(`DB084D4D4D00000000010720000000070102`);
    assertSame(decode('DB81084D4D4D0000000001840000000720000000070102'), short);
  });

  it('with a title of any length is read, to be shown', () => {
    for (const title of ['00', '03ABCDEF', '09000000000000000000']) {
      const apdu = decode(`DB${title}0720000000070102`);
      assert.ok(apdu.kind === 'general-glo-ciphering');
      assert.equal(apdu.systemTitle.length, Number.parseInt(title.slice(0, 2), 16));
    }
  });

  it('too short for its security header, or for its tag, is malformed', () => {
    for (const hex of [
      'CC00',
      'CC0120',
      'CC0420000000',
      'CC103000000001000102030405060708090A',
      'DB00011F',
    ]) {
      assert.throws(() => decode(hex), hasCode('DLMS_MALFORMED', /too few for a security header/), hex);
    }
    assert.ok(decode('CC052000000001').kind === 'glo-get-response');
  });

  it('has errors of the layer of security', () => {
    assert.throws(
      () => decode('CC1E3000'),
      (error) => error instanceof DlmsError && error.layer === 'security' && error.fault === 'meter',
    );
  });

  it('has eight bits of security control, each of them kept', () => {
    for (let octet = 0; octet < 0x100; octet += 1) {
      assert.equal(encodeSecurityControl(decodeSecurityControl(octet)), octet);
    }
  });
});

describe('general-ciphering', () => {
  const header = '0201020800000000000000010003070809010A';
  const content = '06200000000701';

  for (const [name, hex, keyInfo] of [
    ['no Key-Info', '00', undefined],
    ['an identified key', '010000', { kind: 'identified-key', keyId: 'global-unicast-encryption-key' }],
    ['the broadcast key', '010001', { kind: 'identified-key', keyId: 'global-broadcast-encryption-key' }],
    ['a key of no book', '010009', { kind: 'identified-key', keyId: 'unknown-9' }],
    [
      'a wrapped key',
      '01010002ABCD',
      { kind: 'wrapped-key', kekId: 'master-key', keyCipheredData: fromHex('ABCD') },
    ],
    [
      'an agreed key',
      '0102010102EF01',
      { kind: 'agreed-key', keyParameters: fromHex('01'), keyCipheredData: fromHex('EF01') },
    ],
  ] as const) {
    it(`with ${name}`, () => {
      const octets = fromHex(`DD${header}${hex}${content}`);
      const apdu = decodeApdu(octets);
      assert.ok(apdu.kind === 'general-ciphering');
      assertSame(apdu.keyInfo, keyInfo);
      assert.equal(toHex(apdu.dateTime), '070809');
      assert.equal(toHex(apdu.otherInformation), '0A');
      assert.equal(toHex(encodeApdu(apdu)), toHex(octets));
      assert.equal(toHex(headerOctets(octets)), header);
      for (let length = 0; length < octets.length; length += 1) {
        assert.throws(() => decodeApdu(octets.subarray(0, length)), hasCode('DLMS_TRUNCATED'));
      }
    });
  }

  it('with an alternative of Key-Info, or a flag, that no book has', () => {
    assert.throws(() => decode(`DD${header}0103${content}`), hasCode('DLMS_MALFORMED', /unknown choice 3/));
    assert.throws(() => decode(`DD${header}020000${content}`), hasCode('DLMS_MALFORMED', /flag of Key-Info/));
  });
});

describe('what people see of a protected APDU', () => {
  it('is the security header by name, and the contents as octets', () => {
    assert.deepEqual(described('C81EB101234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B'), {
      kind: 'glo-get-request',
      securityControl: {
        suite: 1,
        authenticated: true,
        encrypted: true,
        broadcastKey: false,
        compressed: true,
      },
      invocationCounter: 0x01234567,
      payload: '411312FF935A47566827C467BC',
      authenticationTag: '7D825C3BE4A77C3FCC056B6B',
    });
  });

  it('is the APDU inside, where it is only authenticated', () => {
    const apdu = described(`C81E1001234567${GET_REQUEST}06725D910F9221D263877516`);
    assert.deepEqual(apdu.payload, describeApdu(decode(GET_REQUEST)));
    assert.equal(apdu.authenticationTag, '06725D910F9221D263877516');
  });

  it('is the APDU inside, where it is only signed', () => {
    const apdu = described(`DF0101000000000D${GET_REQUEST}02ABCD`);
    assert.deepEqual(apdu.content, describeApdu(decode(GET_REQUEST)));
    assert.deepEqual([apdu.transactionId, apdu.signature], ['01', 'ABCD']);
  });

  it('is the number of octets, where they may hold anything', () => {
    assert.equal(described('C80700000000010102').payload, '2 octets');
  });
});

describe('a secret does not stand in the description of', () => {
  const initiate = `010110${KEY}0000065F1F0400007E1F04B0`;
  const tag = '00'.repeat(12);
  const glo = (plain: string) => {
    const length = 5 + plain.length / 2 + 12;
    return `21${toHex(Uint8Array.of(length))}1000000001${plain}${tag}`;
  };
  const aarq = (information: string) => {
    const octets = fromHex(information);
    const userInformation = new OctetWriter()
      .u8(0xbe)
      .u8(octets.length + 2)
      .u8(4)
      .u8(octets.length);
    const context = 'A109060760857405080103';
    const fields = new OctetWriter()
      .octets(fromHex(context))
      .octets(userInformation.octets(octets).toOctets());
    return toHex(new OctetWriter().u8(0x60).u8(fields.length).octets(fields.toOctets()).toOctets());
  };

  for (const [name, hex] of [
    ['an InitiateRequest that is only authenticated', glo(initiate)],
    ['an AARQ with one', aarq(glo(initiate))],
    [
      'an RLRQ with one',
      aarq(glo(initiate)).replace(/^60(..)A109060760857405080103/, '62$1A109060760857405080103'),
    ],
    ['an InitiateRequest that is only signed', `DF00000000001F${initiate}00`],
    ['an authenticated one inside a signed one', `DF000000000032${glo(initiate)}00`],
  ] as const) {
    it(name, () => {
      const text = JSON.stringify(described(hex));
      assert.ok(text.includes('"dedicatedKey":"***"'), text);
      assert.ok(!text.includes('00112233'), text);
    });
  }

  it('one that cannot be read', () => {
    const text = JSON.stringify(described(glo(initiate.slice(0, 40))));
    assert.ok(text.includes('"payload":"20 octets"') && !text.includes('00112233'), text);
    const inAarq = JSON.stringify(described(aarq(glo(initiate.slice(0, 40)))));
    assert.ok(inAarq.includes('20 octets') && !inAarq.includes('00112233'), inAarq);
  });

  it('one that is compressed', () => {
    const text = JSON.stringify(described(glo(initiate).replace('1000000001', '9000000001')));
    assert.ok(text.includes('31 octets') && !text.includes('00112233'), text);
  });

  it('layers without end', () => {
    let octets = fromHex(initiate);
    for (let layer = 0; layer < 3000; layer += 1) {
      const content = new OctetWriter().u8(0xdf).octets(new Uint8Array(5)).u8(0x82).u16(octets.length);
      octets = content.octets(octets).u8(0).toOctets();
    }
    const text = JSON.stringify(describeApdu(decodeApdu(octets)));
    assert.match(text, /"content":"\d+ octets"/);
  });
});

describeShared('captured protected APDUs', (root) => {
  it('that cannot be opened for want of a key are read all the same', () => {
    const sagemcom = captures(root).find(({ id }) => id === 'gosem-aare-glo-cse-sagemcom-undecipherable');
    const aare = describeApdu(decode(sagemcom?.hex ?? ''));
    const { kind, invocationCounter } = aare.userInformation as { kind: string; invocationCounter: number };
    assert.deepEqual([kind, invocationCounter], ['glo-confirmedServiceError', 0x5449]);
  });
});
