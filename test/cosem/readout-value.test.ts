/** Values of a readout as numbers. */
import assert from 'node:assert/strict';
import { mainReadoutValue, readoutNumber } from '../../src/cosem/readout-value.js';

describe('a value of a readout', () => {
  it('is the number that a person would read', () => {
    const value = (text: string) => {
      const numeric = readoutNumber({ value: text });
      return numeric.kind === 'number' ? numeric.value : numeric.reason;
    };
    assert.equal(value('0012345.6'), 12345.6);
    assert.equal(value('00000000001.329'), 1.329);
    assert.equal(value('+000.8'), 0.8);
    assert.equal(value('-000.8'), -0.8);
    assert.equal(value(' 20000'), 20000);
    assert.equal(value('00000000'), 0);
    assert.equal(value(''), 'no-value');
    assert.equal(value('V01.69#EEA3546C'), 'text');
    assert.equal(value('088*C&082*C'), 'text');
    assert.equal(value('2021-07-12 22:20:17'), 'text');
  });

  it('keeps the digits that a number cannot hold', () => {
    const numeric = readoutNumber({ value: '9007199254740993.5' });
    assert.ok(numeric.kind === 'number');
    assert.equal(numeric.exact, '9007199254740993.5');
  });
});

describe('the value that a line is about', () => {
  it('is the one with a unit, or the first of two', () => {
    const time = { value: '2403151230' };
    const demand = { value: '0012.3', unit: 'kW' };
    assert.equal(mainReadoutValue([demand, time]), demand);
    assert.equal(mainReadoutValue([time, demand]), demand);
    assert.equal(mainReadoutValue([time]), time);
    assert.equal(mainReadoutValue([time, { value: '2' }]), time);
    assert.equal(mainReadoutValue([]), undefined);
  });

  it('is none where the line is a list', () => {
    const row = [{ value: '230801000000S' }, { value: '03.695', unit: 'kW' }];
    assert.equal(mainReadoutValue([{ value: '2' }, ...row, ...row]), undefined);
    assert.equal(mainReadoutValue([{ value: '1' }, { value: '2' }, { value: '3' }]), undefined);
  });
});
