import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import {
  type CertificateInput,
  certificateFingerprint,
  selfSignedCertificate,
} from '../../src/security/certificate.js';
import { publicOf, publicPoint, readPrivateKey, readPublicKey } from '../../src/security/key-pair.js';
import { certificatePem, publicKeyPem } from '../../src/security/key-pem.js';
import { SCALAR } from './key-texts.js';
import { describeOpenSsl } from './openssl.js';

const INPUT: CertificateInput = {
  key: readPrivateKey(SCALAR),
  systemTitle: fromHex('4D464C0102030405'),
  usage: 'signature',
  serialNumber: fromHex('F0E0D0C0B0A09080'),
  notBefore: new Date('2026-01-02T03:04:05Z'),
  notAfter: new Date('2056-01-02T03:04:05Z'),
};
const P384 = readPrivateKey(SCALAR + SCALAR.slice(32));

const CASES = (['signature', 'agreement'] as const).flatMap((usage) => [
  { name: `P-256, ${usage}`, input: { ...INPUT, usage }, hash: 'SHA256', nist: 'P-256' },
  { name: `P-384, ${usage}`, input: { ...INPUT, usage, key: P384 }, hash: 'SHA384', nist: 'P-384' },
]);

describe('a certificate of our own, as Node reads it', () => {
  for (const { name, input } of CASES) {
    it(name, () => {
      const der = selfSignedCertificate(input);
      const read = new X509Certificate(Buffer.from(der));
      assert.equal(read.subject, 'CN=4D464C0102030405');
      assert.equal(read.issuer, read.subject);
      assert.equal(read.serialNumber, 'F0E0D0C0B0A09080');
      assert.equal(read.ca, false);
      assert.deepEqual([new Date(read.validFrom), new Date(read.validTo)], [INPUT.notBefore, INPUT.notAfter]);
      assert.equal(read.verify(read.publicKey), true);
      assert.equal(read.fingerprint256.replaceAll(':', ''), certificateFingerprint(der));
      assert.deepEqual(Buffer.from(read.raw), Buffer.from(der));
      const point = toHex(publicPoint(publicOf(input.key)));
      assert.equal(toHex(publicPoint(readPublicKey(certificatePem(der)))), point);
      assert.equal(toHex(publicPoint(readPublicKey(toHex(der)))), point);
    });
  }
});

describeOpenSsl('a certificate of our own, as OpenSSL reads it', (openssl) => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dlms-certificate-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { name, input, hash, nist } of CASES) {
    it(name, () => {
      const file = join(folder, `${name}.pem`);
      writeFileSync(file, certificatePem(selfSignedCertificate(input)));
      const text = openssl('x509', '-in', file, '-noout', '-text');
      for (const line of [
        /Version: 3 \(0x2\)/,
        /Serial Number:\s+(?:f0:e0:d0:c0:b0:a0:90:80|-?\d+ \(0xf0e0d0c0b0a09080\))/,
        new RegExp(`Signature Algorithm: ecdsa-with-${hash}`),
        /Issuer: CN ?= ?4D464C0102030405/,
        /Not Before: Jan {2}2 03:04:05 2026 GMT/,
        /Not After : Jan {2}2 03:04:05 2056 GMT/,
        new RegExp(`NIST CURVE: ${nist}`),
        /X509v3 Subject Key Identifier: \n +(?:[0-9A-F]{2}:){19}[0-9A-F]{2}\n/,
        new RegExp(
          `X509v3 Key Usage: critical\\n +${input.usage === 'signature' ? 'Digital Signature' : 'Key Agreement'}\\n`,
        ),
      ]) {
        assert.match(text, line);
      }
      const judged = openssl('verify', '-x509_strict', '-check_ss_sig', '-CAfile', file, file);
      assert.match(judged, /: OK\n$/);
      assert.equal(openssl('x509', '-in', file, '-noout', '-pubkey'), publicKeyPem(publicOf(input.key)));
    });
  }

  it('its key identifier is that which OpenSSL computes', () => {
    const text = openssl(
      'x509',
      '-in',
      join(folder, 'P-256, signature.pem'),
      '-noout',
      '-ext',
      'subjectKeyIdentifier',
    );
    // The same pair as in key-texts.ts, whose certificate OpenSSL made.
    assert.match(text, /56:45:D5:10:14:27:6C:E3:EE:6B:46:39:FD:7A:32:A5:F1:5F:47:E6/);
  });
});

describe('a certificate is not made', () => {
  const wrong = (more: Partial<CertificateInput>) => () => selfSignedCertificate({ ...INPUT, ...more });
  for (const [what, attempt] of [
    ['for a title of 7 octets', wrong({ systemTitle: new Uint8Array(7) })],
    ['without a serial number', wrong({ serialNumber: new Uint8Array(0) })],
    ['under the serial number 0', wrong({ serialNumber: new Uint8Array(8) })],
    ['under one of 21 octets', wrong({ serialNumber: new Uint8Array(21).fill(1) })],
    ['under one that takes 21 octets', wrong({ serialNumber: new Uint8Array(20).fill(0x80) })],
    ['that ends before it begins', wrong({ notAfter: INPUT.notBefore })],
    ['for times that are none', wrong({ notAfter: new Date(Number.NaN) })],
    ['beyond the year 9999', wrong({ notAfter: new Date('+010000-01-01T00:00:00Z') })],
  ] as const) {
    it(what, () => assert.throws(attempt, { code: 'DLMS_SETTING' }));
  }
  it('but under a serial number of 20 octets it is', () => {
    const serialNumber = new Uint8Array(20).fill(0x7f);
    const der = selfSignedCertificate({ ...INPUT, serialNumber });
    assert.equal(new X509Certificate(Buffer.from(der)).serialNumber, '7F'.repeat(20));
  });
});
