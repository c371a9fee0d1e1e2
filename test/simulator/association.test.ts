import assert from 'node:assert/strict';
import { decodeAare } from '../../src/apdu/aare.js';
import type { Aarq } from '../../src/apdu/aarq.js';
import { conformanceOf } from '../../src/apdu/conformance.js';
import type { InitiateRequest } from '../../src/apdu/initiate.js';
import { APPLICATION_CONTEXT_NAME, MECHANISM_NAME } from '../../src/apdu/names.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { describeShared } from '../support/shared.js';
import {
  aarq,
  association,
  GET_ENERGY,
  GET_NAME,
  GET_SERIAL_NUMBER,
  LOW,
  lowAarq,
  NOT_ALLOWED,
  outcome,
  PASSWORD,
} from './association-fixture.js';
import { NOON } from './reading.js';
import { same, vectorOctets } from './stacks.js';

describe('a meter that asks for nothing', () => {
  for (const client of [1, 16, 17, 100, 127]) {
    it(`lets client ${client} in and shows it everything`, () => {
      const meter = association({}, client);
      assert.deepEqual(outcome(meter.answer(aarq(), NOON)), ['accepted', 'null', undefined]);
      assert.deepEqual(
        [...(meter.answer(GET_ENERGY, NOON) ?? [])].slice(0, 5),
        [0xc4, 0x01, 0xc1, 0x00, 0x06],
      );
    });
  }

  it('does not know a password', () => {
    const refused = ['rejected-permanent', 'authentication-mechanism-name-not-recognised', undefined];
    assert.deepEqual(outcome(association().answer(lowAarq(PASSWORD), NOON)), refused);
  });

  it('takes the lowest mechanism by name', () => {
    const named = aarq({ mechanismName: MECHANISM_NAME.COSEM_lowest_level_security });
    assert.deepEqual(outcome(association().answer(named, NOON)), ['accepted', 'null', undefined]);
  });
});

describe('a meter that asks for a password', () => {
  it('shows the public client its nameplate and nothing else', () => {
    const meter = association(LOW, 16);
    assert.deepEqual(outcome(meter.answer(aarq(), NOON)), ['accepted', 'null', undefined]);
    same(meter.answer(GET_NAME, NOON), 'C4 01 C1 00 09 10 4D 46 4C 30 30 30 30 30 31 32 33 34 35 36 37 38');
    same(meter.answer(GET_SERIAL_NUMBER, NOON), 'C4 01 C1 00 09 08 31 32 33 34 35 36 37 38');
    same(meter.answer(GET_ENERGY, NOON), 'C4 01 C1 01 03');
    const disconnect = fromHex('C3 01 C1 00 46 00 00 60 03 0A FF 01 01 0F 00');
    same(meter.answer(disconnect, NOON), 'C7 01 C1 03 00');
  });

  it('lets any client in that knows it, the public one too', () => {
    for (const client of [1, 16, 32]) {
      const meter = association(LOW, client);
      assert.deepEqual(outcome(meter.answer(lowAarq(PASSWORD), NOON)), ['accepted', 'null', undefined]);
      assert.equal(meter.answer(GET_ENERGY, NOON)?.[3], 0);
    }
  });

  it('refuses a client that gives none, and one that gives a wrong one', () => {
    const required = ['rejected-permanent', 'authentication-mechanism-name-required', undefined];
    assert.deepEqual(outcome(association(LOW, 1).answer(aarq(), NOON)), required);
    for (const password of ['', '1234567', '123456789', '12345679']) {
      const failure = ['rejected-permanent', 'authentication-failure', undefined];
      assert.deepEqual(outcome(association(LOW, 1).answer(lowAarq(password), NOON)), failure);
    }
  });

  it('serves nothing to a client that it refused', () => {
    const meter = association(LOW, 1);
    meter.answer(lowAarq('wrong'), NOON);
    same(meter.answer(GET_NAME, NOON), NOT_ALLOWED);
  });
});

describe('the order in which a meter decides about an AARQ', () => {
  const rejected = (changes: Partial<Aarq>, initiate: Partial<InitiateRequest> = {}, options = {}) =>
    outcome(association(options, 1).answer(aarq(changes, initiate), NOON));

  it('wants version 1 of the ACSE protocol first', () => {
    const context = APPLICATION_CONTEXT_NAME.Short_Name_Referencing_No_Ciphering;
    assert.deepEqual(rejected({ protocolVersion: '01', applicationContextName: context }), [
      'rejected-permanent',
      'no-common-acse-version',
      undefined,
    ]);
    assert.equal(rejected({ protocolVersion: '1' })[0], 'accepted');
  });

  it('knows names without ciphering, and says so, before it asks for a password', () => {
    for (const name of ['2.16.756.5.8.1.3', '2.16.756.5.8.1.4', '1.2.3']) {
      const answer = association(LOW, 1).answer(aarq({ applicationContextName: name }), NOON);
      assert.equal(outcome(answer)[1], 'application-context-name-not-supported');
      const own = decodeAare(new OctetReader(answer ?? new Uint8Array())).applicationContextName;
      assert.equal(own, APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering);
    }
  });

  it('refuses another DLMS version, a conformance without common bits and a PDU that is too small', () => {
    assert.equal(rejected({}, { proposedDlmsVersionNumber: 5 })[2], 'dlms-version-too-low');
    const shortNames = conformanceOf(0x1c0120);
    assert.equal(rejected({}, { proposedConformance: shortNames })[2], 'incompatible-conformance');
    assert.equal(rejected({}, { clientMaxReceivePduSize: 11 })[2], 'pdu-size-too-short');
    assert.equal(rejected({}, { clientMaxReceivePduSize: 12 })[0], 'accepted');
    assert.equal(rejected({}, { clientMaxReceivePduSize: 0 })[0], 'accepted');
  });

  it('refuses an AARQ without an InitiateRequest that it can read', () => {
    assert.equal(rejected({ userInformation: undefined })[1], 'no-reason-given');
    assert.equal(outcome(association().answer(fromHex('60 05 A1 09 06 07 60'), NOON))[1], 'no-reason-given');
  });

  it('does not answer an unconfirmed association, but opens it', () => {
    const meter = association();
    assert.equal(meter.answer(aarq({}, { responseAllowed: false }), NOON), undefined);
    assert.equal(meter.answer(GET_NAME, NOON)?.[0], 0xc4);
  });
});

describe('the life of an association', () => {
  it('serves nothing before it is open and after it was released', () => {
    const meter = association();
    same(meter.answer(GET_NAME, NOON), NOT_ALLOWED);
    meter.answer(aarq(), NOON);
    assert.equal(meter.answer(GET_NAME, NOON)?.[0], 0xc4);
    same(meter.answer(fromHex('62 00'), NOON), '63 03 80 01 00');
    same(meter.answer(GET_NAME, NOON), NOT_ALLOWED);
  });

  it('starts anew with a second AARQ, or refuses it where it is told to', () => {
    const meter = association();
    meter.answer(aarq(), NOON);
    assert.equal(outcome(meter.answer(aarq(), NOON))[0], 'accepted');
    const strict = association({}, 16, { refuseSecondAssociation: true });
    strict.answer(aarq(), NOON);
    assert.deepEqual(outcome(strict.answer(aarq(), NOON)), [
      'rejected-permanent',
      'no-reason-given',
      undefined,
    ]);
    assert.equal(strict.answer(GET_NAME, NOON)?.[0], 0xc4);
  });

  it('shows itself as the current association', () => {
    const meter = association(LOW, 32);
    meter.answer(lowAarq(PASSWORD), NOON);
    const attribute = (id: number) =>
      meter.answer(Uint8Array.of(...GET_NAME.subarray(0, 3), 0, 15, 0, 0, 40, 0, 0, 255, id, 0), NOON);
    same(attribute(3), 'C4 01 C1 00 02 02 0F 20 12 00 01');
    same(attribute(4), 'C4 01 C1 00 02 07 11 02 11 10 12 02 F4 11 05 11 08 11 01 11 01');
    same(attribute(5), 'C4 01 C1 00 02 06 04 18 00 72 1D 12 08 00 12 FF FF 11 06 0F 00 09 00');
    same(attribute(6), 'C4 01 C1 00 02 07 11 02 11 10 12 02 F4 11 05 11 08 11 02 11 01');
    same(attribute(7), 'C4 01 C1 01 03');
    same(attribute(8), 'C4 01 C1 00 16 02');
  });
});

describeShared('associations with the worked octets of the protocol', (root) => {
  const octets = vectorOctets(root);
  const worked: SimulatorOptions = { limits: { maxPduSize: 500, conformance: conformanceOf(0x00501f) } };
  const lls: SimulatorOptions = { ...LOW, limits: worked.limits };
  const cases: readonly [string, string, SimulatorOptions, number][] = [
    ['aarq.ln.none', 'aare.ln.none', worked, 16],
    ['aarq.ln.lls', 'aare.ln.none', lls, 32],
    ['aarq.ln.user', 'aare.ln.none', lls, 32],
    ['aarq.ln.lls', 'aare.ln.reject.auth', { ...LOW, password: '00000000' }, 1],
    ['aarq.ln.lls', 'aare.ln.reject.mech', {}, 1],
    ['aarq.ln.hls3', 'aare.ln.reject.mech', LOW, 1],
    ['aarq.ln.hls5', 'aare.ln.reject.mech', LOW, 1],
    ['aarq.sn.none', 'aare.ln.reject.ctx', { referencing: 'LN' }, 16],
    ['aarq.sn.lls', 'aare.ln.reject.ctx', { ...LOW, referencing: 'LN' }, 16],
    ['aarq.ln.ciphered.hls5', 'aare.ln.reject.ctx', {}, 1],
    ['rlrq.normal', 'rlre.normal', {}, 16],
    ['rlrq.empty', 'rlre.normal', {}, 16],
    ['rlrq.ui', 'rlre.normal', {}, 16],
    ['get.normal.ldn', 'exc.notallowed', {}, 16],
  ];
  for (const [question, answer, options, client] of cases) {
    it(`answers ${question} with ${answer}`, () => {
      same(association(options, client).answer(octets(question), NOON), octets(answer));
    });
  }

  it('answers the worked AARQ with a PDU size of 11 octets with aare.ln.reject.cse', () => {
    const request = octets('aarq.ln.none').slice();
    request.set([0, 11], request.length - 2);
    same(association().answer(request, NOON), octets('aare.ln.reject.cse'));
  });

  it('gives every worked APDU, whole, cut off and with octets behind it, an answer or silence', () => {
    const meter = association();
    let answers = 0;
    for (const id of [
      'aarq.ln.none',
      'get.list',
      'set.list',
      'set.first',
      'action.list',
      'action.first',
      'access.req',
      'gbt.1',
      'get.res.list',
      'sec.glo.get.authenc',
      'event.notif',
      'gateway.req',
      'rlrq.ciphered',
    ]) {
      for (const open of [false, true]) {
        for (let length = 0; length <= octets(id).length; length += 1) {
          if (open) meter.answer(aarq(), NOON);
          const answer = meter.answer(octets(id).subarray(0, length), NOON);
          if (answer !== undefined) answers += 1;
          assert.notEqual(answer?.length, 0);
        }
        meter.answer(Buffer.concat([octets(id), octets(id)]), NOON);
      }
    }
    assert.ok(answers > 500);
  });
});
