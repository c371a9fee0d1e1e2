/** Associations that are proposed or led in another way than usual. */
import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import {
  AARE,
  AssociationBench,
  ENERGY,
  OPEN,
  OVER_HDLC,
  RELEASE,
  SCALER,
} from '../support/association-bench.js';

const CAUSE = new DlmsError('torn', { code: 'DLMS_TORN', layer: 'service', fault: 'meter' });
const TORN = { kind: 'DL-ERROR.indication', cause: CAUSE } as const;
/** get and ACCESS; get, ACCESS and multiple-references; ACCESS. */
const [GET_ACCESS, WITH_LISTS, ACCESS_ONLY] = ['000050', '000250', '000040'];

describe('several attributes', () => {
  it('are asked for by ACCESS where that is granted and lists are not', () => {
    const bench = new AssociationBench().opened(AARE(GET_ACCESS));
    assert.match(bench.get(ENERGY, SCALER)[0] ?? '', /^DL-DATA.request D940000001\w+ repeatable$/);
    assert.deepEqual(bench.hear('DA400000010000021101110202 0100 0100'), ['GET.confirm 2']);
    assert.match(bench.get(ENERGY, SCALER)[0] ?? '', /^DL-DATA.request D940000002/);
  });

  it('are asked for by a list where both are granted', () => {
    assert.match(
      new AssociationBench().opened(AARE(WITH_LISTS)).get(ENERGY, SCALER)[0] ?? '',
      /request C003/,
    );
  });

  it('are not asked for by ACCESS in an association by short names', () => {
    const bench = new AssociationBench('SN').opened(AARE(GET_ACCESS).replace('05080101', '05080102'));
    assert.deepEqual(bench.get(ENERGY, SCALER), ['GET.failed DLMS_NOT_NEGOTIATED service package']);
  });
});

describe('one attribute', () => {
  it('is asked for by ACCESS where there is no GET', () => {
    assert.match(new AssociationBench().opened(AARE(ACCESS_ONLY)).get(ENERGY)[0] ?? '', /request D9/);
  });

  it('is asked for by GET where there is one, and where nothing is granted', () => {
    for (const granted of [GET_ACCESS, '000000']) {
      assert.match(new AssociationBench().opened(AARE(granted)).get(ENERGY)[0] ?? '', /request C001/);
    }
  });

  it('is asked for with more octets than the meter takes, where it takes blocks', () => {
    const bench = new AssociationBench().opened(AARE('207E1F', '0017'));
    assert.match(bench.get(ENERGY, SCALER)[0] ?? '', /request C003/);
  });
});

describe('a meter that is left without RLRQ', () => {
  it('is disconnected at once', () => {
    const bench = new AssociationBench('LN', { withoutRelease: true }).opened();
    assert.deepEqual(bench.put(RELEASE), ['DL-DISCONNECT.request']);
    assert.deepEqual(bench.put({ kind: 'DL-DISCONNECT.confirm' }), ['COSEM-RELEASE.confirm']);
    assert.equal(bench.association.state, 'idle');
  });
});

describe('blocks that make no APDU', () => {
  it('in place of the AARE are a refusal', () => {
    const bench = new AssociationBench();
    bench.put(OPEN);
    bench.put({ kind: 'DL-CONNECT.confirm' });
    assert.deepEqual(bench.put(TORN), ['DL-DISCONNECT.request']);
    const outcome = bench.put({ kind: 'DL-DISCONNECT.confirm' });
    assert.deepEqual(outcome, ['COSEM-ABORT.indication DLMS_TORN service meter']);
  });

  it('in place of an answer fail the GET, and the association stands', () => {
    const bench = new AssociationBench().opened().asking();
    assert.deepEqual(bench.put(TORN), ['GET.failed DLMS_TORN service meter']);
    assert.equal(bench.get(ENERGY).length, 1);
  });

  it('in place of the RLRE end the wait for it', () => {
    const bench = new AssociationBench().opened();
    bench.put(RELEASE);
    assert.deepEqual(bench.put(TORN), ['DL-DISCONNECT.request']);
  });

  it('that nobody waits for are passed over', () => {
    const bench = new AssociationBench().opened();
    assert.deepEqual(bench.put(TORN), []);
    assert.equal(bench.association.state, 'associated');
  });
});

describe('an answer under another invoke-id', () => {
  const OTHER = 'C401C900112A';
  const dropped = (bench: AssociationBench) => bench.asking().hear(OTHER)[0] === 'DL-WAIT.request';
  const repeated = (bench: AssociationBench) => {
    bench.put({ kind: 'DL-REPEAT.indication' });
    return bench;
  };

  it('is taken before a repetition, but not over datagrams', () => {
    assert.equal(dropped(new AssociationBench().opened()), false);
    assert.equal(dropped(new AssociationBench('LN', { datagrams: true }).opened()), true);
  });

  it('is not taken after a repetition, but over a link that counts', () => {
    assert.equal(dropped(repeated(new AssociationBench().opened())), true);
    assert.equal(dropped(repeated(new AssociationBench().opened(AARE(), OVER_HDLC))), false);
    const uncounted = { ...OVER_HDLC, uncounted: true };
    assert.equal(dropped(repeated(new AssociationBench().opened(AARE(), uncounted))), true);
  });

  it('is always taken of a meter that has one for all', () => {
    const settings = { constantInvokeId: true, datagrams: true };
    assert.equal(dropped(repeated(new AssociationBench('LN', settings).opened())), false);
  });
});
