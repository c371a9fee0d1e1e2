import assert from 'node:assert/strict';
import { attributeAccessNames, methodAccessNames } from '../../src/cosem/access-mode.js';
import { type Data, decodeData, encodeData } from '../../src/cosem/data.js';
import { decodeObjectList, type ObjectListElement, objectListData } from '../../src/cosem/object-list.js';
import { type Coding, decoded, encoded, failureOf } from '../encoding/coding.js';
import { describeShared, vectors } from '../support/shared.js';

const DATA: Coding<Data> = { encode: encodeData, decode: decodeData };
const read = (hex: string) => decodeObjectList(decoded(DATA, hex));

const CLOCK_AND_PROFILE: readonly ObjectListElement[] = [
  {
    classId: 8,
    version: 0,
    logicalName: '0.0.1.0.0.255',
    attributes: [
      { id: 1, mode: 1 },
      { id: 2, mode: 3 },
    ],
    methods: [{ id: 6, mode: 1 }],
  },
  {
    classId: 7,
    version: 1,
    logicalName: '1.0.99.1.0.255',
    attributes: [
      { id: 1, mode: 1 },
      { id: 2, mode: 1, selectors: [1, 2] },
    ],
    methods: [
      { id: 1, mode: 0 },
      { id: 2, mode: 0 },
    ],
  },
];

describe('object list', () => {
  const CLASS_VERSION_NAME = '12000811000906 0000010000FF';

  it('is written as it is read, with modes for methods from version 1 on', () => {
    for (const version of [0, 1, 2, 3]) {
      const hex = encoded(DATA, objectListData(CLOCK_AND_PROFILE.slice(0, 1), version));
      assert.deepEqual(read(hex), CLOCK_AND_PROFILE.slice(0, 1));
      assert.ok(hex.endsWith(version === 0 ? '02020F060301' : '02020F061601'));
    }
  });

  it('an element whose access rights cannot be read is listed without them', () => {
    const element = { classId: 8, version: 0, logicalName: '0.0.1.0.0.255', attributes: [], methods: [] };
    const rights = [
      '00',
      '0200',
      '020200 00',
      '1107',
      '0202 0101 1107 0101 0900',
      '0202 0101 0201 0F01 0100',
    ];
    for (const hex of rights) {
      assert.deepEqual(read(`0101 0204 ${CLASS_VERSION_NAME} ${hex}`), [element], hex);
    }
    assert.deepEqual(read(`0101 0203 ${CLASS_VERSION_NAME}`), [element]);
  });

  it('other integers than the book’s for class, version, attribute and mode', () => {
    assert.deepEqual(read('0101 0204 1108 1600 0906 0000010000FF 0202 0101 0203 1102 1103 00 0100'), [
      {
        classId: 8,
        version: 0,
        logicalName: '0.0.1.0.0.255',
        attributes: [{ id: 2, mode: 3 }],
        methods: [],
      },
    ]);
  });

  it('what has no class or logical name is left out', () => {
    assert.deepEqual(
      read(`0104 00 0200 0204 00 1100 0906 0000010000FF 00 0204 120008 1100 0905 0000010000 00`),
      [],
    );
  });

  it('a value that is no list is malformed', () => {
    assert.equal(
      failureOf(() => read('1107')),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => read('00')),
      'DLMS_MALFORMED',
    );
  });
});

describe('access modes', () => {
  it('are an enumeration up to version 2', () => {
    assert.deepEqual(attributeAccessNames(3, 1), ['read_and_write']);
    assert.deepEqual(attributeAccessNames(6, 2), ['authenticated_read_and_write']);
    assert.deepEqual(methodAccessNames(2, 2), ['authenticated_access']);
    assert.deepEqual(attributeAccessNames(9, 0), ['mode 9']);
  });

  it('are bits from version 3 on', () => {
    assert.deepEqual(attributeAccessNames(0x03, 3), ['read_access', 'write_access']);
    assert.deepEqual(attributeAccessNames(0x25, 3), [
      'read_access',
      'authenticated_request',
      'authenticated_response',
    ]);
    assert.deepEqual(methodAccessNames(0x81, 3), ['access', 'digitally_signed_response']);
    assert.deepEqual(attributeAccessNames(0, 3), ['no_access']);
  });
});

describeShared('the object list of the reference', (root) => {
  const { hex = '' } = vectors(root).find(({ id }) => id === 'assoc.ln.list') ?? {};

  it('is read whole', () => assert.deepEqual(read(hex), CLOCK_AND_PROFILE));

  // Its clock has an enum for the method, as from version 1 on, its profile booleans, as in version 0.
  it('is written octet for octet', () => {
    const [clock, profile] = CLOCK_AND_PROFILE.map((element, version) =>
      encoded(DATA, objectListData([element], 1 - version)).slice(4),
    );
    assert.equal(`0102${clock}${profile}`, hex);
  });
});
