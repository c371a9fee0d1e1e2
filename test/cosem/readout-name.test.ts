/** Which line of a readout shows an object. */
import assert from 'node:assert/strict';
import { findReadoutLine, readoutName } from '../../src/cosem/readout-name.js';

describe('the address of a readout line', () => {
  const name = (address: string) => readoutName(address)?.logicalName;

  it('is a short form of an OBIS code', () => {
    assert.deepEqual(readoutName('1.8.0'), { logicalName: '1.0.1.8.0.255', complete: false });
    assert.deepEqual(readoutName('1-0:1.8.0*255'), { logicalName: '1.0.1.8.0.255', complete: true });
    assert.deepEqual(readoutName('0-1:24.2.1'), { logicalName: '0.1.24.2.1.255', complete: true });
    assert.equal(name('1.0.1.8.0.255'), '1.0.1.8.0.255');
    assert.equal(name('31.7.0'), '1.0.31.7.0.255');
    assert.equal(name('6.8'), '1.0.6.8.0.255');
  });

  it('tells the billing period behind * or &', () => {
    assert.equal(name('1.8.0*24'), '1.0.1.8.0.24');
    assert.equal(name('1.8.1&05'), '1.0.1.8.1.5');
    assert.equal(name('6.26*01'), '1.0.6.26.0.1');
  });

  it('has letters for some groups', () => {
    assert.equal(name('C.1.0'), '1.0.96.1.0.255');
    assert.equal(name('F.F'), '1.0.97.97.0.255');
    assert.equal(name('P.01'), '1.0.99.1.0.255');
    assert.equal(name('0.9.1'), '1.0.0.9.1.255');
  });

  it('may be no OBIS code at all', () => {
    for (const address of [
      '',
      'F',
      '12',
      '3:171.0',
      '1-0:4:24.7.0',
      '1.8.0:2',
      '1.8.300',
      '010001080000FF',
    ]) {
      assert.equal(readoutName(address), undefined, address);
    }
  });
});

describe('the line that shows an object', () => {
  const lines = [
    'F.F',
    'C.1.0',
    '1.8.0',
    '1.8.0*24',
    '1.8.1&05',
    '6.8',
    '0-0:96.1.1',
    '2.8.0',
    '1-1:2.8.0',
    '2.8.0',
  ];
  const shows = (wanted: string) =>
    findReadoutLine(
      lines.map((address, at) => ({ address, at })),
      wanted,
    )?.at;

  it('is found by the whole code, and by a short one of any medium and channel', () => {
    assert.equal(shows('1.0.1.8.0.255'), 2);
    assert.equal(shows('1.0.1.8.0.24'), 3);
    assert.equal(shows('1.0.1.8.1.5'), 4);
    assert.equal(shows('0.0.96.1.0.255'), 1);
    assert.equal(shows('1.0.96.1.0.255'), 1);
    assert.equal(shows('6.0.6.8.0.255'), 5);
    assert.equal(shows('0.0.97.97.0.255'), 0);
  });

  it('is rather the one with the whole code, else the first', () => {
    assert.equal(shows('1.1.2.8.0.255'), 8);
    assert.equal(shows('1.0.2.8.0.255'), 7);
  });

  it('is not one of another medium, nor of another billing period', () => {
    assert.equal(shows('1.0.96.1.1.255'), undefined);
    assert.equal(shows('1.0.1.8.0.23'), undefined);
    assert.equal(shows('1.0.1.8.1.255'), undefined);
  });
});
