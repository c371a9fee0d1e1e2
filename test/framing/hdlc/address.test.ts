/** HDLC addresses: octets both ways against the reference, and who answers for whom. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { OctetReader } from '../../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../../src/encoding/octet-writer.js';
import { DlmsError } from '../../../src/errors.js';
import {
  type AddressSize,
  answersFor,
  clientAddress,
  decodeAddress,
  describeAddress,
  encodeAddress,
  type HdlcAddress,
  isBroadcast,
  namesClient,
  serverAddress,
  smallestAddressSize,
} from '../../../src/framing/hdlc/address.js';
import { captures, describeShared, vectors } from '../../support/shared.js';

function decoded(hex: string): HdlcAddress {
  return decodeAddress(new OctetReader(fromHex(hex), 'hdlc'));
}

function encoded(address: HdlcAddress): string {
  return toHex(encodeAddress(new OctetWriter(), address).toOctets());
}

function code(hex: string): string {
  try {
    decoded(hex);
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
  }
  return 'none';
}

function one(upper: number): HdlcAddress {
  return { size: 1, upper, lower: 0 };
}

function two(upper: number, lower: number): HdlcAddress {
  return { size: 2, upper, lower };
}

function four(upper: number, lower: number): HdlcAddress {
  return { size: 4, upper, lower };
}

describeShared('the addresses of the reference', (root) => {
  for (const { id, hex, inputs = {} } of vectors(root).filter(({ kind }) => kind === 'haddr')) {
    it(`${id}, both ways, with octets behind it, and cut short`, () => {
      const { client, upper, lower, size } = inputs as Record<string, number>;
      const address: HdlcAddress = {
        size: (size ?? 1) as AddressSize,
        upper: client ?? upper ?? 0,
        lower: lower ?? 0,
      };
      assert.deepEqual(decoded(hex), address);
      assert.equal(encoded(address), hex);
      const reader = new OctetReader(fromHex(`${hex}0102`), 'hdlc');
      assert.deepEqual(decodeAddress(reader), address);
      assert.equal(reader.remaining, 2);
      for (let end = 0; end < hex.length; end += 2) assert.equal(code(hex.slice(0, end)), 'DLMS_TRUNCATED');
    });
  }

  it('those of meters in the field', () => {
    const found = captures(root).filter(({ id }) => id.startsWith('jdlms-addr-'));
    assert.equal(found.length, 2);
    for (const { hex = '', expected } of found) {
      const { logical, physical } = expected.address as { logical: number; physical: number | null };
      const { upper, lower } = decoded(hex);
      assert.deepEqual([upper, lower], [logical, physical ?? 0]);
      assert.equal(encoded(decoded(hex)), hex.toUpperCase());
    }
  });
});

describe('an address on the wire', () => {
  it('of three octets is refused', () => assert.equal(code('020203'), 'DLMS_MALFORMED'));
  it('of five octets is refused', () => assert.equal(code('0202020203'), 'DLMS_MALFORMED'));

  it('any that fits its size comes back as it went', () => {
    const size = fc.constantFrom<AddressSize>(1, 2, 4);
    const part = fc.nat(0x3fff);
    const check = (octets: AddressSize, upper: number, lower: number): void => {
      const mask = octets === 4 ? 0x3fff : 0x7f;
      const address = { size: octets, upper: upper & mask, lower: octets === 1 ? 0 : lower & mask };
      assert.deepEqual(decoded(encoded(address)), address);
    };
    fc.assert(fc.property(size, part, part, check), { seed: 1, numRuns: 200 });
  });
});

describe('an address out of the settings', () => {
  it('in one octet is the part that is not 0', () => {
    assert.deepEqual(serverAddress(1, 0, 1), one(1));
    assert.deepEqual(serverAddress(0, 17, 1), one(17));
  });

  it('in two and four octets holds both parts', () => {
    assert.equal(encoded(serverAddress(1, 17, 2)), '0223');
    assert.equal(encoded(serverAddress(0, 1600, 4)), '00001881');
  });

  for (const [upper, lower, size] of [
    [1, 17, 1],
    [0, 128, 1],
    [128, 0, 1],
    [0, 1600, 2],
    [16384, 1, 4],
    [-1, 1, 2],
    [1.5, 0, 1],
  ] as const) {
    it(`${upper} with ${lower} is refused in ${size}`, () => {
      assert.throws(() => serverAddress(upper, lower, size), { code: 'DLMS_ADDRESS', fault: 'settings' });
    });
  }

  it('a client has 0 to 127', () => {
    assert.deepEqual(clientAddress(127), one(127));
    assert.throws(() => clientAddress(128), { code: 'DLMS_ADDRESS' });
    assert.throws(() => clientAddress(Number.NaN), { code: 'DLMS_ADDRESS' });
  });

  it('takes the fewest octets that hold it', () => {
    assert.deepEqual(
      [
        smallestAddressSize(1, 0),
        smallestAddressSize(0, 127),
        smallestAddressSize(1, 17),
        smallestAddressSize(0, 128),
      ],
      [1, 1, 2, 4],
    );
  });

  it('reads as 1 or 1/17', () => {
    assert.deepEqual([describeAddress(one(1)), describeAddress(two(1, 17))], ['1', '1/17']);
  });
});

describe('the address of an answer', () => {
  const cases: readonly [string, HdlcAddress, HdlcAddress, boolean][] = [
    ['the same', two(1, 17), two(1, 17), true],
    ['another meter on the line', two(1, 17), two(1, 18), false],
    ['another logical device', two(1, 17), two(2, 17), false],
    ['four octets where two were called', two(1, 17), four(1, 17), true],
    ['four octets where one was called, by its upper part', one(1), four(1, 17), true],
    ['four octets where one was called, by its lower part', one(17), four(1, 17), true],
    ['four octets where one was called, of another meter', one(18), four(1, 17), false],
    ['one octet where two were called, the upper part', two(1, 17), one(1), true],
    ['one octet where two were called, the lower part', two(1, 17), one(17), true],
    ['one octet of another meter', two(1, 17), one(18), false],
    ['another one octet', one(1), one(2), false],
    ['an upper part that was not called', four(0, 1600), four(1, 1600), true],
    ['a lower part that was not called', two(1, 0), two(1, 17), true],
    ['no part in common', two(0, 17), two(17, 0), false],
    ['the real address behind a one-octet broadcast', one(0x7f), four(1, 17), true],
    ['the real address behind a two-octet broadcast', two(1, 0x7f), two(1, 17), true],
    ['the real address behind a four-octet broadcast', four(1, 0x3fff), four(1, 6678), true],
    ['the broadcast itself', two(1, 0x7f), two(1, 0x7f), true],
    ['another logical device behind a broadcast', two(1, 0x7f), two(2, 17), false],
    ['127 in four octets, which is no broadcast', four(1, 0x7f), four(1, 17), false],
  ];
  for (const [title, called, source, answers] of cases) {
    it(`${title}: ${describeAddress(source)} for ${describeAddress(called)}`, () => {
      assert.equal(answersFor(called, source), answers);
    });
  }

  it('broadcasts are known in each size', () => {
    const all = [one(0x7f), two(1, 0x7f), four(1, 0x3fff), four(1, 0x7f), one(1)];
    assert.deepEqual(all.map(isBroadcast), [true, true, true, false, false]);
  });

  it('a client is named in one, two or four octets', () => {
    const names = [one(16), two(16, 127), four(16, 0), two(0, 16), one(17), two(1, 16)];
    assert.deepEqual(
      names.map((address) => namesClient(address, 16)),
      [true, true, true, true, false, false],
    );
  });
});
