/** The association by short names: what is proposed, what is granted, and the READs in it. */
import assert from 'node:assert/strict';
import { encodeApdu } from '../../src/apdu/apdu.js';
import { conformanceOf } from '../../src/apdu/conformance.js';
import { GetExchange } from '../../src/client/get-exchange.js';
import type { Referencing } from '../../src/client/primitive.js';
import { ReadExchange } from '../../src/client/read-exchange.js';
import { REQUEST_SIZE } from '../../src/client/request-size.js';
import { shortNamed, told } from '../support/apdus.js';
import { AssociationBench, OVER_HDLC } from '../support/association-bench.js';
import { proposed as aarq, answerTo as answer } from '../support/proposals.js';
import { captures, describeShared, vectors } from '../support/shared.js';

const ENERGY = shortNamed(0x0108);
const SCALER = { ...shortNamed(0x0110), attributeId: 3 };
const PART = { ...ENERGY, selection: { selector: 2, parameters: { kind: 'null-data' } } } as const;

const AARE = (conformance = '1C0320', pduSize = '0218') =>
  `6129A109060760857405080102A203020100A305A103020100BE10040E0800065F1F0400${conformance}${pduSize}FA00`;

const answerTo = (hex: string, referencing: Referencing = 'SN') => answer({ referencing }, hex);

function granted(hex: string) {
  const answer = answerTo(hex);
  assert.ok(answer.kind === 'accepted');
  return answer.negotiated;
}

function refused(hex: string, referencing: Referencing): string {
  const answer = answerTo(hex, referencing);
  assert.ok(answer.kind === 'refused');
  return `${told(answer.cause)}: ${answer.cause.message}`;
}

describeShared('an association by short names, as it is proposed', (root) => {
  const hex = (id: string) => vectors(root).find((vector) => vector.id === id)?.hex ?? '';
  const proposed = (auth: 'None' | 'Low', password: string) =>
    aarq({ referencing: 'SN', auth, password: Buffer.from(password) });

  it("is the book's, with block transfer besides", () => {
    assert.equal(proposed('None', '').replace('1C1B20', '1C0320'), hex('aarq.sn.none'));
    assert.equal(proposed('Low', '00000000').replace('1C1B20', '1C0320'), hex('aarq.sn.lls'));
  });

  it('is accepted, with the base name of the association: aare.sn.none', () => {
    assert.deepEqual(granted(hex('aare.sn.none')), {
      conformance: conformanceOf(0x1c0320),
      serverMaxReceivePduSize: 536,
      dlmsVersion: 6,
      vaaName: 0xfa00,
    });
  });

  it('is not what a meter accepts that answers with logical names, nor the other way about', () => {
    const code = 'DLMS_CONTEXT_NOT_SUPPORTED association settings';
    assert.equal(
      refused(hex('aare.ln.none'), 'SN'),
      `${code}: the meter answers in the context Logical_Name_Referencing_No_Ciphering`,
    );
    assert.match(refused(hex('aare.sn.none'), 'LN'), /context Short_Name_Referencing_No_Ciphering/);
    assert.match(refused(hex('aare.ln.reject.ctx'), 'SN'), /application-context-name-not-supported/);
    assert.match(refused(hex('aare.sn.hls3'), 'SN'), /DLMS_AUTHENTICATION_FAILED.*high level/);
  });

  it('is accepted by a captured meter whose lengths are one octet short', () => {
    const frame = captures(root).find(({ id }) => id === 'gxd-sn-aare-short-ber')?.hex ?? '';
    const { serverMaxReceivePduSize, vaaName } = granted(frame.slice(22, -6));
    assert.deepEqual([serverMaxReceivePduSize, vaaName], [2400, 0xfa00]);
  });
});

describe('a meter that accepts short names and does not say what it grants', () => {
  it('grants READ and blocks, no lists, no limit', () => {
    assert.deepEqual(granted('6117A109060760857405080102A203020100A305A103020100'), {
      conformance: new Set(['read', 'block-transfer-with-get-or-read']),
      serverMaxReceivePduSize: 0,
      dlmsVersion: 6,
      vaaName: 0xfa00,
    });
  });
});

describe('a READ in an association', () => {
  const opened = (aare = AARE()) => new AssociationBench('SN').opened(aare);

  it('is not repeated by a link that does not count, nor is a request for a block', () => {
    const bench = opened();
    assert.deepEqual(bench.get(ENERGY), ['DL-DATA.request 0501020108']);
    assert.deepEqual(bench.hear('0C010200000101 11'), ['DL-DATA.request 0501050001']);
    assert.deepEqual(bench.hear('0C010201000201 2A'), ['GET.confirm 1']);
  });

  it('of several attributes is one request', () => {
    const bench = opened();
    assert.deepEqual(bench.get(ENERGY, SCALER), ['DL-DATA.request 0502020108020110']);
    assert.deepEqual(bench.hear('0C02001101 0104'), ['GET.confirm 2']);
  });

  it('of several or of a part, where the meter did not grant it', () => {
    const bench = opened(AARE('180000'));
    assert.deepEqual(bench.get(ENERGY, SCALER), ['GET.failed DLMS_NOT_NEGOTIATED service package']);
    assert.deepEqual(bench.get(PART), ['GET.failed DLMS_NOT_NEGOTIATED service package']);
    assert.deepEqual(bench.get(ENERGY), ['DL-DATA.request 0501020108']);
  });

  it('of a part is parameterized access', () => {
    assert.deepEqual(opened().get(PART), ['DL-DATA.request 05010401080200']);
  });

  it('of an attribute without a short name fails, and the association stands', () => {
    const bench = opened();
    const nameless = { ...ENERGY, shortName: undefined };
    assert.deepEqual(bench.get(nameless), ['GET.failed DLMS_SHORT_NAME service package']);
    assert.deepEqual(bench.get(ENERGY, nameless), ['GET.failed DLMS_SHORT_NAME service package']);
    assert.equal(bench.association.state, 'associated');
    assert.equal(bench.get(ENERGY).length, 1);
  });

  it('longer than the meter takes: of 8 octets where it takes 7', () => {
    assert.deepEqual(opened(AARE('1C0320', '0007')).get(ENERGY, SCALER), [
      'GET.failed DLMS_TOO_LONG service package',
    ]);
    assert.equal(opened(AARE('1C0320', '0008')).get(ENERGY, SCALER).length, 1);
  });

  it('is not disturbed by InformationReports before its answer, and none is taken for it', () => {
    const bench = opened();
    assert.deepEqual(bench.hear('180001020108011105'), []);
    bench.get(ENERGY);
    assert.deepEqual(bench.hear('180001020108011105'), ['DL-WAIT.request']);
    assert.deepEqual(bench.hear('180001020108011106'), ['DL-WAIT.request']);
    assert.deepEqual(bench.hear('0C0100112A'), ['GET.confirm 1']);
    assert.ok(bench.notes.includes('informationReportRequest is no answer to a READ'));
  });

  it('refused as a whole leaves the association standing', () => {
    const bench = opened();
    bench.get(ENERGY);
    assert.deepEqual(bench.hear('0E050501'), ['GET.failed DLMS_SERVICE_ERROR service meter']);
    assert.equal(bench.association.state, 'associated');
  });

  it('over HDLC is the same', () => {
    const bench = new AssociationBench('SN').opened(AARE(), OVER_HDLC);
    assert.deepEqual(bench.get(ENERGY), ['DL-DATA.request 0501020108']);
    assert.deepEqual(bench.hear('0C0100112A'), ['GET.confirm 1']);
  });
});

describe('the size of a request', () => {
  it('is a head, a count, and as much for each attribute', () => {
    for (const count of [2, 127, 128, 255, 256, 300]) {
      const attributes = Array.from({ length: count }, (_, at) => shortNamed(8 * at));
      const countOctets = count < 128 ? 1 : count < 256 ? 2 : 3;
      const sizeOf = ({ head, attribute }: { head: number; attribute: number }) =>
        head + countOctets + count * attribute;
      assert.equal(new GetExchange(attributes, 0xc1).request.length, sizeOf(REQUEST_SIZE.LN));
      assert.equal(new ReadExchange(attributes).request.length, sizeOf(REQUEST_SIZE.SN));
    }
  });

  it('of a GET does not depend on short names, which it does not send', () => {
    const { shortName: _, ...plain } = ENERGY;
    assert.deepEqual(
      encodeApdu({ kind: 'get-request-normal', invokeIdAndPriority: 0xc1, attribute: ENERGY }),
      encodeApdu({ kind: 'get-request-normal', invokeIdAndPriority: 0xc1, attribute: plain }),
    );
  });
});
