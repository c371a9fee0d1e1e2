/** Other people's octets: each tree as a decoder that we did not write has read it, and octets back. */
import assert from 'node:assert/strict';
import { decodeApdu, decodeLeadingApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { captures, describeShared } from '../support/shared.js';
import { apdusOf, type CapturedApdu } from './capture-apdus.js';
import { assertSame } from './defined.js';
import { foreignView } from './foreign-view.js';

const LAYERS = new Set(['apdu', 'initiate', 'llc', 'hdlc', 'wrapper']);

/** What the reference decoder says beyond the fields of the PDU, deciphered with keys among them. */
const REMARKS = [
  'trailing',
  'conformance_unused_bits',
  'application_context',
  'mechanism',
  'user_information_ciphered',
  'date_time_tagged',
  ...['plaintext', 'plain_apdu', 'decrypt', 'agreed_key', 'general_signing', 'content_apdu', 'plain_text'],
];

/** Cases that the tests at the end are about, or that no APDU reader can make right. */
const APART: Readonly<Record<string, string>> = {
  'dlmsp-egd-rs485': 'its descriptors are not Data',
  'train-wrapper-aarq-typo': 'a digit is missing, all behind it is shifted',
};

describeShared('captured APDUs', (root) => {
  const all = captures(root).filter(({ layer, id }) => LAYERS.has(layer) && APART[id] === undefined);
  const apdus = all.flatMap((capture) => apdusOf(capture).map((apdu) => ({ capture, ...apdu })));

  it('are found in the captures', () => {
    assert.ok(apdus.filter(({ decoded }) => decoded !== undefined).length > 100);
  });

  for (const { capture, name, octets, decoded } of apdus) {
    if (decoded === undefined) continue;
    it(`${name}: ${capture.description}`, () => {
      const apdu = decodeApdu(octets);
      assertSame(foreignView(apdu), withoutRemarks(decoded));
      if (TOLERATED[capture.id] !== undefined) return;
      assert.equal(toHex(encodeApdu(apdu)), toHex(decoded.date_time_tagged ? withoutTag(octets) : octets));
    });
  }
});

describeShared('captured octets that are wrong', (root) => {
  const byId = new Map(captures(root).map((capture) => [capture.id, capture]));
  const octetsOf = (id: string): Uint8Array => {
    const capture = byId.get(id);
    assert.ok(capture, id);
    const [apdu] = apdusOf(capture).slice(-1) as readonly (CapturedApdu | undefined)[];
    return apdu?.octets ?? fromHex(capture.hex ?? '');
  };

  it('a GET-request of a type that no book has', () => {
    assert.throws(() => decodeApdu(octetsOf('pwit-get-req-wrong-choice4')), hasCode('DLMS_MALFORMED'));
  });

  it('a data block that states more raw-data than there is', () => {
    assert.throws(() => decodeApdu(octetsOf('pwit-get-resp-block-badlen')), hasCode('DLMS_TRUNCATED'));
  });

  it('an InitiateResponse whose VAA name is cut', () => {
    assert.throws(() => decodeApdu(octetsOf('gosem-initresp-short')), hasCode('DLMS_TRUNCATED'));
  });

  it('a push of attribute descriptors that are not Data', () => {
    assert.throws(
      () => decodeApdu(octetsOf('dlmsp-egd-rs485')),
      (error) => error instanceof DlmsError,
    );
  });

  it('an AARQ with a digit missing in the middle', () => {
    assert.throws(
      () => decodeApdu(octetsOf('train-wrapper-aarq-typo')),
      (error) => error instanceof DlmsError,
    );
  });

  it('a refused SET whose reason follows in an octet of its own', () => {
    assertSame(decodeApdu(octetsOf('train-set-fail-0d')), {
      kind: 'set-response-normal',
      invokeIdAndPriority: 0xc1,
      result: 'hardware-fault',
      surplusOctet: 0x0d,
    });
  });

  it('a refused ACTION that announces return parameters and has none', () => {
    assertSame(decodeApdu(octetsOf('train-action-type-unmatched')), {
      kind: 'action-response-normal',
      invokeIdAndPriority: 0xc1,
      outcome: { result: 'type-unmatched' },
    });
  });

  it('an AARE whose lengths are all one octet short', () => {
    const frame = fromHex(byId.get('gxd-sn-aare-short-ber')?.hex ?? '');
    assertSame(decodeApdu(frame.subarray(11, -3)), {
      kind: 'AARE',
      applicationContextName: '2.16.756.5.8.1.2',
      result: 'accepted',
      resultSourceDiagnostic: { source: 'acse-service-user', diagnostic: 'null' },
      userInformation: {
        kind: 'initiate-response',
        negotiatedDlmsVersionNumber: 6,
        negotiatedConformance: new Set(['read', 'write', 'multiple-references', 'parameterized-access']),
        serverMaxReceivePduSize: 2400,
        vaaName: 0xfa00,
      },
    });
  });

  it('two GET-responses in one buffer: the first ends where it ends', () => {
    const octets = octetsOf('ospodes-two-apdus');
    assert.throws(() => decodeApdu(octets), hasCode('DLMS_MALFORMED'));
    const { apdu, trailing } = decodeLeadingApdu(octets);
    assert.equal(octets.length - trailing.length, 6);
    assertSame(apdu, {
      kind: 'get-response-normal',
      invokeIdAndPriority: 0x41,
      result: { kind: 'data', data: { kind: 'unsigned', value: 1 } },
    });
  });
});

/** Octets that are read, but that we would write another way. */
const TOLERATED: Readonly<Record<string, string>> = {
  'kamstrup-omnipower-aare-longform': 'a length in more octets than it needs',
  'kamstrup-omnipower-longform-session': 'a length in more octets than it needs',
  'lgvn-aarq-old-tag': 'a conformance block with the old tag',
};

/** A data-notification without the 09 that some meters put before the length of the time. */
function withoutTag(octets: Uint8Array): Uint8Array {
  return Uint8Array.from([...octets.subarray(0, 5), ...octets.subarray(6)]);
}

function withoutRemarks(decoded: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const remarks = new Set(REMARKS);
  // Of the user-information either the octets or the tree is compared.
  remarks.add(decoded.user_information_ciphered === true ? 'initiate' : 'user_information_hex');
  const fields = Object.entries(decoded).filter(([name]) => !remarks.has(name));
  return Object.fromEntries(fields.map(([name, value]) => [name, plainField(name, value)]));
}

function plainField(name: string, value: unknown): unknown {
  return name === 'initiate' ? withoutRemarks(value as Record<string, unknown>) : value;
}

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
