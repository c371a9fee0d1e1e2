import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '../../src/encoding/hex.js';
import { publicOf, publicPoint, readPrivateKey, readPublicKey } from '../../src/security/key-pair.js';
import { sign, verify } from '../../src/security/signature.js';
import { dlms, inProcess } from './dlms.js';

type Files = Readonly<
  Record<'privateKey' | 'publicKey' | 'publicKeyHex' | 'certificate' | 'certificateDer', string>
>;

interface Facts {
  readonly systemTitle: string;
  readonly securitySuite: number;
  readonly curve: string;
  readonly usage: string;
  readonly publicKey: string;
  readonly certificateSha256: string;
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly files: Files;
}

const TITLE = '4D464C0102030405';
const text = (path: string): string => readFileSync(path, 'utf8');

describe('dlms keys', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dlms-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function made(...args: readonly string[]): Promise<Facts & { notes: string }> {
    const { status, results, notes } = await inProcess(['keys', ...args]);
    assert.equal(status, 0, notes.join('\n'));
    return { ...(JSON.parse(results) as Facts), notes: notes.join('\n') };
  }

  for (const [args, suite, curve, usage] of [
    [[], 1, 'P-256', 'signature'],
    [['--security-suite', '2'], 2, 'P-384', 'signature'],
    [['--curve', 'p-384', '--usage', 'agreement'], 2, 'P-384', 'agreement'],
    [['--curve', 'P-256', '--security-suite', '1'], 1, 'P-256', 'signature'],
  ] as const) {
    it(`${args.join(' ') || 'no options'}: a pair whose files belong together`, async () => {
      const facts = await made('--out', folder, '--system-title', TITLE, ...args);
      assert.deepEqual([facts.securitySuite, facts.curve, facts.usage], [suite, curve, usage]);
      const key = readPrivateKey(text(facts.files.privateKey));
      assert.equal(key.curve, curve);
      const message = new Uint8Array(20);
      for (const file of [facts.files.publicKey, facts.files.publicKeyHex, facts.files.certificate]) {
        assert.equal(toHex(publicPoint(readPublicKey(text(file)))), facts.publicKey, file);
        assert.ok(verify(readPublicKey(text(file)), message, sign(key, message)));
      }
      const certificate = new X509Certificate(readFileSync(facts.files.certificateDer));
      assert.equal(certificate.toString(), text(facts.files.certificate));
      assert.equal(certificate.subject, `CN=${TITLE}`);
      assert.equal(certificate.fingerprint256.replaceAll(':', ''), facts.certificateSha256);
      assert.equal(certificate.serialNumber, facts.serialNumber.replace(/^(?:00)+/, ''));
      assert.deepEqual(
        [new Date(certificate.validFrom), new Date(certificate.validTo)],
        [new Date(facts.notBefore), new Date(facts.notAfter)],
      );
      assert.ok(certificate.verify(certificate.publicKey));
      assert.ok(facts.files.privateKey.startsWith(join(folder, `${TITLE}-${usage}`)));
    });
  }

  it('the private key is for its owner alone, and in no output', async () => {
    const { status, stdout, stderr } = await dlms(['keys', '--out', join(folder, 'deep', 'er', 'pair')]);
    assert.equal(status, 0, stderr);
    const { files } = JSON.parse(stdout) as Facts;
    if (process.platform !== 'win32') assert.equal(statSync(files.privateKey).mode & 0o777, 0o600);
    const jwk = readPrivateKey(text(files.privateKey)).object.export({ format: 'jwk' });
    const scalar = Buffer.from(jwk.d ?? '', 'base64url');
    const body = text(files.privateKey).split('\n')[1] ?? assert.fail();
    for (const secret of [scalar.toString('hex'), scalar.toString('base64').slice(4, -4), body]) {
      assert.ok(!`${stdout}${stderr}`.toLowerCase().includes(secret.toLowerCase()));
    }
  });

  it('says what to do with them', async () => {
    const { notes, systemTitle, files } = await made('--out', folder);
    for (const word of [
      'signing_key',
      files.privateKey,
      'system_title',
      systemTitle,
      'server_public_key',
      files.certificateDer,
    ]) {
      assert.ok(notes.includes(word), word);
    }
    assert.match(notes, /made now: keep it/);
    const agreement = await made('--out', folder, '--usage', 'agreement', '--system-title', systemTitle);
    assert.doesNotMatch(agreement.notes, /signing_key|made now/);
  });

  it('a title of its own, another one each time, in the form of the rule', async () => {
    const [one, other] = [await made('--out', folder), await made('--out', folder)];
    assert.match(one.systemTitle, /^4D464C[0-9A-F]{10}$/);
    assert.notEqual(one.systemTitle, other.systemTitle);
    assert.notEqual(one.publicKey, other.publicKey);
    assert.notEqual(one.serialNumber, other.serialNumber);
  });

  it('--days is how long the certificate is valid', async () => {
    const { notBefore, notAfter } = await made('--out', folder, '--days', '2');
    assert.equal(Date.parse(notAfter) - Date.parse(notBefore), 2 * 86_400_000);
    assert.ok(Math.abs(Date.parse(notBefore) - Date.now()) < 60_000);
  });

  it('writes nothing over what is there, not even one file of five, unless it is told to', async () => {
    const prefix = join(folder, 'pair');
    const first = await made('--out', prefix);
    for (const path of Object.values(first.files).filter((file) => file !== first.files.certificate))
      rmSync(path);
    const { status, results, notes } = await inProcess(['keys', '--out', prefix]);
    assert.deepEqual([status, results, notes.length], [2, '', 1]);
    assert.match(
      notes[0] ?? '',
      /pair\.crt\.pem: there already, and not written over \(DLMS_USAGE\)\. .*--force/,
    );
    assert.deepEqual(readdirSync(folder), ['pair.crt.pem']);
    const second = await made('--out', prefix, '--force');
    assert.equal(
      toHex(publicPoint(publicOf(readPrivateKey(text(second.files.privateKey))))),
      second.publicKey,
    );
    assert.equal(readdirSync(folder).length, 5);
  });

  it('--force gives the new key its own rights, and leaves alone where a link leads', async function links() {
    if (process.platform === 'win32') this.skip();
    const [prefix, elsewhere] = [join(folder, 'pair'), join(folder, 'elsewhere')];
    writeFileSync(elsewhere, 'precious');
    symlinkSync(elsewhere, `${prefix}.pub.pem`);
    writeFileSync(`${prefix}.key.pem`, 'old');
    chmodSync(`${prefix}.key.pem`, 0o666);
    const { files } = await made('--out', prefix, '--force');
    assert.equal(text(elsewhere), 'precious');
    assert.equal(statSync(files.privateKey).mode & 0o777, 0o600);
  });

  it('where it cannot write, it says so and leaves nothing behind', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const blocked = await inProcess(['keys', '--out', join(file, 'pair')]);
    assert.equal(blocked.status, 2);
    assert.match(blocked.notes[0] ?? '', /pair\.key\.pem cannot be written: (?:ENOTDIR|EEXIST|ENOENT)/);
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('a folder in the place of a file is never written over', async () => {
    mkdirSync(join(folder, 'pair.crt.der'));
    const { status, notes } = await inProcess(['keys', '--out', join(folder, 'pair'), '--force']);
    assert.equal(status, 2);
    assert.match(notes[0] ?? '', /pair\.crt\.der: there already/);
    assert.deepEqual(readdirSync(folder), ['pair.crt.der']);
  });

  for (const [what, args, reason] of [
    ['a suite without signatures', ['--security-suite', '0'], /--security-suite "0" is not allowed: 1, 2/],
    ['several at once', ['--curve', 'P-521', '--days', '0'], /--curve "P-521".*P-256, P-384.*--days "0"/],
    ['a short title', ['--system-title', '4D46'], /--system-title "4D46" is not allowed: 16 hexadecimal/],
    [
      'suite and curve that differ',
      ['--security-suite', '1', '--curve', 'P-384'],
      /--curve P-384 is not the curve of/,
    ],
    ['an unknown usage', ['--usage', 'tls'], /--usage "tls" is not allowed: signature, agreement/],
    ['an unknown option', ['--print'], /unknown option '--print'/],
  ] as const) {
    it(`wrong usage: ${what}`, async () => {
      const { status, results, notes } = await inProcess(['keys', '--out', join(folder, 'x'), ...args]);
      assert.deepEqual([status, results, notes.length], [2, '', 1]);
      assert.match(notes[0] ?? '', reason);
      assert.equal(existsSync(join(folder, 'x.key.pem')), false);
    });
  }
});
