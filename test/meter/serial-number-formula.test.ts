import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_FORMULA, evaluateFormula } from '../../src/meter/serial-number-formula.js';

describe('the physical address from a serial number', () => {
  const cases: readonly (readonly [formula: string, serialNumber: number, address: number])[] = [
    [DEFAULT_FORMULA, 12345678, 6678],
    ['SN % 1000 + 1000', 12345678, 1678],
    ['SN % 1000 + 16', 12345678, 694],
    ['SN % 100 + 16', 12345678, 94],
    ['SN % 100', 12345678, 78],
    ['SN % 16384', 12345678, 12345678 % 16384],
    ['SN', 16383, 16383],
    ['sn', 0, 0],
    ['Sn+sN', 8, 16],
    ['1000 + SN % 10000', 12345678, 6678],
    ['(1000 + SN) % 10000', 12345678, 6678],
    ['(SN - SN % 100) / 100 % 100', 12345678, 56],
    ['-(5 - SN) * 2.5', 7, 5],
    ['SN % 10000 + 1000', 9007199254740991, 1991],
    [' 17 ', 1, 17],
  ];
  for (const [formula, serialNumber, address] of cases) {
    it(`${formula} of ${serialNumber} is ${address}`, () => {
      assert.deepEqual(evaluateFormula(formula, serialNumber), { kind: 'address', address });
    });
  }

  const faults: readonly (readonly [formula: string, why: RegExp])[] = [
    ['SN / 7', /gives 1763668.28\d* for the serial number 12345678/],
    ['SN', /gives 12345678 .* 0…16383/],
    ['1 - 2', /gives -1 /],
    ['SN / 0', /gives Infinity /],
    ['SN % 0', /gives NaN /],
    ['SN + 0.5 - SN', /gives 0.5 /],
    ['', /is not understood: numbers, SN, \+ - \* \/ % and parentheses/],
    ['SN +', /is not understood/],
    ['(SN', /is not understood/],
    ['SN SN', /is not understood/],
    ['SN(1)', /is not understood/],
    ['NS', /is not understood/],
    ['SN ** 2', /is not understood/],
    ['SN ^ 2', /is not understood/],
    ['SN.constructor', /is not understood/],
    ['min(SN, 1)', /is not understood/],
    ['SN = 5', /is not understood/],
    ['SN; 5', /is not understood/],
    ['PI', /is not understood/],
    ['process.exit()', /is not understood/],
    ['"17"', /is not understood/],
    ['[17]', /is not understood/],
    [`${'('.repeat(60)}SN${')'.repeat(60)}`, /120 characters at most/],
  ];
  for (const [formula, why] of faults) {
    it(`"${formula.slice(0, 20)}" is refused`, () => {
      const result = evaluateFormula(formula, 12345678);
      assert.equal(result.kind, 'fault');
      assert.match(result.kind === 'fault' ? result.why : '', why);
    });
  }

  it('any text gives an address or a fault', () => {
    const marks = fc.string({ unit: fc.constantFrom(...'0159.()+-*/% SNsn'.split('')), maxLength: 130 });
    const text = fc.oneof(marks, fc.string({ maxLength: 130 }));
    fc.assert(
      fc.property(text, fc.maxSafeNat(), (formula, serialNumber) => {
        const result = evaluateFormula(formula, serialNumber);
        if (result.kind === 'fault') return result.why !== '';
        return Number.isInteger(result.address) && result.address >= 0 && result.address <= 16383;
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
