/** Certificates that openssl makes for one run of the tests: an authority, servers and a client. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Identity {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  /** PEM of the authority that signed all but `stranger`. */
  readonly ca: string;
  /** The same, as a file. */
  readonly caFile: string;
  /** For localhost and 127.0.0.1. */
  readonly server: Identity;
  readonly expired: Identity;
  /** For another name. */
  readonly elsewhere: Identity;
  readonly client: Identity;
  /** Signed by itself. */
  readonly stranger: Identity;
  remove(): void;
}

/** Runs `suite` with a function that gives the certificates, or registers the one named skip. */
export function describeTls(title: string, suite: (certificates: () => Certificates) => void): void {
  if (spawnSync('openssl', ['version']).error !== undefined) {
    it(`${title}: skipped, openssl is missing`, function skipped() {
      if (process.env.REQUIRE_ALL === '1') assert.fail('openssl is missing and REQUIRE_ALL=1');
      this.skip();
    });
    return;
  }
  describe(title, () => {
    let made: Certificates;
    before(() => {
      made = makeCertificates();
    });
    after(() => made.remove());
    suite(() => made);
  });
}

const HERE = 'DNS:localhost,IP:127.0.0.1';
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-tls-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const read = (name: string): Identity => ({
    cert: readFileSync(path(`${name}.pem`), 'utf8'),
    key: readFileSync(path(`${name}.key`), 'utf8'),
  });
  const selfSigned = (name: string): Identity => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    openssl('req', '-x509', ...NEW_KEY, ...files, '-subj', `/CN=${name}`, '-days', '2');
    return read(name);
  };
  const signed = (name: string, altNames: string, days: string): Identity => {
    writeFileSync(path(`${name}.ext`), `subjectAltName=${altNames}\n`);
    openssl(
      'req',
      '-new',
      ...NEW_KEY,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
    );
    const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
    const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`];
    openssl('x509', '-req', ...files, ...signer, '-days', days);
    return read(name);
  };
  const ca = selfSigned('ca').cert;
  return {
    ca,
    caFile: path('ca.pem'),
    server: signed('server', HERE, '2'),
    expired: signed('expired', HERE, '-1'),
    elsewhere: signed('elsewhere', 'DNS:meter-7.example', '2'),
    client: signed('client', 'DNS:client', '2'),
    stranger: selfSigned('stranger'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
