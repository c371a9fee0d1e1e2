/** A GET of several attributes that ACCESS carries. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AccessExchange } from '../../src/client/access-exchange.js';
import { attribute } from '../support/apdus.js';
import { answered, ENERGY, failure, results, SCALER } from '../support/get-steps.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { describeShared, vectors } from '../support/shared.js';

const ID = 0x40000001;
const exchange = () => new AccessExchange([ENERGY, SCALER], ID);
const VALUE = '060012D687';
const UNIT = '02020F00161E';

describe('a request', () => {
  it('has a specification for each attribute, and as many null-data', () => {
    assert.equal(
      hexOf(exchange().request),
      'D9400000010002010003' + '0100010800FF02' + '010003' + '0100010800FF03' + '020000',
    );
  });

  describeShared("is the book's", (root) => {
    it('with a selection: access.req.sel', () => {
      const rows = [1, 2].map((value) => ({ kind: 'double-long-unsigned' as const, value }));
      const columns = [1, 0].map((value) => ({ kind: 'long-unsigned' as const, value }));
      const parameters = { kind: 'structure' as const, elements: [...rows, ...columns] };
      const asked = { ...attribute(7, '1.0.99.1.0.255', 2), selection: { selector: 2, parameters } };
      const vector = vectors(root).find(({ id }) => id === 'access.req.sel');
      assert.equal(hexOf(new AccessExchange([asked], 0x40000002).request), vector?.hex);
    });
  });

  it('whose selection cannot be coded', () => {
    const parameters = { kind: 'unsigned', value: 256 } as const;
    const asked = { ...ENERGY, selection: { selector: 1, parameters } };
    assert.throws(() => new AccessExchange([asked], ID), /256/);
  });
});

describe('an answer', () => {
  it('holds one result an attribute', () => {
    const [value, unit] = results(answered(exchange(), `DA4000000100000 2${VALUE}${UNIT}02 0100 0100`));
    assert.deepEqual(value, { kind: 'data', data: { kind: 'double-long-unsigned', value: 1234567 } });
    assert.equal(unit?.kind, 'data');
  });

  it('may refuse some of them, repeat what was asked, and tell the time', () => {
    const asked = '02' + '010003' + '0100010800FF02' + '010003' + '0100010800FF03';
    const time = '0C07E8030F050C1E0000FFC400';
    assert.deepEqual(results(answered(exchange(), `DA40000001${time}01${asked}02 00${VALUE} 02 0103 0100`)), [
      { kind: 'data-access-result', result: 'read-write-denied' },
      { kind: 'data', data: { kind: 'double-long-unsigned', value: 1234567 } },
    ]);
  });

  it('with reasons of an ACTION, or such as no book has, is other-reason', () => {
    assert.deepEqual(results(answered(exchange(), 'DA400000010000 020000 02 0304 0163')), [
      { kind: 'data-access-result', result: 'other-reason' },
      { kind: 'data-access-result', result: 'other-reason' },
    ]);
  });

  it('with another count than was asked for', () => {
    for (const hex of [
      'DA400000010000 010001 0100',
      'DA400000010000 0100 02 0101 0101',
      'DA400000010000 0000',
    ]) {
      assert.equal(
        failure(answered(exchange(), hex.replaceAll(' ', ''))).error,
        'DLMS_LIST_COUNT service meter',
      );
    }
  });

  it('that refuses the whole', () => {
    assert.equal(failure(answered(exchange(), 'D80202')).error, 'DLMS_EXCEPTION_RESPONSE service meter');
    assert.equal(failure(answered(exchange(), '0E050501')).error, 'DLMS_SERVICE_ERROR service meter');
  });

  it('that is another one', () => {
    for (const hex of ['C401C10011FF', '0F000000010000', 'D9400000010000 00']) {
      assert.equal(answered(exchange(), hex).kind, 'drop');
    }
  });

  it('to an earlier request, after a repetition', () => {
    const late = octetsOf('DA4000000F00000200000201010101');
    assert.equal(exchange().handle(late, true).kind, 'drop');
    assert.equal(exchange().handle(late, false).kind, 'confirm');
  });

  it('of any octets is an answer, a failure or another APDU', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        const { kind } = exchange().handle(Uint8Array.from([0xda, ...octets]), false);
        assert.ok(kind === 'confirm' || kind === 'failed');
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
