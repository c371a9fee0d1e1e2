import assert from 'node:assert/strict';
import { conformanceOf } from '../../src/apdu/conformance.js';
import type { InitiateRequest } from '../../src/apdu/initiate.js';
import { fromHex } from '../../src/encoding/hex.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { aarq, association, GET_NAME, NOT_SUPPORTED } from './association-fixture.js';
import { NOON } from './reading.js';
import { same } from './stacks.js';

describe('requests that a meter does not serve', () => {
  const open = (initiate: Partial<InitiateRequest> = {}, options: SimulatorOptions = {}) => {
    const meter = association(options);
    meter.answer(aarq({}, initiate), NOON);
    return meter;
  };

  it('answers unknown and unsupported services with an exception', () => {
    const meter = open();
    for (const apdu of [
      'D9 40 00 00 01 00 00 00',
      'C8 01 00',
      '05 01 02 01 00',
      'E0 81 00 01 00 00 00',
      'FF',
      'C4 01',
    ]) {
      same(meter.answer(fromHex(apdu), NOON), NOT_SUPPORTED);
    }
    assert.equal(meter.answer(new Uint8Array(), NOON), undefined);
  });

  it('answers services that were not negotiated with an exception', () => {
    const meter = open({ proposedConformance: conformanceOf(0x001010) });
    same(meter.answer(fromHex('C1 01 C1 00 08 00 00 01 00 00 FF 02 00 00'), NOON), NOT_SUPPORTED);
    same(meter.answer(fromHex('C3 01 C1 00 46 00 00 60 03 0A FF 01 00'), NOON), NOT_SUPPORTED);
    same(meter.answer(fromHex('C0 03 C1 01 00 01 00 00 2A 00 00 FF 02 00'), NOON), NOT_SUPPORTED);
    const onlySet = open({ proposedConformance: conformanceOf(0x000008) });
    same(onlySet.answer(GET_NAME, NOON), NOT_SUPPORTED);
  });

  it('answers a request that is cut off, and one that is too long', () => {
    const meter = open({}, { limits: { maxPduSize: 64 } });
    for (let length = 1; length < GET_NAME.length; length += 1) {
      same(meter.answer(GET_NAME.subarray(0, length), NOON), 'D8 02 03');
    }
    same(meter.answer(Buffer.concat([GET_NAME, new Uint8Array(60)]), NOON), 'D8 02 04');
  });

  it('denies writing, and tells unknown objects, classes and attributes apart', () => {
    const meter = open();
    const set = (descriptor: string) => meter.answer(fromHex(`C1 01 C1 ${descriptor} 00 00`), NOON);
    same(set('00 08 00 00 01 00 00 FF 02'), 'C5 01 C1 03');
    same(set('00 08 00 00 01 00 00 FF 2F'), 'C5 01 C1 04');
    same(set('00 03 00 00 01 00 00 FF 02'), 'C5 01 C1 09');
    same(set('00 08 00 00 01 63 00 FF 02'), 'C5 01 C1 04');
    const list = 'C1 04 C1 02 00 08 00 00 01 00 00 FF 02 00 00 03 09 09 09 09 09 FF 02 00 02 00 00';
    same(meter.answer(fromHex(list), NOON), 'C5 05 C1 02 03 04');
    const blocks = 'C1 02 C1 00 01 00 00 60 0D 00 FF 02 00 00 00 00 00 01 01 00';
    same(meter.answer(fromHex(blocks), NOON), NOT_SUPPORTED);
  });

  it('calls the methods that it has, and refuses others', () => {
    const meter = open();
    const action = (method: string) => meter.answer(fromHex(`C3 01 C1 ${method} 01 0F 00`), NOON);
    same(action('00 46 00 00 60 03 0A FF 01'), 'C7 01 C1 00 00');
    same(action('00 46 00 00 60 03 0A FF 02'), 'C7 01 C1 00 00');
    same(action('00 46 00 00 60 03 0A FF 03'), 'C7 01 C1 04 00');
    same(action('00 03 01 00 01 08 00 FF 01'), 'C7 01 C1 03 00');
    same(action('00 03 00 00 60 03 0A FF 01'), 'C7 01 C1 09 00');
    same(action('00 03 09 09 09 09 09 FF 01'), 'C7 01 C1 04 00');
    const list = 'C3 03 C1 02 00 46 00 00 60 03 0A FF 02 00 03 01 00 01 08 00 FF 01 02 0F 00 0F 00';
    same(meter.answer(fromHex(list), NOON), 'C7 03 C1 02 00 00 03 00');
    same(meter.answer(fromHex('C3 02 C1 00 00 00 01'), NOON), NOT_SUPPORTED);
  });

  it('does what an unconfirmed request asks, without an answer', () => {
    const meter = open();
    assert.equal(meter.answer(fromHex('C3 01 81 00 46 00 00 60 03 0A FF 01 01 0F 00'), NOON), undefined);
    const state = fromHex('C0 01 C1 00 46 00 00 60 03 0A FF 02 00');
    same(meter.answer(state, NOON + 1), 'C4 01 C1 00 03 00');
    assert.equal(meter.answer(fromHex('C1 01 81 00 08 00 00 01 00 00 FF 02 00 00'), NOON), undefined);
  });
});
