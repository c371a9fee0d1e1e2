/** Long answers after their blocks were joined. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { decodeJoinedData, decodeJoinedResults } from '../../src/apdu/joined-data.js';
import { fromHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { captures, describeShared, vectors } from '../support/shared.js';
import { apdusOf } from './capture-apdus.js';

describe('joined raw-data', () => {
  it('of a list is a count and one result each', () => {
    assert.deepEqual(decodeJoinedResults(fromHex('0300110501040011' + '06')), [
      { kind: 'data', data: { kind: 'unsigned', value: 5 } },
      { kind: 'data-access-result', result: 'object-undefined' },
      { kind: 'data', data: { kind: 'unsigned', value: 6 } },
    ]);
  });

  it('with octets left over is refused', () => {
    assert.throws(() => decodeJoinedData(fromHex('110500')), hasCode('DLMS_MALFORMED'));
    assert.throws(() => decodeJoinedResults(fromHex('0100110500')), hasCode('DLMS_MALFORMED'));
  });

  it('that ends early is truncated', () => {
    for (const hex of ['', '0102', '01021105']) {
      assert.throws(() => decodeJoinedData(fromHex(hex)), hasCode('DLMS_TRUNCATED'), hex);
    }
    assert.throws(() => decodeJoinedResults(fromHex('03001105')), hasCode('DLMS_TRUNCATED'));
  });
});

describeShared('joined raw-data from outside', (root) => {
  const hexOf = (id: string) => vectors(root).find((vector) => vector.id === id)?.hex ?? '';
  const joinedCapture = (id: string): Uint8Array => {
    const capture = captures(root).find((candidate) => candidate.id === id);
    assert.ok(capture, id);
    const blocks = apdusOf(capture).flatMap(({ octets }) => {
      const apdu = decodeApdu(octets);
      const block = apdu.kind === 'get-response-with-datablock' ? apdu.result : undefined;
      return block?.kind === 'raw-data' ? [block.octets] : [];
    });
    return Buffer.concat(blocks);
  };

  it('of the two blocks of the reference is an array of twelve values', () => {
    assert.deepEqual(
      valuesOf(fromHex(hexOf('get.res.blocks.joined'))),
      [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011],
    );
  });

  it('of three captured blocks is an array of five values', () => {
    assert.deepEqual(valuesOf(joinedCapture('gosem-get-blocks-3')), [1, 2, 3, 4, 5]);
  });

  it('of a captured block that calls itself the last too early is truncated', () => {
    assert.throws(
      () => decodeJoinedData(joinedCapture('gosem-get-block-short-last')),
      hasCode('DLMS_TRUNCATED'),
    );
  });
});

function valuesOf(octets: Uint8Array): unknown[] {
  const data = decodeJoinedData(octets);
  assert.ok('elements' in data);
  return data.elements.map((element) => 'value' in element && element.value);
}

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
