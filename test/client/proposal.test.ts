import assert from 'node:assert/strict';
import fc from 'fast-check';
import { conformanceOf } from '../../src/apdu/conformance.js';
import type { ProposalAnswer } from '../../src/client/proposal-answer.js';
import { DlmsError } from '../../src/errors.js';
import { told } from '../support/apdus.js';
import { answerTo, proposed } from '../support/proposals.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { captures, describeShared, vectors } from '../support/shared.js';

const readProposalAnswer = (octets: Uint8Array) => answerTo({}, octets);
/** The book's examples propose 00 7E 1F. */
const withoutServices = ['general-block-transfer', 'access'] as const;

function refusalOf(answer: ProposalAnswer): DlmsError {
  assert.equal(answer.kind, 'refused');
  assert.ok(answer.cause instanceof DlmsError);
  return answer.cause;
}

function refused(hex: string): DlmsError {
  return refusalOf(readProposalAnswer(octetsOf(hex)));
}

describe('the association as it is proposed', () => {
  describeShared("as in the book's examples", (root) => {
    const hex = (id: string) => vectors(root).find((vector) => vector.id === id)?.hex;
    it('without authentication: aarq.ln.none', () => {
      assert.equal(proposed({ maxReceivePduSize: 1200, withoutServices }), hex('aarq.ln.none'));
      assert.match(proposed({ maxReceivePduSize: 1200 }), /5F1F0400207E5F04B0$/);
    });
    it('with a password: aarq.ln.lls', () => {
      const password = Buffer.from('12345678');
      const low = { auth: 'Low', password, maxReceivePduSize: 1200, withoutServices } as const;
      assert.equal(proposed(low), hex('aarq.ln.lls'));
    });
  });

  it('a password that is set, but not used, stays at home', () => {
    const aarq = proposed({ auth: 'None', password: Buffer.from('12345678') });
    assert.equal(aarq.includes('3132333435363738'), false);
    assert.equal(aarq.slice(-4), 'FFFF');
  });

  it('a password of no octets is sent as one', () => {
    assert.match(proposed({ auth: 'Low' }), /AC028000/);
  });
});

describeShared("the meter's answer to a proposal, in the book's examples", (root) => {
  const read = (id: string) => {
    const vector = vectors(root).find((each) => each.id === id);
    assert.ok(vector !== undefined);
    return readProposalAnswer(octetsOf(vector.hex));
  };

  it('accepted, with conformance and PDU size: aare.ln.none', () => {
    const answer = read('aare.ln.none');
    assert.ok(answer.kind === 'accepted');
    assert.deepEqual(answer.negotiated, {
      conformance: conformanceOf(0x00501f),
      serverMaxReceivePduSize: 500,
      dlmsVersion: 6,
      vaaName: 7,
    });
  });

  const refusals: readonly (readonly [string, string, RegExp])[] = [
    [
      'aare.ln.reject.auth',
      'DLMS_AUTHENTICATION_FAILED association settings',
      /rejected-permanent, authentication-failure/,
    ],
    [
      'aare.ln.reject.mech',
      'DLMS_AUTHENTICATION_FAILED association settings',
      /authentication-mechanism-name-not-recognised/,
    ],
    [
      'aare.ln.reject.ctx',
      'DLMS_CONTEXT_NOT_SUPPORTED association settings',
      /application-context-name-not-supported/,
    ],
    [
      'aare.ln.reject.cse',
      'DLMS_ASSOCIATION_REFUSED association meter',
      /no-reason-given, initiateError: initiate, pdu-size-too-short/,
    ],
    ['aare.ln.hls5', 'DLMS_AUTHENTICATION_FAILED association settings', /high level security/],
    [
      'aare.sn.none',
      'DLMS_CONTEXT_NOT_SUPPORTED association settings',
      /Short_Name_Referencing_No_Ciphering/,
    ],
    [
      'exc.notallowed',
      'DLMS_ASSOCIATION_REFUSED association meter',
      /service-not-allowed, operation-not-possible/,
    ],
    ['exc.decipher', 'DLMS_ASSOCIATION_REFUSED association meter', /service-unknown, deciphering-error/],
    [
      'cse.init',
      'DLMS_ASSOCIATION_REFUSED association meter',
      /initiateError: initiate, incompatible-conformance/,
    ],
  ];
  for (const [id, error, words] of refusals) {
    it(`refused, in the book's words and with a hint: ${id}`, () => {
      const cause = refusalOf(read(id));
      assert.equal(told(cause), error);
      assert.match(cause.message, words);
      assert.ok((cause.hint ?? '').length > 20);
    });
  }

  it('what a meter sends for other reasons is no answer: data.notif', () => {
    assert.deepEqual(read('data.notif'), { kind: 'unrelated', name: 'data-notification' });
  });

  it('every truncation of an AARE is a refusal that says so, never a grant', () => {
    const { hex } = vectors(root).find((each) => each.id === 'aare.ln.none') ?? { hex: '' };
    const whole = octetsOf(hex);
    for (let length = 0; length < whole.length; length += 1) {
      assert.equal(refusalOf(readProposalAnswer(whole.subarray(0, length))).code, 'DLMS_TRUNCATED');
    }
  });

  it('captured from meters: accepted only where the source says so, without ciphering or challenge', () => {
    const aares = captures(root).filter(({ layer, hex }) => layer === 'apdu' && hex?.startsWith('61'));
    assert.ok(aares.length > 3);
    for (const { id, hex = '', expected } of aares) {
      const {
        result,
        diagnostic = 0,
        application_context: context,
      } = expected.fields as Record<string, unknown>;
      const usable = result === 0 && diagnostic === 0 && context !== 'LN-ciphered';
      const answer = readProposalAnswer(octetsOf(hex));
      assert.equal(answer.kind, usable ? 'accepted' : 'refused', id);
      if (diagnostic === 13) assert.equal(refusalOf(answer).code, 'DLMS_AUTHENTICATION_FAILED', id);
    }
  });
});

describe("a meter's odd answer to a proposal", () => {
  it('an AARE without user-information grants the least: get and blocks, no lists, no limit', () => {
    const answer = readProposalAnswer(octetsOf('6117 A109060760857405080101 A203020100 A305A103020100'));
    assert.ok(answer.kind === 'accepted');
    assert.deepEqual(answer.negotiated, {
      conformance: new Set(['get', 'block-transfer-with-get-or-read']),
      serverMaxReceivePduSize: 0,
      dlmsVersion: 6,
      vaaName: 7,
    });
  });

  it('rejected-transient is a meter that is busy, whoever says so and why', () => {
    const cause = refused('6117 A109060760857405080101 A203020102 A305A203020102');
    assert.match(cause.message, /rejected-transient, no-common-acse-version/);
    assert.equal(told(cause), 'DLMS_METER_BUSY association meter');
    const plain = refused('6117 A109060760857405080101 A203020102 A305A103020100');
    assert.equal(plain.code, 'DLMS_METER_BUSY');
  });

  it('rejected-transient because of the password is no busy meter', () => {
    const cause = refused('6117 A109060760857405080101 A203020102 A305A10302010D');
    assert.equal(cause.code, 'DLMS_AUTHENTICATION_FAILED');
  });

  it('a diagnostic that no book knows is told by its number', () => {
    const cause = refused('6117 A109060760857405080101 A203020101 A305A103020163');
    assert.match(cause.message, /rejected-permanent, unknown-99/);
  });

  it('accepted, but with a ConfirmedServiceError inside, is a refusal', () => {
    const cause = refused('611F A109060760857405080101 A203020100 A305A103020100 BE0604040E010602');
    assert.match(cause.message, /incompatible-conformance/);
  });

  it('rejected with an InitiateResponse of no conformance is a refusal', () => {
    const cause = refused(
      '6129 A109060760857405080101 A203020101 A305A10302010D BE10040E0800065F1F040000000000000007',
    );
    assert.equal(cause.code, 'DLMS_AUTHENTICATION_FAILED');
  });

  it('any octets at all are an answer, a refusal or something else, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (octets, aare) => {
        const answer = readProposalAnswer(aare ? Uint8Array.from([0x61, octets.length, ...octets]) : octets);
        assert.ok(['accepted', 'refused', 'unrelated'].includes(answer.kind));
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});
