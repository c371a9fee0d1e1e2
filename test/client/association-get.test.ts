import assert from 'node:assert/strict';
import { AARE, AssociationBench, ENERGY, OVER_HDLC, SCALER } from '../support/association-bench.js';

describe('a GET in an association', () => {
  it('counts its invoke-ids from 1 to 15 and on with 0', () => {
    const bench = new AssociationBench().opened();
    const ids = Array.from({ length: 17 }, () => {
      const [request = ''] = bench.get(ENERGY);
      assert.deepEqual(bench.hear('C401C100112A'), ['GET.confirm 1']);
      return request.slice('DL-DATA.request C001C'.length)[0];
    });
    assert.equal(ids.join(''), '123456789ABCDEF01');
  });

  it('may be repeated by a link that does not count, its next blocks, too', () => {
    const bench = new AssociationBench().opened();
    assert.match(bench.get(ENERGY)[0] ?? '', / repeatable$/);
    assert.deepEqual(bench.hear('C402C100000000010001 11'), ['DL-DATA.request C002C100000001 repeatable']);
  });

  it('without an association', () => {
    assert.deepEqual(new AssociationBench().get(ENERGY), ['GET.failed DLMS_STATE association package']);
  });

  it('while another one is under way fails, and the other one goes on', () => {
    const bench = new AssociationBench().opened().asking();
    assert.deepEqual(bench.get(SCALER), ['GET.failed DLMS_STATE association package']);
    assert.deepEqual(bench.hear('C401C100112A'), ['GET.confirm 1']);
  });

  it('of nothing', () => {
    assert.deepEqual(new AssociationBench().opened().get(), ['GET.failed DLMS_STATE service package']);
  });

  it('of a list or a part that the meter did not grant', () => {
    const bench = new AssociationBench().opened(AARE('001010'));
    assert.deepEqual(bench.get(ENERGY, SCALER), ['GET.failed DLMS_NOT_NEGOTIATED service package']);
    const part = { ...ENERGY, selection: { selector: 1, parameters: { kind: 'null-data' } } } as const;
    assert.deepEqual(bench.get(part), ['GET.failed DLMS_NOT_NEGOTIATED service package']);
    assert.equal(bench.get(ENERGY).length, 1);
  });

  it('longer than the meter takes: of 24 octets where it takes 23', () => {
    const bench = new AssociationBench().opened(AARE('007E1F', '0017'));
    assert.deepEqual(bench.get(ENERGY, SCALER), ['GET.failed DLMS_TOO_LONG service package']);
    assert.equal(bench.association.state, 'associated');
    assert.equal(new AssociationBench().opened(AARE('007E1F', '0018')).get(ENERGY, SCALER).length, 1);
    assert.equal(new AssociationBench().opened(AARE('007E1F', '0000')).get(ENERGY, SCALER).length, 1);
  });

  it('whose selection cannot be coded', () => {
    const parameters = { kind: 'unsigned', value: 256 } as const;
    const bench = new AssociationBench().opened();
    assert.deepEqual(bench.get({ ...ENERGY, selection: { selector: 1, parameters } }), [
      'GET.failed DLMS_VALUE_RANGE service package',
    ]);
    assert.equal(bench.get(ENERGY).length, 1);
  });

  it('refused as a whole leaves the association standing', () => {
    const bench = new AssociationBench().opened().asking();
    assert.deepEqual(bench.hear('D80202'), ['GET.failed DLMS_EXCEPTION_RESPONSE service meter']);
    assert.equal(bench.association.state, 'associated');
  });

  it('answered late after a repetition: over the WRAPPER the old answer is not taken for the new one', () => {
    const bench = new AssociationBench().opened().asking();
    bench.put({ kind: 'DL-REPEAT.indication' });
    assert.deepEqual(bench.hear('C401C1001101'), ['GET.confirm 1']);
    bench.asking();
    assert.deepEqual(bench.hear('C401C1001101'), ['DL-WAIT.request']);
    assert.deepEqual(bench.hear('C401C2001102'), ['GET.confirm 1']);
  });

  it('answered with a constant invoke-id after a repetition: HDLC counts its frames, the answer is right', () => {
    const bench = new AssociationBench().opened(AARE(), OVER_HDLC).asking();
    bench.put({ kind: 'DL-REPEAT.indication' });
    assert.deepEqual(bench.hear('C401C1001101'), ['GET.confirm 1']);
    bench.asking();
    assert.deepEqual(bench.hear('C401C1001102'), ['GET.confirm 1']);
  });

  it('whose answer drowned in notifications may still be answered late: not to the next one', () => {
    const bench = new AssociationBench().opened().asking();
    for (let count = 0; count < 64; count += 1) assert.deepEqual(bench.hear('C2000001'), ['DL-WAIT.request']);
    assert.deepEqual(bench.hear('C2000001'), ['GET.failed DLMS_NO_ANSWER service meter']);
    bench.asking();
    assert.deepEqual(bench.hear('C401C1001101'), ['DL-WAIT.request']);
    assert.deepEqual(bench.hear('C401C2001102'), ['GET.confirm 1']);
  });

  it('an answer that nobody asked for is shown and passed over', () => {
    const bench = new AssociationBench().opened();
    assert.deepEqual(bench.hear('C401C100112A'), []);
    assert.equal(bench.notes.at(-1), 'nothing is asked while associated');
  });
});
