/** Object lists as they are kept, exported, grouped and shown. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeData } from '../../src/cosem/data.js';
import { dataText } from '../../src/diagnosis/data-text.js';
import { objectGroup } from '../../src/diagnosis/object-group.js';
import { keptObjectList, objectListJson, parseObjectList } from '../../src/diagnosis/object-list-file.js';
import { objectListView } from '../../src/diagnosis/object-list-view.js';
import { readingView } from '../../src/diagnosis/reading-view.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { DlmsError } from '../../src/errors.js';
import type { MeterObject } from '../../src/meter/meter-object.js';
import type { Reading } from '../../src/meter/reading.js';

const dataOf = (hex: string) => decodeData(new OctetReader(fromHex(hex)));
const ENERGY: MeterObject = {
  classId: 3,
  version: 0,
  logicalName: '1.0.1.8.0.255',
  attributes: [
    { id: 1, mode: 1 },
    { id: 2, mode: 1, selectors: [1, 2] },
  ],
  methods: [{ id: 1, mode: 0 }],
};
const FILE = {
  readAt: Date.UTC(2025, 1, 3),
  name: 'MFL1',
  referencing: 'LN',
  objects: [ENERGY, { ...ENERGY, logicalName: '1.0.2.8.0.255', baseName: 0x1200 }],
  units: new Map([['1.0.1.8.0.255', 'Wh']]),
} as const;

describe('an object list that is kept', () => {
  it('reads back as it was written', () => {
    const [first, second] = FILE.objects;
    const read = parseObjectList(objectListJson(FILE));
    assert.deepEqual(read, { ...FILE, objects: [{ ...first, baseName: undefined }, second] });
  });

  it('leaves out what no meter should have listed, and keeps the rest', () => {
    const odd: MeterObject[] = [
      { ...ENERGY, classId: 70_000 },
      { ...ENERGY, version: 300 },
      { ...ENERGY, attributes: [{ id: 200, mode: 1 }, ...ENERGY.attributes, { id: 3, mode: 999 }] },
    ];
    const { objects } = parseObjectList(objectListJson({ ...FILE, objects: odd }));
    assert.deepEqual(
      objects.map(({ attributes }) => attributes.length),
      [2],
    );
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['no JSON', '{', /it is no JSON/],
    ['of something else', '{"devices":[]}', /no "format"/],
    ['of a later version', '{"format":"dlms-object-list","version":7}', /version is 7/],
    ['without objects', '{"format":"dlms-object-list","version":1}', /no array of objects/],
    [
      'with an object that is none',
      JSON.stringify({ format: 'dlms-object-list', version: 1, objects: [{ classId: 3 }] }),
      /object 1 has no class/,
    ],
    [
      'of too many objects',
      JSON.stringify({ format: 'dlms-object-list', version: 1, objects: Array(20_001).fill(0) }),
      /more than 20000/,
    ],
  ];
  for (const [title, text, reason] of wrong) {
    it(`is refused with its reason: ${title}`, () => {
      assert.throws(
        () => parseObjectList(text),
        (error) =>
          error instanceof DlmsError && error.code === 'DLMS_OBJECT_LIST' && reason.test(error.message),
      );
      assert.equal(keptObjectList(text), undefined);
    });
  }

  it('is refused, and nothing else, whatever the JSON', () => {
    const parts = fc.oneof(fc.jsonValue(), fc.constantFrom(...FILE.objects.map((each) => ({ ...each }))));
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 4 }), fc.jsonValue(), (objects, other) => {
        const text = JSON.stringify({
          format: 'dlms-object-list',
          version: 1,
          objects,
          readAt: other,
          name: other,
        });
        try {
          objectListView(parseObjectList(text));
        } catch (error) {
          assert.ok(error instanceof DlmsError);
        }
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('the view of an object list', () => {
  it('says the words that many objects share once', () => {
    const view = objectListView(FILE);
    assert.deepEqual(view.accesses, ['read_only']);
    assert.deepEqual(Object.keys(view.classes), ['3']);
    assert.deepEqual(view.objects[0], {
      classId: 3,
      version: 0,
      obis: '1.0.1.8.0.255',
      name: 'active energy import, total',
      group: 'energy',
      unit: 'Wh',
      baseName: undefined,
      attributes: [
        [1, 0],
        [2, 0],
      ],
    });
  });

  it('has names in the language of the user, and the English ones beside them', () => {
    const [german] = objectListView(FILE, 'de').objects;
    assert.deepEqual(
      [german?.name, german?.english],
      ['Wirkenergie Bezug, gesamt', 'active energy import, total'],
    );
    const [other] = objectListView(FILE, 'ja').objects;
    assert.deepEqual([other?.name, other?.english], ['active energy import, total', undefined]);
  });

  it('reads access modes as the version of the association wants it', () => {
    const association = { ...ENERGY, classId: 15, version: 3, logicalName: '0.0.40.0.0.255' };
    const view = objectListView({ ...FILE, objects: [association] });
    assert.deepEqual(view.accesses, ['read_access']);
  });
});

describe('the group of an object', () => {
  const groups = {
    energy: ['1.0.1.8.0.255', '1.0.2.8.1.255', '1.0.41.8.0.255', '1.0.3.29.0.255', '1.0.1.9.0.255'],
    power: ['1.0.1.7.0.255', '1.0.16.7.0.255', '1.0.21.7.0.255', '1.0.69.7.0.255'],
    demand: ['1.0.1.6.0.255', '1.0.1.4.0.255', '1.0.2.2.0.255'],
    voltage: ['1.0.32.7.0.255', '1.0.12.7.0.255', '1.0.92.7.0.255', '1.0.32.36.0.255'],
    current: ['1.0.31.7.0.255', '1.0.91.7.0.255', '1.0.71.7.0.255'],
    quality: ['1.0.14.7.0.255', '1.0.33.7.0.255', '1.0.81.7.40.255', '1.0.32.7.5.255'],
    clock: ['0.0.1.0.0.255', '0.0.1.1.0.255'],
    profiles: ['1.0.99.1.0.255', '0.0.98.1.0.255', '7.0.99.99.2.255', '0.0.21.0.5.255'],
    events: ['0.0.99.98.0.255', '0.0.97.97.0.255', '0.0.96.11.0.255', '0.0.96.7.21.255'],
    device: ['0.0.42.0.0.255', '0.0.96.1.0.255', '1.0.0.4.2.255', '0.0.41.0.0.255'],
    security: ['0.0.40.0.0.255', '0.0.43.0.0.255', '0.0.43.1.0.255'],
    communication: ['0.0.25.9.0.255', '0.0.22.0.0.255', '0.1.24.1.0.255', '0.0.2.0.0.255'],
    control: ['0.0.96.3.10.255', '0.0.17.0.0.255', '0.0.16.1.0.255'],
    schedules: ['0.0.10.0.100.255', '0.0.13.0.0.255', '0.0.96.14.0.255'],
    firmware: ['0.0.44.0.0.255', '1.0.0.2.0.255'],
    payment: ['0.0.19.0.0.255'],
    gas: ['7.0.3.0.0.255'],
    'hot-water': ['9.0.1.0.0.255'],
    other: ['0.0.94.7.0.255', '1.0.200.7.0.255', '0.0.96.99.0.255'],
  };
  for (const [group, codes] of Object.entries(groups)) {
    it(`${group}: ${codes.join(', ')}`, () => {
      assert.deepEqual(
        codes.map((code) => `${code} ${objectGroup(code)}`),
        codes.map((code) => `${code} ${group}`),
      );
    });
  }
});

describe('data as a text for people', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['12 00E6', '230'],
    ['0F FB', '-5'],
    ['15 FFFFFFFFFFFFFFFF', '18446744073709551615'],
    ['03 01', 'true'],
    ['00', '–'],
    ['09 00', '–'],
    ['09 04 4D464C31', 'MFL1'],
    ['09 03 00FF10', '00 FF 10'],
    ['0A 03 41 0A 42', 'A.B'],
    ['04 04 A0', '1010 b'],
    ['02 02 0F FF 16 1E', '{-1, 30}'],
    ['01 02 02 01 11 05 02 01 11 06', '[{5}, {6}]'],
    ['19 07E9 02 03 01 0A 1E 00 00 FFC4 00', '2025-02-03T10:30:00+01:00'],
  ];
  for (const [hex, text] of texts) {
    it(`${hex} is ${text}`, () => assert.equal(dataText(dataOf(hex.replaceAll(' ', ''))), text));
  }

  it('an octet-string is a time where its attribute is one', () => {
    const time = dataOf('090C07E9020301 0A1E0000FFC400'.replaceAll(' ', ''));
    assert.equal(dataText(time, 'date-time'), '2025-02-03T10:30:00+01:00');
    assert.equal(dataText(time), '07 E9 02 03 01 0A 1E 00 00 FF C4 00');
  });

  it('is cut where it is long, however large the data', () => {
    const large = dataOf(`0183010000${'1105'.repeat(0x10000)}`);
    assert.ok(dataText(large).length <= 501);
    assert.ok(dataText(large).endsWith('…'));
  });
});

describe('a reading beside its object', () => {
  const reading: Reading = { obis: '1.0.1.8.0.255', attribute: 2, classId: 3, quality: 'good', time: 5 };

  it('is the scaled number with its unit', () => {
    const view = readingView({ ...reading, value: 2.8, raw: 28, scaler: -1, unit: 'kWh' });
    assert.deepEqual([view.text, view.unit], ['2.8', 'kWh']);
  });
  it('has all digits where nothing was scaled', () => {
    const exact = '18446744073709551615';
    assert.equal(readingView({ ...reading, value: Number(exact), exact, scaler: 0 }).text, exact);
  });
  it('is the time of a clock', () => {
    const data = dataOf('090C07E90203010A1E0000FFC400');
    const clock = { ...reading, classId: 8, obis: '0.0.1.0.0.255', value: 1_738_575_000, data };
    assert.equal(readingView(clock).text, '2025-02-03T10:30:00+01:00');
  });
  it('is scaler and unit in words', () => {
    const data = dataOf('02020FFD161E');
    const view = readingView({ ...reading, attribute: 3, quality: 'not-numeric', data });
    assert.equal(view.text, '10^-3 Wh');
  });
  it('is not shown where it is a password of the meter, also one of digits', () => {
    for (const [classId, attribute] of [
      [15, 7],
      [19, 7],
      [19, 9],
      [44, 5],
      [45, 3],
      [46, 4],
    ] as const) {
      const data = dataOf('090431323334');
      const secret = { ...reading, classId, attribute, value: 1234, data };
      assert.equal(readingView(secret).text, '***', `${classId}:${attribute}`);
    }
  });
  it("is the meter's reason where there is none", () => {
    assert.deepEqual(readingView({ ...reading, quality: 'read-write-denied' }), {
      obis: '1.0.1.8.0.255',
      attribute: 2,
      text: undefined,
      unit: undefined,
      quality: 'read-write-denied',
      time: 5,
    });
  });
});
