import assert from 'node:assert/strict';
import fc from 'fast-check';
import { logicalNameOctets, logicalNameOf } from '../../src/cosem/descriptor.js';
import { formatLogicalName, formatTag, parseJob, parseTag } from '../../src/cosem/obis.js';
import { fromHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { captures, describeShared } from '../support/shared.js';

const ENERGY = '1.0.1.8.0.255';

/** Notation: the code it means. */
const NOTATIONS: Readonly<Record<string, string>> = {
  '1.0.1.8.0.255': ENERGY,
  '1-0:1.8.0*255': ENERGY,
  '1-0:1.8.0': ENERGY,
  '1.0.1.8.0': ENERGY,
  '1-0:1.8.0.255': ENERGY,
  '1-0:1.8.0&255': ENERGY,
  '1.8.0': ENERGY,
  '1.8': ENERGY,
  '1.8.0*255': ENERGY,
  '1-0-1-8-0': ENERGY,
  '1-0-1-8-0-255': ENERGY,
  '0100010800FF': ENERGY,
  '0100010800ff': ENERGY,
  ' 1-0:1.8.0 ': ENERGY,
  '01.00.01.08.00.255': ENERGY,
  '1-0:1.8.0*01': '1.0.1.8.0.1',
  '1-0:1.8.1*101': '1.0.1.8.1.101',
  '1-1:1.8.0': '1.1.1.8.0.255',
  '1.8.2': '1.0.1.8.2.255',
  '1.6.1*05': '1.0.1.6.1.5',
  '0.0.0.9.1.255': '0.0.0.9.1.255',
  '0.9.1': '1.0.0.9.1.255',
  'C.1.0': '1.0.96.1.0.255',
  'c.1.0': '1.0.96.1.0.255',
  'F.F': '1.0.97.97.0.255',
  'F.F.0': '1.0.97.97.0.255',
  'L.1.0': '1.0.98.1.0.255',
  'P.01.0': '1.0.99.1.0.255',
  '0-0:C.1.0': '0.0.96.1.0.255',
  '255.255.255.255.255.255': '255.255.255.255.255.255',
};

describe('OBIS codes', () => {
  for (const [text, logicalName] of Object.entries(NOTATIONS)) {
    it(`${text} is ${logicalName}`, () =>
      assert.deepEqual(parseTag(text), { kind: 'attribute', logicalName }));

    it(`${text}:3 is its attribute 3`, () => {
      const tag = { kind: 'attribute', logicalName, attributeId: 3 };
      assert.deepEqual(parseTag(`${text.trim()}:3`), tag);
    });
  }

  it('attributes of the manufacturer are negative', () => {
    assert.equal(parseTag('1-0:1.8.0:-1').attributeId, -1);
    assert.equal(parseTag('1.0.1.8.0.255:127').attributeId, 127);
  });

  it('what is no OBIS code is refused with its text and with what is allowed', () => {
    const wrong = [
      ...['', ' ', '1', '1.0.1.8.0.255.2', '1-0', '1-0:1', '1:2', 'x.8.0', '1..8', '1.8.0:', '1.8.0:x'],
      ...['1-0:1.8.0:2:3', '0100010800F', '0100010800FFFF', '1.8.0*', '1,8,0', '-1.8.0', 'C.C.C', '1.8.0:0'],
      ...['256.0.1.8.0.255', '1-0:1.8.256', '1.8.0*1000', '1.8.0:128', '1.8.0:-129', 'device_status'],
      ...['1'.repeat(10_000), `1.8.${'9'.repeat(10_000)}`],
    ];
    for (const text of wrong) {
      assert.throws(
        () => parseTag(text),
        (error: unknown) => {
          assert.ok(error instanceof DlmsError);
          const { code, layer, fault, message, hint = '' } = error;
          assert.deepEqual(
            { code, layer, fault },
            { code: 'DLMS_SETTING', layer: 'settings', fault: 'settings' },
          );
          assert.ok(message.includes(`"${text.slice(0, 60)}"`) && message.length < 200, message);
          assert.match(hint, /1\.0\.1\.8\.0\.255/);
          return true;
        },
        text,
      );
    }
  });

  it('any text is a code or a refusal, at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.-:*&CF '), maxLength: 40 }), (text) => {
        try {
          assert.match(parseTag(text).logicalName, /^\d+(\.\d+){5}$/);
        } catch (error) {
          assert.ok(error instanceof DlmsError && error.code === 'DLMS_SETTING');
        }
      }),
      { seed: 15, numRuns: 2000 },
    );
  });

  it('every code is read back from what is printed of it, and from its octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (octets) => {
        const logicalName = logicalNameOf(octets);
        assert.deepEqual(logicalNameOctets(logicalName), octets);
        assert.equal(parseTag(logicalName).logicalName, logicalName);
        assert.equal(parseTag(formatLogicalName(logicalName)).logicalName, logicalName);
        assert.equal(parseTag(Buffer.from(octets).toString('hex')).logicalName, logicalName);
      }),
      { seed: 16, numRuns: 200 },
    );
  });
});

describe('tag jobs', () => {
  const voltage = { kind: 'attribute', logicalName: '1.0.32.7.0.255' };

  it('one code, several, with white space and a comma at the end', () => {
    assert.deepEqual(parseJob('1-0:32.7.0'), [voltage]);
    assert.deepEqual(parseJob('1-0:32.7.0,0.0.1.0.0.255:2'), [
      voltage,
      { kind: 'attribute', logicalName: '0.0.1.0.0.255', attributeId: 2 },
    ]);
    assert.deepEqual(parseJob(' 1-0:32.7.0 ,\n 1.0.32.7.0.255\n32.7.0,'), [voltage, voltage, voltage]);
  });

  it('device_status is the state of the link', () => {
    assert.deepEqual(parseJob('device_status'), [{ kind: 'device-status' }]);
    assert.deepEqual(parseJob('1-0:32.7.0, device_status'), [voltage, { kind: 'device-status' }]);
  });

  it('a job without a code, or with a wrong one, is refused', () => {
    const isSetting = { name: 'DlmsError', code: 'DLMS_SETTING' };
    for (const text of ['', ' , ', '1.8.0,foo', '1.8.0;2.8.0'])
      assert.throws(() => parseJob(text), isSetting);
  });

  it('tags are printed as the default alias', () => {
    assert.deepEqual(parseJob('1-0:1.8.0, 1-0:1.8.0:3, device_status').map(formatTag), [
      '1.0.1.8.0.255',
      '1.0.1.8.0.255:3',
      'device_status',
    ]);
    assert.equal(formatLogicalName('1.0.1.8.0.255'), '1-0:1.8.0*255');
  });
});

describeShared('OBIS codes of other implementations', (root) => {
  const cases = captures(root).filter(({ category }) => category === 'obis');

  it('are there', () => assert.ok(cases.length > 3));

  for (const { id, description, hex, ascii = '', expected } of cases) {
    it(`${id}: ${description}`, () => {
      const name = hex === undefined ? parseTag(ascii).logicalName : logicalNameOf(fromHex(hex));
      assert.equal(name, (expected.obis as number[]).join('.'));
    });
  }
});
