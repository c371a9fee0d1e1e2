/** What protection adds to an APDU is known before it is added. */
import assert from 'node:assert/strict';
import { protectionOverhead } from '../../src/client/protection-overhead.js';
import { listSize } from '../../src/meter/request-size.js';
import { privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { SecurityContext } from '../../src/security/security-context.js';
import { octetsOf } from '../support/recorded-conversation.js';
import {
  AUTHENTICATION,
  BOTH,
  clientMaterial,
  DEDICATED_KEY,
  ENCRYPTION,
  NEITHER,
  SERVER_TITLE,
} from '../support/security-keys.js';

const FORMS = ['service-specific', 'general', 'general-ciphering'] as const;
const KEY_32 = octetsOf('5A'.repeat(32));

function signing(suite: 1 | 2): Partial<SecurityMaterial> {
  const [curve, length] = suite === 1 ? (['P-256', 32] as const) : (['P-384', 48] as const);
  const signingKey = privateKeyFromScalar(curve, octetsOf('11'.repeat(length)));
  const keys = suite === 1 ? {} : { blockCipherKey: KEY_32, authenticationKey: KEY_32 };
  return { suite, signed: true, signingKey, peerPublicKey: publicOf(signingKey), ...keys };
}

/** GET requests of one attribute and of many. */
const APDUS = [13, 100, 125, 254, 300, 1200].map((length) => {
  const apdu = new Uint8Array(length);
  apdu.set(octetsOf('C003C1'));
  return apdu;
});

describe('the most that protection adds', () => {
  for (const form of FORMS) {
    for (const [name, changes] of [
      ['both', { protection: BOTH }],
      ['authentication', { protection: AUTHENTICATION }],
      ['encryption', { protection: ENCRYPTION }],
      ['a dedicated key', { dedicatedKey: DEDICATED_KEY }],
      ['signatures, suite 1', signing(1)],
      ['signatures, suite 2', signing(2)],
      ['signatures alone', { ...signing(1), protection: NEITHER }],
    ] as const) {
      it(`is never exceeded, nor far from what it is: ${form}, ${name}`, () => {
        const material = clientMaterial({ form, peerSystemTitle: SERVER_TITLE, ...changes });
        const context = new SecurityContext(material);
        for (const apdu of APDUS) {
          const added = context.protect(apdu).length - apdu.length;
          const most = protectionOverhead(material);
          assert.ok(added <= most && most - added <= 4, `${added} of ${most}`);
        }
      });
    }
  }
});

describe('a list of attributes', () => {
  const size = (protectionOverhead: number | undefined, serverMaxReceivePduSize = 128) =>
    listSize(
      {
        conformance: new Set(['get', 'multiple-references']),
        ...{ serverMaxReceivePduSize, protectionOverhead, dlmsVersion: 6, vaaName: 7 },
      },
      1000,
    );

  it('is shorter by what protection adds', () => {
    assert.deepEqual([size(undefined), size(0), size(21), size(36)], [12, 12, 10, 8]);
    assert.equal(size(200), 1);
    assert.equal(size(21, 0), 1000);
  });
});
