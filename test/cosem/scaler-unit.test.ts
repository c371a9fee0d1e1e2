import assert from 'node:assert/strict';
import { type Data, decodeData, encodeData } from '../../src/cosem/data.js';
import { scalerUnitData, scalerUnitOf } from '../../src/cosem/scaler-unit.js';
import { type Coding, decoded, encoded } from '../encoding/coding.js';

const DATA: Coding<Data> = { encode: encodeData, decode: decodeData };
const read = (hex: string) => scalerUnitOf(decoded(DATA, hex));

describe('scaler_unit', () => {
  it('integer and enum, as the book has it', () => {
    assert.deepEqual(read('02020FFD161E'), { scaler: -3, unit: 30 });
    assert.deepEqual(read('02020F02161B'), { scaler: 2, unit: 27 });
    assert.deepEqual(read('02020F0016FF'), { scaler: 0, unit: 255 });
    assert.equal(encoded(DATA, scalerUnitData({ scaler: -3, unit: 30 })), '02020FFD161E');
  });

  it('meters that send other small integers', () => {
    assert.deepEqual(read('020210FFFD12001E'), { scaler: -3, unit: 30 });
    assert.deepEqual(read('02020FFD111E'), { scaler: -3, unit: 30 });
    assert.deepEqual(read('020211FD161E'), { scaler: -3, unit: 30 });
    assert.deepEqual(read('02020F000FFF'), { scaler: 0, unit: 255 });
  });

  it('anything else is no scaler_unit', () => {
    const others = {
      'null-data': '00',
      'a structure of one': '02010FFD',
      'a structure of three': '02030FFD161E00',
      'an array': '01020FFD0FFD',
      'null-data members': '02020000',
      'a text as unit': '02020FFD0A025768',
      'a scaler beyond an octet': '0202120100161E',
      'a unit beyond an octet': '02020FFD120100',
    };
    for (const [what, hex] of Object.entries(others)) assert.equal(read(hex), undefined, what);
  });
});
