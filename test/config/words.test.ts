import assert from 'node:assert/strict';
import { normalValue } from '../../src/config/words.js';
import { variable } from './files.js';

describe('values of files as the node writes them', () => {
  const cases: readonly (readonly [property: string, written: unknown, value: unknown])[] = [
    ['transport', 'DLMS serial', 'serial'],
    ['transport', 'dlms  TCP', 'tcp'],
    ['transport', 'udp', 'udp'],
    ['transport', 'DLMS UDP', 'udp'],
    ['transport', 'dlms-tls', 'tls'],
    ['transport', 'Modbus TCP', 'Modbus TCP'],
    ['mode', 'DLMS', 'DLMS-HDLC'],
    ['mode', 'DLMS-DLC', 'DLMS-HDLC'],
    ['mode', 'DLMS-RAPPER', 'DLMS-WRAPPER'],
    ['mode', 'dlms_wrapper', 'DLMS-WRAPPER'],
    ['mode', 'iec', 'IEC'],
    ['referencing', 'ln', 'LN'],
    ['auth', 'high gmac', 'HighGmac'],
    ['auth', 'LOW', 'Low'],
    ['parity', 'NONE', 'none'],
    ['security', 'authentication-encryption', 'AuthenticationEncryption'],
    ['numberType', 'uint64', 'UINT64'],
    ['numberType', 'INT 8', 'INT8'],
    ['port', ' 4059 ', 4059],
    ['port', 4059, 4059],
    ['port', '4059.0', 4059],
    ['port', '4059,5', '4059,5'],
    ['port', variable('PORT'), variable('PORT')],
    ['scanRateMs', '-1', -1],
    ['sn', '0xFA08', '0xFA08'],
    ['sn', '64008', 64008],
    ['port', '9007199254740993', '9007199254740993'],
    ['enable', true, 1],
    ['enable', 'FALSE', 0],
    ['enable', 'WAHR', 1],
    ['log', 'falso', 0],
    ['enable', 'no', 'no'],
    ['mode', 'DLMS\u2011WRAPPER', 'DLMS-WRAPPER'],
    ['host', '\u200b 10.0.0.5\u00a0\ufeff', '10.0.0.5'],
    ['job', '1\u20110:1.8.0,\u00a01\u20130:2.8.0', '1-0:1.8.0,\u00a01-0:2.8.0'],
    ['serialNumberFormula', 'SN \u2212 5', 'SN - 5'],
    ['name', ' Halle \u2013 Nord\u200b', 'Halle \u2013 Nord'],
    ['log', '1', 1],
    ['name', ' Keller ', 'Keller'],
    ['name', 12, '12'],
    ['name', true, 'true'],
    ['systemTitle', '0000000000000001', '0000000000000001'],
    ['info', 'one\r\ntwo\n', 'one\ntwo'],
  ];
  for (const [property, written, value] of cases) {
    it(`${property} ${JSON.stringify(written)} is ${JSON.stringify(value)}`, () =>
      assert.deepEqual(normalValue(property, written), value));
  }
});
