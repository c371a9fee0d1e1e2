/** Data sets as meters write them, and the odd ones. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readDataSets, writeDataSets } from '../../../src/framing/iec62056-21/data-set.js';
import { failureOf } from '../../encoding/coding.js';
import { chars, shown } from './streams.js';

function sets(text: string): unknown[] {
  return readDataSets(chars(text)).sets.map(({ address, values }) => [
    address,
    ...values.map(({ value, unit }) => (unit === undefined ? value : [value, unit])),
  ]);
}

describe('data sets of a readout', () => {
  it('a value with a unit, one without, and none at all', () => {
    assert.deepEqual(sets('1.8.0(0012345.6*kWh)\r\nF.F(00)\r\n9.18()\r\n!\r\n'), [
      ['1.8.0', ['0012345.6', 'kWh']],
      ['F.F', '00'],
      ['9.18', ''],
    ]);
  });

  it('a maximum with its time beside it', () => {
    assert.deepEqual(sets('1.6.1(0012.3*kW)(2403151230)\r\n'), [['1.6.1', ['0012.3', 'kW'], '2403151230']]);
  });

  it('values of earlier billing periods, by * and by &', () => {
    assert.deepEqual(sets('1.8.0*24(1*kWh)\r\n1.8.1&05(2*kWh)\r\n1-0:1.8.0*255(3*kWh)\r\n'), [
      ['1.8.0*24', ['1', 'kWh']],
      ['1.8.1&05', ['2', 'kWh']],
      ['1-0:1.8.0*255', ['3', 'kWh']],
    ]);
  });

  it('several on one line', () => {
    assert.deepEqual(sets('12(12*kWh)13(13*kWh)14(14*kwh)\r\n'), [
      ['12', ['12', 'kWh']],
      ['13', ['13', 'kWh']],
      ['14', ['14', 'kwh']],
    ]);
  });

  it('a profile whose rows go on without address', () => {
    assert.deepEqual(sets('P.01(2403010000)(15)(1)(1.5)(kW)\r\n(0.123)\r\n(0.456)\r\n'), [
      ['P.01', '2403010000', '15', '1', '1.5', 'kW'],
      ['', '0.123'],
      ['', '0.456'],
    ]);
  });

  it('two temperatures in one pair of parentheses, which have no one unit', () => {
    assert.deepEqual(sets('9.4(088*C&082*C)'), [['9.4', '088*C&082*C']]);
  });

  it('blanks around an address, and line feeds without carriage return', () => {
    assert.deepEqual(sets('\n 1.8.0 ( 5*kWh)\n2.8.0(6*kWh)\n'), [
      ['1.8.0', [' 5', 'kWh']],
      ['2.8.0', ['6', 'kWh']],
    ]);
  });

  it('nothing behind the end mark', () => assert.deepEqual(sets('!\r\n1.8.0(5*kWh)'), []));

  it('what is no data set is told, and costs no more than its line', () => {
    const { sets: found, unread } = readDataSets(chars('1.8.0(5\r\n)rest\r\n2.8.0(6*kWh)x\r\n'));
    assert.deepEqual(found, [{ address: '2.8.0', values: [{ value: '6', unit: 'kWh' }] }]);
    assert.deepEqual(unread, ['1.8.0(5', ')rest', 'x']);
  });

  it('any characters give data sets in time that does not grow beyond all bounds', () => {
    const piece = fc.constantFrom('(', ')', '*', '!', '\r\n', ' ', '1.8.0', '(5*kWh)', '&', 'x', '\0');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { sets: found, unread } = readDataSets(chars(pieces.join('')));
        assert.ok(found.every(({ values }) => values.length > 0));
        assert.ok(unread.every((each) => each !== ''));
      }),
      { seed: 21, numRuns: 500 },
    );
    for (const text of ['(', ')', ' ', 'x', '()', '*', '\r\n', '(*', 'x(']) {
      assert.ok(readDataSets(chars(text.repeat(130_000))).sets.length <= 130_000);
    }
  });
});

describe('data sets that are written', () => {
  it('are read again', () => {
    const written = [
      { address: '1.8.0*24', values: [{ value: '0012345.6', unit: 'kWh' }, { value: '2403151230' }] },
      { address: 'F.F', values: [{ value: '' }] },
    ];
    const data = writeDataSets(written);
    assert.equal(shown(data), '1.8.0*24(0012345.6*kWh)(2403151230)\r\nF.F()\r\n!\r\n');
    assert.deepEqual(readDataSets(data).sets, written);
  });

  it('hold no character that seven bits have no code for', () => {
    const write = () => writeDataSets([{ address: '9.4', values: [{ value: '20', unit: '°C' }] }]);
    assert.equal(failureOf(write), 'DLMS_IEC_TEXT');
  });
});
