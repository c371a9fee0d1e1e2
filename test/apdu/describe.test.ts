/** What people see of APDUs: names of the books, and no secrets. */
import assert from 'node:assert/strict';
import { type Apdu, decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { LN_PROPOSAL } from '../../src/apdu/conformance.js';
import { describeApdu, describeData } from '../../src/apdu/describe.js';
import { MECHANISM_NAME } from '../../src/apdu/names.js';
import type { Data } from '../../src/cosem/data.js';
import { fromHex } from '../../src/encoding/hex.js';
import { captures, describeShared, vectors } from '../support/shared.js';
import { apdusOf } from './capture-apdus.js';

const PASSWORD = Uint8Array.from(Buffer.from('12345678'));
const SECRET: Data = { kind: 'octet-string', octets: PASSWORD };
const KEY = fromHex('00112233445566778899AABBCCDDEEFF');

describe('a described APDU', () => {
  it('has the names of the books', () => {
    assert.deepEqual(describeApdu(decodeApdu(fromHex('C401C10002020FFD161E'))), {
      kind: 'get-response-normal',
      invokeIdAndPriority: { invokeId: 1, serviceClass: 'confirmed', priority: 'high' },
      result: {
        kind: 'data',
        data: {
          type: 'structure',
          value: [
            { type: 'integer', value: -3 },
            { type: 'enum', value: 30 },
          ],
        },
      },
    });
  });

  it('names the context, the mechanism and the diagnostic of an AARE', () => {
    const hex = '6120A109060760857405080101A203020101A305A10302010D890760857405080201';
    assert.deepEqual(describeApdu(decodeApdu(fromHex(hex))), {
      kind: 'AARE',
      applicationContextName: 'Logical_Name_Referencing_No_Ciphering',
      result: 'rejected-permanent',
      resultSourceDiagnostic: { source: 'acse-service-user', diagnostic: 'authentication-failure' },
      mechanismName: 'COSEM_low_level_security',
    });
  });

  it('names a service that is not read yet and shows its octets', () => {
    assert.deepEqual(describeApdu(decodeApdu(fromHex('E601020100'))), {
      kind: 'unsupported',
      tag: 0xe6,
      name: 'gateway-request',
      octets: 'E601020100',
    });
  });

  it('has short names as meters list them', () => {
    assert.deepEqual(describeApdu(decodeApdu(fromHex('050202FA0804012800 0F00'))), {
      kind: 'read-request',
      specifications: [
        { kind: 'variable-name', shortName: '0xFA08' },
        {
          kind: 'parameterized-access',
          shortName: '0x0128',
          selector: 0,
          parameters: { type: 'integer', value: 0 },
        },
      ],
    });
  });
});

describe('described Data', () => {
  const cases: readonly (readonly [Data, object])[] = [
    [{ kind: 'null-data' }, { type: 'null-data', value: null }],
    [
      { kind: 'boolean', value: true },
      { type: 'boolean', value: true },
    ],
    [
      { kind: 'bit-string', bits: '101' },
      { type: 'bit-string', value: '101' },
    ],
    [
      { kind: 'visible-string', text: 'ABC' },
      { type: 'visible-string', value: 'ABC' },
    ],
    [
      { kind: 'octet-string', octets: fromHex('DEAD') },
      { type: 'octet-string', value: 'DEAD' },
    ],
    [
      { kind: 'long64', value: -9007199254740993n },
      { type: 'long64', value: '-9007199254740993' },
    ],
    [
      { kind: 'float32', value: Number.NaN },
      { type: 'float32', value: 'NaN' },
    ],
    [
      { kind: 'float64', value: Number.NEGATIVE_INFINITY },
      { type: 'float64', value: '-Infinity' },
    ],
    [
      { kind: 'date-time', octets: fromHex('07E8030F050C1E0000FFC400') },
      { type: 'date-time', value: '07E8030F050C1E0000FFC400', text: '2024-03-15T12:30:00+01:00' },
    ],
    [
      { kind: 'octet-string', octets: fromHex('07E8030F050C1E0000FFC400') },
      { type: 'octet-string', value: '07E8030F050C1E0000FFC400' },
    ],
    [
      { kind: 'date-time', octets: fromHex('FFFFFFFFFF000000008000FF') },
      { type: 'date-time', value: 'FFFFFFFFFF000000008000FF' },
    ],
  ];

  for (const [data, expected] of cases) {
    it(JSON.stringify(expected), () => assert.deepEqual(describeData(data), expected));
  }
});

describe('a secret does not stand in the description of', () => {
  const initiate = {
    kind: 'initiate-request',
    dedicatedKey: KEY,
    responseAllowed: true,
    proposedDlmsVersionNumber: 6,
    proposedConformance: LN_PROPOSAL,
    clientMaxReceivePduSize: 0,
  } as const;
  const aarq = {
    kind: 'AARQ',
    applicationContextName: '2.16.756.5.8.1.1',
    callingAuthenticationValue: PASSWORD,
    userInformation: initiate,
  } as const;
  const invokeIdAndPriority = 0xc1;
  const attribute = { classId: 15, logicalName: '0.0.40.0.0.255', attributeId: 7 };
  const harmless = { classId: 15, logicalName: '0.0.40.0.0.255', attributeId: 6 };
  const method = { classId: 15, logicalName: '0.0.40.0.0.255', methodId: 2 };
  const block = { lastBlock: false, blockNumber: 1, rawData: PASSWORD };

  const cases: Readonly<Record<string, Apdu>> = {
    'an AARQ with a password': { ...aarq, mechanismName: MECHANISM_NAME.COSEM_low_level_security },
    'an AARQ with a password and no mechanism': aarq,
    'an AARQ with a secret in place of a challenge': {
      ...aarq,
      mechanismName: MECHANISM_NAME.COSEM_high_level_security,
    },
    'an AARE that repeats the password': {
      kind: 'AARE',
      result: 'accepted',
      mechanismName: MECHANISM_NAME.COSEM_low_level_security,
      respondingAuthenticationValue: PASSWORD,
    },
    'an InitiateRequest with a dedicated key': initiate,
    'an RLRQ with a dedicated key': { kind: 'RLRQ', userInformation: initiate },
    'a SET of the secret': { kind: 'set-request-normal', invokeIdAndPriority, attribute, value: SECRET },
    'a SET of the strongest password of an optical port': {
      kind: 'set-request-normal',
      invokeIdAndPriority,
      attribute: { classId: 19, logicalName: '0.0.20.0.0.255', attributeId: 9 },
      value: SECRET,
    },
    'a SET of the PIN of a modem': {
      kind: 'set-request-normal',
      invokeIdAndPriority,
      attribute: { classId: 45, logicalName: '0.0.25.4.0.255', attributeId: 3 },
      value: SECRET,
    },
    'a SET of the secret in blocks': {
      kind: 'set-request-with-first-datablock',
      invokeIdAndPriority,
      attribute,
      block,
    },
    'a SET of the secret in a list': {
      kind: 'set-request-with-list',
      invokeIdAndPriority,
      attributes: [harmless, attribute],
      values: [{ kind: 'null-data' }, SECRET],
    },
    'a SET of the secret in a list in blocks': {
      kind: 'set-request-with-list-and-first-datablock',
      invokeIdAndPriority,
      attributes: [harmless, attribute],
      block,
    },
    'an ACTION that changes the secret': {
      kind: 'action-request-normal',
      invokeIdAndPriority,
      method,
      parameters: SECRET,
    },
    'an ACTION that changes the secret in blocks': {
      kind: 'action-request-with-first-pblock',
      invokeIdAndPriority,
      method,
      block,
    },
    'an ACTION that changes the secret in a list': {
      kind: 'action-request-with-list',
      invokeIdAndPriority,
      methods: [method],
      parameters: [SECRET],
    },
    'an ACTION that changes the secret in a list in blocks': {
      kind: 'action-request-with-list-and-first-pblock',
      invokeIdAndPriority,
      methods: [method],
      block,
    },
    'a WRITE that changes the secret': {
      kind: 'write-request',
      specifications: [{ kind: 'variable-name', shortName: 0xfa40 }],
      values: [SECRET],
    },
    'a WRITE that changes the secret and wants no answer': {
      kind: 'unconfirmed-write-request',
      specifications: [
        { kind: 'variable-name', shortName: 0x0108 },
        { kind: 'variable-name', shortName: 0xfa48 },
      ],
      values: [{ kind: 'null-data' }, SECRET],
    },
    'a READ that changes the secret': {
      kind: 'read-request',
      specifications: [{ kind: 'parameterized-access', shortName: 0xfa48, selector: 0, parameters: SECRET }],
    },
    'a READ that changes the secret in blocks': {
      kind: 'read-request',
      specifications: [
        {
          kind: 'read-data-block-access',
          lastBlock: false,
          blockNumber: 1,
          rawData: Uint8Array.from([1, 4, 0xfa, 0x48, 0, 9, 8, ...PASSWORD]),
        },
      ],
    },
    'a WRITE that changes the secret in blocks': {
      kind: 'write-request',
      specifications: [{ kind: 'write-data-block-access', lastBlock: false, blockNumber: 1 }],
      values: [{ kind: 'octet-string', octets: Uint8Array.from([1, 2, 0xfa, 0x40, 1, 9, 8, ...PASSWORD]) }],
    },
  };

  for (const [name, apdu] of Object.entries(cases)) {
    it(name, () => {
      const text = JSON.stringify(describeApdu(decodeApdu(encodeApdu(apdu))));
      assert.ok(text.includes('***'), text);
      assert.ok(!text.includes('3132333435363738') && !text.includes('00112233'), text);
    });
  }

  it('but the challenge of high level security does', () => {
    const challenge = { ...aarq, mechanismName: MECHANISM_NAME.COSEM_high_level_security_using_GMAC };
    assert.equal(describeApdu(challenge).callingAuthenticationValue, '3132333435363738');
  });

  it('but what stands beside it does', () => {
    const value: Data = { kind: 'unsigned', value: 5 };
    const set = { kind: 'set-request-normal', invokeIdAndPriority, attribute: harmless, value } as const;
    assert.deepEqual(describeApdu(set).value, { type: 'unsigned', value: 5 });
    const specifications = [{ kind: 'variable-name', shortName: 0x0108 }] as const;
    const write = { kind: 'write-request', specifications, values: [value] } as const;
    assert.deepEqual(describeApdu(write).values, [{ type: 'unsigned', value: 5 }]);
  });
});

describeShared('every APDU from outside', (root) => {
  it('is described so that JSON holds all of it', () => {
    const octets = [
      ...vectors(root)
        .filter(({ kind }) => kind === 'apdu')
        .map(({ hex }) => fromHex(hex)),
      ...captures(root).flatMap((capture) => apdusOf(capture).map((apdu) => apdu.octets)),
    ];
    for (const apdu of octets.flatMap(readable)) {
      const plain = describeApdu(apdu);
      assert.deepEqual(JSON.parse(JSON.stringify(plain)), plain);
      assert.equal(plain.kind, apdu.kind);
    }
  });
});

function readable(octets: Uint8Array): Apdu[] {
  try {
    return [decodeApdu(octets)];
  } catch {
    return [];
  }
}
