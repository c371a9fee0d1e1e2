/**
 * X.509 certificates in the DLMS form (Green Book, certificate profile; RFC 5280), signed by their own key:
 * version 3, the common name is the system title in hexadecimal, one use of the key.
 */
import { createHash, sign } from 'node:crypto';
import { toHex } from '../encoding/hex.js';
import { CURVES, type Curve } from './curve.js';
import {
  derBitString,
  derExplicit,
  derInteger,
  derObjectIdentifier,
  derOctetString,
  derSequence,
  derSet,
  derText,
  derTime,
  derTrue,
} from './der-writer.js';
import { type PrivateKey, publicOf, publicPoint } from './key-pair.js';
import { joined } from './octets.js';
import { wrongSetting } from './refusals.js';
import { SYSTEM_TITLE_LENGTH } from './system-title.js';

/** What the key pair is for; each use has a pair of its own. */
export type CertificateUsage = 'signature' | 'agreement';

export interface CertificateInput {
  /** Its public part is certified, and it signs. */
  readonly key: PrivateKey;
  /** 8 octets: the name of its owner. */
  readonly systemTitle: Uint8Array;
  readonly usage: CertificateUsage;
  /** 1 to 20 octets, not all zero; each certificate of an issuer has another one. */
  readonly serialNumber: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const OID = {
  commonName: '2.5.4.3',
  ecPublicKey: '1.2.840.10045.2.1',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
} as const;

const CURVE_OID: Readonly<Record<Curve, string>> = {
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
};
/** ecdsa-with-SHA256 and ecdsa-with-SHA384. */
const SIGNATURE_OID: Readonly<Record<Curve, string>> = {
  'P-256': '1.2.840.10045.4.3.2',
  'P-384': '1.2.840.10045.4.3.3',
};

/** The one bit of KeyUsage, and the bits behind it that are not written: digitalSignature (0), keyAgreement (4). */
const KEY_USAGE: Readonly<Record<CertificateUsage, readonly [bits: number, unused: number]>> = {
  signature: [0x80, 7],
  agreement: [0x08, 3],
};

const VERSION_3 = Uint8Array.of(2);
const UNCOMPRESSED = Uint8Array.of(4);
const MOST_SERIAL = 20;

/** DER. @throws DlmsError DLMS_SETTING for a title, serial number or validity that no certificate has */
export function selfSignedCertificate(input: CertificateInput): Uint8Array {
  checkInput(input);
  const { curve, object } = input.key;
  const algorithm = derSequence(derObjectIdentifier(SIGNATURE_OID[curve]));
  const contents = toBeSigned(input, algorithm);
  const signature = sign(CURVES[curve].hash, contents, { key: object, dsaEncoding: 'der' });
  return derSequence(contents, algorithm, derBitString(signature));
}

/** SHA-256 of the whole certificate, in hexadecimal. */
export function certificateFingerprint(der: Uint8Array): string {
  return toHex(createHash('sha256').update(der).digest());
}

function toBeSigned(input: CertificateInput, algorithm: Uint8Array): Uint8Array {
  const name = nameOf(input.systemTitle);
  const point = joined(UNCOMPRESSED, publicPoint(publicOf(input.key)));
  return derSequence(
    derExplicit(0, derInteger(VERSION_3)),
    derInteger(input.serialNumber),
    algorithm,
    name,
    derSequence(derTime(input.notBefore), derTime(input.notAfter)),
    name,
    publicKeyInfo(input.key.curve, point),
    derExplicit(3, extensions(input.usage, point)),
  );
}

/** Issuer and subject alike: the system title is all that the name says. */
function nameOf(systemTitle: Uint8Array): Uint8Array {
  const attribute = derSequence(derObjectIdentifier(OID.commonName), derText(toHex(systemTitle)));
  return derSequence(derSet(attribute));
}

function publicKeyInfo(curve: Curve, point: Uint8Array): Uint8Array {
  const algorithm = derSequence(derObjectIdentifier(OID.ecPublicKey), derObjectIdentifier(CURVE_OID[curve]));
  return derSequence(algorithm, derBitString(point));
}

function extensions(usage: CertificateUsage, point: Uint8Array): Uint8Array {
  const [bits, unused] = KEY_USAGE[usage];
  const identifier = derOctetString(createHash('sha1').update(point).digest());
  return derSequence(
    derSequence(derObjectIdentifier(OID.subjectKeyIdentifier), derOctetString(identifier)),
    derSequence(
      derObjectIdentifier(OID.keyUsage),
      derTrue(),
      derOctetString(derBitString(Uint8Array.of(bits), unused)),
    ),
  );
}

function checkInput({ systemTitle, serialNumber, notBefore, notAfter }: CertificateInput): void {
  if (systemTitle.length !== SYSTEM_TITLE_LENGTH) {
    throw wrongSetting(`a system title of ${systemTitle.length} octets: ${SYSTEM_TITLE_LENGTH} are needed`);
  }
  // A first bit that is set takes an octet more.
  const tooLong =
    serialNumber.length > MOST_SERIAL ||
    (serialNumber.length === MOST_SERIAL && (serialNumber[0] ?? 0) > 0x7f);
  if (tooLong || serialNumber.every((octet) => octet === 0)) {
    throw wrongSetting(`the serial number of a certificate has 1 to ${MOST_SERIAL} octets and is not 0`);
  }
  if (!(notAfter.getTime() > notBefore.getTime())) {
    throw wrongSetting('the validity of a certificate ends before it begins');
  }
}
