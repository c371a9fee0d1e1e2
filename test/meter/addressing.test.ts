import assert from 'node:assert/strict';
import { serverWPortOf } from '../../src/meter/addressing.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';

type Input = Readonly<Record<string, unknown>>;

const TCP = { host: 'meter.example', referencing: 'LN' };

describe('the server address', () => {
  const addressOf = (input: Input) => {
    const { settings, warnings } = resolveSettings({ ...TCP, ...input });
    const { addressSize, logicalAddress, physicalAddress } = settings;
    return { parts: [addressSize, logicalAddress, physicalAddress], warned: warnings.length > 0 };
  };

  const cases: readonly (readonly [string, Input, readonly number[], boolean])[] = [
    ['one octet for a logical device alone', { logicalAddress: 1, physicalAddress: 0 }, [1, 1, 0], false],
    ['one octet for a physical device alone', { physicalAddress: 127 }, [1, 0, 127], false],
    ['raised to two for both', { logicalAddress: 1, physicalAddress: 17 }, [2, 1, 17], true],
    ['raised to four above 127', { logicalAddress: 1, physicalAddress: 128 }, [4, 1, 128], true],
    ['smallest that fits', { addressSize: 0, logicalAddress: 1, physicalAddress: 17 }, [2, 1, 17], false],
    ['larger than needed', { addressSize: 4, physicalAddress: 16 }, [4, 0, 16], false],
    ['two where one would do', { addressSize: 2, physicalAddress: 16 }, [2, 0, 16], false],
    ['from the serial number', { serialNumber: '12345678' }, [4, 0, 6678], true],
    [
      'from the serial number, whatever else is said',
      { serialNumber: 12345678, physicalAddress: 1, logicalAddress: 1 },
      [4, 1, 6678],
      true,
    ],
    [
      'by the usual formula, written out',
      { serialNumber: 1, serialNumberFormula: 'sn%10000+1000' },
      [4, 0, 1001],
      true,
    ],
    [
      'by the formula of another make',
      { serialNumber: '0012345678', serialNumberFormula: 'SN % 100 + 16', logicalAddress: 1 },
      [2, 1, 94],
      true,
    ],
    [
      'of which the smallest is taken',
      { serialNumber: 5, serialNumberFormula: 'SN', addressSize: 0 },
      [1, 0, 5],
      false,
    ],
  ];
  for (const [name, input, parts, warned] of cases) {
    it(name, () => {
      assert.deepEqual(addressOf(input), { parts, warned });
    });
  }

  it('is the logical device in the wrapper, or the physical one where there is none', () => {
    assert.equal(serverWPortOf({ logicalAddress: 1, physicalAddress: 16 }), 1);
    assert.equal(serverWPortOf({ logicalAddress: 0, physicalAddress: 16 }), 16);
  });
});
