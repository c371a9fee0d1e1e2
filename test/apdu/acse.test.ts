/** Association APDUs as meters send them, which is not always as the book has them. */
import assert from 'node:assert/strict';
import type { Aare } from '../../src/apdu/aare.js';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { MECHANISM_NAME } from '../../src/apdu/names.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { assertSame } from './defined.js';

const CONTEXT = 'A109060760857405080101';
const ACCEPTED = 'A203020100';
const NO_DIAGNOSTIC = 'A305A103020100';
const INITIATE = 'BE10040E0800065F1F040000501F01F40007';

function aareOf(...fields: string[]): Aare {
  const contents = fields.join('');
  const aare = decodeApdu(fromHex(`61${(contents.length / 2).toString(16).padStart(2, '0')}${contents}`));
  assert.ok(aare.kind === 'AARE');
  return aare;
}

describe('an AARE of a meter that', () => {
  const usual = aareOf(CONTEXT, ACCEPTED, NO_DIAGNOSTIC, INITIATE);

  it('sends its fields in another order', () => {
    assertSame(aareOf(INITIATE, NO_DIAGNOSTIC, ACCEPTED, CONTEXT), usual);
  });

  it('sends fields that no book has', () => {
    assertSame(aareOf('9F010161', CONTEXT, ACCEPTED, 'BD03020100', NO_DIAGNOSTIC, INITIATE), usual);
  });

  it('leaves out everything but the result', () => {
    assertSame(aareOf('A203020101'), { kind: 'AARE', result: 'rejected-permanent' });
  });

  it('leaves out the result', () => {
    assert.throws(() => aareOf(CONTEXT, NO_DIAGNOSTIC, INITIATE), hasCode('DLMS_MALFORMED'));
  });

  it('repeats the authentication fields of low level security', () => {
    assertSame(aareOf(CONTEXT, ACCEPTED, NO_DIAGNOSTIC, '88020780', '890760857405080201', INITIATE), {
      ...usual,
      responderAcseRequirements: '1',
      mechanismName: MECHANISM_NAME.COSEM_low_level_security,
    });
  });

  it('sets the high bit of the mechanism', () => {
    const { mechanismName } = aareOf(CONTEXT, ACCEPTED, NO_DIAGNOSTIC, '890760857405080281', INITIATE);
    assert.equal(mechanismName, MECHANISM_NAME.COSEM_low_level_security);
  });

  it('sends an empty mechanism', () => {
    assert.equal(aareOf(ACCEPTED, '8900').mechanismName, '');
  });

  it('refuses with an InitiateResponse that grants nothing', () => {
    const { result, userInformation } = aareOf(
      CONTEXT,
      'A203020102',
      'A305A10302010D',
      'BE10040E0800065F1F040000000000000000',
    );
    assert.equal(result, 'rejected-transient');
    assert.ok(userInformation?.kind === 'initiate-response');
    assert.equal(userInformation.negotiatedConformance.size, 0);
  });

  it('refuses in the name of the service provider', () => {
    assertSame(aareOf(CONTEXT, 'A203020101', 'A305A203020102').resultSourceDiagnostic, {
      source: 'acse-service-provider',
      diagnostic: 'no-common-acse-version',
    });
  });

  it('uses a result and a diagnostic that no book has', () => {
    const aare = aareOf('A203020107', 'A305A103020163');
    assert.equal(aare.result, 'unknown-7');
    assert.equal(aare.resultSourceDiagnostic?.diagnostic, 'unknown-99');
    assert.equal(toHex(encodeApdu(aare)), '610CA203020107A305A103020163');
  });

  it('leaves the user-information empty', () => {
    for (const empty of ['BE020400', 'BE00']) {
      assertSame(aareOf(CONTEXT, ACCEPTED, NO_DIAGNOSTIC, empty), { ...usual, userInformation: undefined });
    }
  });

  it('puts the InitiateResponse into the user-information without an octet string', () => {
    assertSame(aareOf(CONTEXT, ACCEPTED, NO_DIAGNOSTIC, INITIATE.replace('BE10040E', 'BE0E')), usual);
  });

  it('puts something unknown into the user-information', () => {
    assertSame(aareOf(ACCEPTED, 'BE050403AABBCC').userInformation, {
      kind: 'unsupported',
      tag: 0xaa,
      name: 'unknown-170',
      octets: fromHex('AABBCC'),
    });
  });

  it('states a length that takes three octets where one is enough', () => {
    const contents = [CONTEXT, ACCEPTED, NO_DIAGNOSTIC, INITIATE].join('');
    assertSame(decodeApdu(fromHex(`61820029${contents}`)), usual);
  });

  it('states a field that reaches beyond the APDU', () => {
    assert.throws(() => decodeApdu(fromHex(`6107${ACCEPTED}A305A103020100`)), hasCode('DLMS_MALFORMED'));
  });

  it('ciphers the user-information and says nothing true about its length', () => {
    const ciphered = '281F300000001062E202BAF350D1E04D863A701CBC3DC2B9F3E27C1641FFC8AAAA';
    const short = decodeApdu(fromHex(`6124A203020100BE220421${ciphered}`));
    assert.ok(short.kind === 'AARE' && short.userInformation?.kind === 'unsupported');
    assert.equal(toHex(short.userInformation.octets), ciphered);
  });
});

describe('an AARQ', () => {
  it('without application context is refused', () => {
    assert.throws(
      () => decodeApdu(fromHex('6012BE10040E01000000065F1F0400007E1F04B0')),
      hasCode('DLMS_MALFORMED'),
    );
  });

  it('keeps every field that the book has', () => {
    const aarq = {
      kind: 'AARQ',
      protocolVersion: '1',
      applicationContextName: '2.16.756.5.8.1.3',
      calledApTitle: fromHex('0102'),
      calledAeQualifier: fromHex('03'),
      calledApInvocationId: 4,
      calledAeInvocationId: 200,
      callingApTitle: fromHex('4D4D4D0000BC614E'),
      callingAeQualifier: new Uint8Array(300),
      callingApInvocationId: 0x12345678,
      callingAeInvocationId: 0,
      senderAcseRequirements: '1',
      mechanismName: '2.16.756.5.8.2.7',
      callingAuthenticationValue: new Uint8Array(),
    } as const;
    assertSame(decodeApdu(encodeApdu(aarq)), aarq);
  });
});

describe('a release', () => {
  it('with a reason that no book has keeps it', () => {
    const apdu = decodeApdu(fromHex('6303800102'));
    assertSame(apdu, { kind: 'RLRE', reason: 'unknown-2' });
    assert.equal(toHex(encodeApdu(apdu)), '6303800102');
  });

  it('followed by another APDU ends where it ends', () => {
    assert.throws(() => decodeApdu(fromHex('63006300')), hasCode('DLMS_MALFORMED'));
  });
});

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
