/** What the reference's worked association APDUs mean, by the id of the vector. */
import type { Aare } from '../../src/apdu/aare.js';
import type { Aarq } from '../../src/apdu/aarq.js';
import type { Apdu } from '../../src/apdu/apdu.js';
import type { ConformanceService } from '../../src/apdu/conformance.js';
import type { InitiateRequest, InitiateResponse } from '../../src/apdu/initiate.js';
import { fromHex } from '../../src/encoding/hex.js';

const LN_PROPOSED: readonly ConformanceService[] = [
  'priority-mgmt-supported',
  'attribute0-supported-with-get',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'get',
  'set',
  'selective-access',
  'event-notification',
  'action',
];
const LN_GRANTED: readonly ConformanceService[] = [
  'priority-mgmt-supported',
  'block-transfer-with-get-or-read',
  'get',
  'set',
  'selective-access',
  'event-notification',
  'action',
];
const SN_SERVICES: readonly ConformanceService[] = [
  'read',
  'write',
  'unconfirmed-write',
  'multiple-references',
  'information-report',
  'parameterized-access',
];

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const context = (number: number) => `2.16.756.5.8.1.${number}`;
const mechanism = (number: number) => `2.16.756.5.8.2.${number}`;

const lnRequest: InitiateRequest = {
  kind: 'initiate-request',
  responseAllowed: true,
  proposedDlmsVersionNumber: 6,
  proposedConformance: new Set(LN_PROPOSED),
  clientMaxReceivePduSize: 1200,
};
const snRequest: InitiateRequest = {
  ...lnRequest,
  proposedConformance: new Set(SN_SERVICES),
  clientMaxReceivePduSize: 0xffff,
};
const lnResponse: InitiateResponse = {
  kind: 'initiate-response',
  negotiatedDlmsVersionNumber: 6,
  negotiatedConformance: new Set(LN_GRANTED),
  serverMaxReceivePduSize: 500,
  vaaName: 7,
};
const snResponse: InitiateResponse = {
  ...lnResponse,
  negotiatedConformance: new Set(SN_SERVICES),
  serverMaxReceivePduSize: 536,
  vaaName: 0xfa00,
};
const cipheredRequest = (hex: string) =>
  ({ kind: 'unsupported', tag: 0x21, name: 'glo-initiateRequest', octets: fromHex(hex) }) as const;
const cipheredResponse = (hex: string) =>
  ({ kind: 'unsupported', tag: 0x28, name: 'glo-initiateResponse', octets: fromHex(hex) }) as const;

function aarq(contextNumber: number, fields: Partial<Aarq>): Aarq {
  const userInformation = contextNumber === 2 ? snRequest : lnRequest;
  return { kind: 'AARQ', applicationContextName: context(contextNumber), userInformation, ...fields };
}

function authenticated(mechanismNumber: number, value: string): Partial<Aarq> {
  return {
    senderAcseRequirements: '1',
    mechanismName: mechanism(mechanismNumber),
    callingAuthenticationValue: ascii(value),
  };
}

function aare(contextNumber: number, fields: Partial<Aare>): Aare {
  return {
    kind: 'AARE',
    applicationContextName: context(contextNumber),
    result: 'accepted',
    resultSourceDiagnostic: { source: 'acse-service-user', diagnostic: 'null' },
    userInformation: contextNumber === 2 ? snResponse : lnResponse,
    ...fields,
  };
}

function pending(mechanismNumber: number): Partial<Aare> {
  return {
    resultSourceDiagnostic: { source: 'acse-service-user', diagnostic: 'authentication-required' },
    responderAcseRequirements: '1',
    mechanismName: mechanism(mechanismNumber),
    respondingAuthenticationValue: ascii('P6wRJ21F'),
  };
}

type Refusal = Extract<
  NonNullable<Aare['resultSourceDiagnostic']>,
  { source: 'acse-service-user' }
>['diagnostic'];

function rejected(diagnostic: Refusal): Aare {
  return aare(1, {
    result: 'rejected-permanent',
    resultSourceDiagnostic: { source: 'acse-service-user', diagnostic },
    userInformation: undefined,
  });
}

const clientTitle = fromHex('4D4D4D0000BC614E');
const serverTitle = fromHex('4D4D4D0000000001');

export const ASSOCIATION_CASES: Readonly<Record<string, Apdu>> = {
  'init.req.ln': lnRequest,
  'init.req.sn': snRequest,
  'init.req.ded': { ...lnRequest, dedicatedKey: fromHex('00112233445566778899AABBCCDDEEFF') },
  'init.req.unconf': { ...lnRequest, responseAllowed: false },
  'init.res.ln': lnResponse,
  'init.res.sn': snResponse,
  'aarq.ln.none': aarq(1, {}),
  'aarq.sn.none': aarq(2, {}),
  'aarq.ln.lls': aarq(1, authenticated(1, '12345678')),
  'aarq.sn.lls': aarq(2, authenticated(1, '00000000')),
  'aarq.ln.user': aarq(1, { ...authenticated(1, '12345678'), callingAeInvocationId: 5 }),
  'aarq.ln.hls3': aarq(1, authenticated(3, 'K56iVagY')),
  'aarq.sn.hls3': aarq(2, authenticated(3, 'K56iVagY')),
  'aarq.ln.hls5': aarq(1, { ...authenticated(5, 'K56iVagY'), callingApTitle: clientTitle }),
  'aarq.ln.hls6': aarq(1, { ...authenticated(6, 'K56iVagY'), callingApTitle: clientTitle }),
  'aarq.ln.ciphered.hls5': aarq(3, {
    ...authenticated(5, 'K56iVagY'),
    callingApTitle: clientTitle,
    userInformation: cipheredRequest(
      '21303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855',
    ),
  }),
  'aarq.ln.ciphered.nodedkey': aarq(3, {
    ...authenticated(5, 'K56iVagY'),
    callingApTitle: clientTitle,
    userInformation: cipheredRequest('211F3001234568497E97F925E2E44438233A44FABA8DC9B6183775639AFCDECF19'),
  }),
  'aare.ln.none': aare(1, {}),
  'aare.sn.none': aare(2, {}),
  'aare.ln.hls3': aare(1, pending(3)),
  'aare.sn.hls3': aare(2, pending(3)),
  'aare.ln.hls5': aare(1, { ...pending(5), respondingApTitle: serverTitle }),
  'aare.ln.ciphered.hls5': aare(3, {
    ...pending(5),
    respondingApTitle: serverTitle,
    userInformation: cipheredResponse('281F300000001062E202BAF350D1E04D863A701CBC3DC2B9F3E27C1641FFC8AAAA'),
  }),
  'aare.ln.reject.auth': rejected('authentication-failure'),
  'aare.ln.reject.mech': rejected('authentication-mechanism-name-not-recognised'),
  'aare.ln.reject.ctx': rejected('application-context-name-not-supported'),
  'aare.ln.reject.cse': {
    ...rejected('no-reason-given'),
    userInformation: {
      kind: 'confirmed-service-error',
      service: 'initiateError',
      errorClass: 'initiate',
      errorValue: 'pdu-size-too-short',
    },
  },
  'rlrq.normal': { kind: 'RLRQ', reason: 'normal' },
  'rlrq.empty': { kind: 'RLRQ' },
  'rlrq.ui': { kind: 'RLRQ', reason: 'normal', userInformation: lnRequest },
  'rlrq.ciphered': {
    kind: 'RLRQ',
    reason: 'normal',
    userInformation: cipheredRequest('211F300123456CEA19371970AFB30BCEC41B57599C5C18899FF58D6EF350A75913'),
  },
  'rlre.normal': { kind: 'RLRE', reason: 'normal' },
  'rlre.ui': { kind: 'RLRE', reason: 'normal', userInformation: lnResponse },
};
