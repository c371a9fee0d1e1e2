/** `dlms keys`: a key pair for suites 1 and 2, and a certificate of the DLMS form that it signs itself. */
import { toHex } from '../encoding/hex.js';
import { systemRandom } from '../meter/random-octets.js';
import { certificateFingerprint, selfSignedCertificate } from '../security/certificate.js';
import { SUITE_OF_CURVE } from '../security/curve.js';
import { privateKeyFromRandom, randomLength } from '../security/key-generation.js';
import { type PrivateKey, publicOf, publicPoint } from '../security/key-pair.js';
import { certificatePem, privateKeyPem, publicKeyPem } from '../security/key-pem.js';
import type { Command } from './arguments/command.js';
import type { CommandContext } from './command.js';
import { type NewFile, pathPrefix, writeNewFiles } from './key-files.js';
import { DEFAULT_DAYS, type KeysOptions, keysOptions } from './keys-options.js';

const EPILOGUE = `
Five files are written, whose names begin with --out:
  .key.pem   the private key (PKCS#8), for its owner's eyes alone; it is never shown
  .pub.pem   the public key (SPKI)
  .pub.hex   the public key as x and y in hexadecimal, as meters and other programs take it
  .crt.pem   the certificate, signed by the key itself
  .crt.der   the same in DER, as import_certificate of a meter takes it
Where --out names a folder, or is left out, the names begin with system title and usage. The public facts go
to stdout as one line of JSON.

The pair for signatures is that of --auth HighEcdsa and of signed messages. In the settings of the meter:
  signing_key        the file .key.pem, or what is in it
  system_title       the one in the certificate
  server_public_key  the meter's own public key or certificate, from the meter or its utility
The meter in turn has to know this certificate, or this public key.

Examples: dlms keys --security-suite 1 --system-title 4D464C0102030405 --out keys/head-end
          dlms read … --auth HighEcdsa --security-suite 1 --signing-key keys/head-end.key.pem`;

const SERIAL_LENGTH = 16;
const DAY = 86_400_000;

export function addKeys(program: Command, context: CommandContext): void {
  program
    .command('keys')
    .summary('key pairs and certificates')
    .description('Makes a key pair and a certificate for this client.')
    .option('--security-suite <id>', '1 (P-256) or 2 (P-384) (1)')
    .option('--curve <name>', 'P-256 or P-384, in place of the suite')
    .option('--system-title <hex>', 'owner of the key, 16 hexadecimal digits (a new one)')
    .option('--usage <name>', 'signature or agreement: what the key is for (signature)')
    .option('--out <prefix>', 'folder, or what the names of the files begin with (current folder)')
    .option('--days <number>', `how long the certificate is valid, from now (${DEFAULT_DAYS})`)
    .option('--force', 'write over files that are there')
    .addHelpText(EPILOGUE)
    .action((options: Record<string, unknown>) => keys(options, context));
}

async function keys(given: Readonly<Record<string, unknown>>, { output }: CommandContext): Promise<void> {
  const options = keysOptions(given, systemRandom);
  const { curve, systemTitle, usage } = options;
  const key = privateKeyFromRandom(curve, systemRandom(randomLength(curve)));
  const certificate = certificateFor(key, options);
  const prefix = pathPrefix(options.out, `${toHex(systemTitle)}-${usage}`);
  const files = filesOf(prefix, key, certificate.der);
  await writeNewFiles(Object.values(files), options.force);
  output.json({
    systemTitle: toHex(systemTitle),
    securitySuite: SUITE_OF_CURVE[curve],
    curve,
    usage,
    publicKey: toHex(publicPoint(publicOf(key))),
    certificateSha256: certificateFingerprint(certificate.der),
    serialNumber: toHex(certificate.serialNumber),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    files: Object.fromEntries(Object.entries(files).map(([name, { path }]) => [name, path])),
  });
  for (const line of nextSteps(options, files)) output.note(line);
}

interface NewCertificate {
  readonly der: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

function certificateFor(key: PrivateKey, { systemTitle, usage, days }: KeysOptions): NewCertificate {
  // The second is the smallest that a certificate knows.
  const now = Math.floor(Date.now() / 1000) * 1000;
  const serialNumber = systemRandom(SERIAL_LENGTH);
  const [notBefore, notAfter] = [new Date(now), new Date(now + days * DAY)];
  const der = selfSignedCertificate({ key, systemTitle, usage, serialNumber, notBefore, notAfter });
  return { der, serialNumber, notBefore, notAfter };
}

type KeyFiles = Readonly<
  Record<'privateKey' | 'publicKey' | 'publicKeyHex' | 'certificate' | 'certificateDer', NewFile>
>;

function filesOf(prefix: string, key: PrivateKey, certificate: Uint8Array): KeyFiles {
  const publicKey = publicOf(key);
  return {
    privateKey: { path: `${prefix}.key.pem`, contents: privateKeyPem(key), secret: true },
    publicKey: { path: `${prefix}.pub.pem`, contents: publicKeyPem(publicKey) },
    publicKeyHex: { path: `${prefix}.pub.hex`, contents: `${toHex(publicPoint(publicKey))}\n` },
    certificate: { path: `${prefix}.crt.pem`, contents: certificatePem(certificate) },
    certificateDer: { path: `${prefix}.crt.der`, contents: certificate },
  };
}

function nextSteps(
  { curve, systemTitle, titleIsNew, usage }: KeysOptions,
  files: KeyFiles,
): readonly string[] {
  const suite = SUITE_OF_CURVE[curve];
  const title = toHex(systemTitle);
  const own = titleIsNew ? `system_title ${title} (made now: keep it)` : `system_title ${title}`;
  const meter = `Give the meter ${files.certificateDer.path}, or the public key in ${files.publicKeyHex.path}.`;
  if (usage === 'agreement') {
    return [`The private key is in ${files.privateKey.path}: keep it secret.`, meter];
  }
  return [
    `Settings: signing_key ${files.privateKey.path} (keep it secret), security_suite ${suite}, ${own},`,
    'and server_public_key: the public key or certificate of the meter.',
    meter,
  ];
}
