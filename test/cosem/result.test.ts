import assert from 'node:assert/strict';
import { decodeAttributeDescriptor, encodeAttributeDescriptor } from '../../src/cosem/descriptor.js';
import { DATA_ACCESS_RESULT, dataAccessResultOf } from '../../src/cosem/result.js';
import { checkCoding } from '../encoding/coding.js';

describe('data-access-result', () => {
  it('every code has its name', () => {
    for (const [name, code] of Object.entries(DATA_ACCESS_RESULT))
      assert.equal(dataAccessResultOf(code), name);
  });

  it('codes that the book does not know are other reasons', () => {
    for (const code of [5, 10, 20, 251, 255]) assert.equal(dataAccessResultOf(code), 'other-reason');
  });
});

describe('attribute descriptor', () => {
  it('class, logical name and signed attribute', () => {
    const coding = { encode: encodeAttributeDescriptor, decode: decodeAttributeDescriptor };
    checkCoding(coding, '0008 0000010000FF 02', { classId: 8, logicalName: '0.0.1.0.0.255', attributeId: 2 });
    checkCoding(coding, '0003 0100010800FF FF', {
      classId: 3,
      logicalName: '1.0.1.8.0.255',
      attributeId: -1,
    });
  });
});
