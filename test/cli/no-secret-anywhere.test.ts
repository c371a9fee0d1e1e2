/** No command shows a password or key, whether it is right, wrong or misplaced. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '../../src/encoding/hex.js';
import { publicOf, publicPoint, readPrivateKey } from '../../src/security/key-pair.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { assertNoSecret, hexOf, SECRETS } from '../support/secrets.js';
import { stateInTempFolder } from '../support/state-folder.js';
import { dlms, ended, inProcess, startDlms } from './dlms.js';

const { password, wrongPassword, blockCipherKey, authenticationKey, dedicatedKey, wrongKey, signingKey } =
  SECRETS;
const METER = ['--ip', '127.0.0.1', '--type', 'LN', '--slave-address', '16', '--poll-delay-ms', '0'];
const CIPHERED = ['--auth', 'High', '--security', 'AuthenticationEncryption'];

const RIGHT = {
  DLMS_PASSWORD: password.text,
  DLMS_BLOCK_CIPHER_KEY: hexOf(blockCipherKey),
  DLMS_AUTHENTICATION_KEY: hexOf(authenticationKey),
  DLMS_DEDICATED_KEY: hexOf(dedicatedKey),
};

/** The same as options. */
const AS_OPTIONS = Object.entries(RIGHT).flatMap(([name, value]) => [
  `--${name.replace('DLMS_', '').toLowerCase().replaceAll('_', '-')}`,
  value,
]);

describe('the secrets of the command line', () => {
  let host: SimulatorHost;
  const folder = stateInTempFolder();

  before(async () => {
    host = await startSimulator({
      auth: 'High',
      security: 'AuthenticationEncryption',
      password: password.text,
      blockCipherKey: hexOf(blockCipherKey),
      authenticationKey: hexOf(authenticationKey),
      hdlcPort: 0,
      wrapperPort: 0,
    });
  });
  after(() => host.close());

  const meter = () => [...METER, ...CIPHERED, '--port', String(host.hdlcPort)];
  const wrapped = () => [...METER, ...CIPHERED, '--port', String(host.wrapperPort), '--mode', 'DLMS-WRAPPER'];

  /** Runs a command and looks through all that it writes. */
  async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { status, results, notes } = await inProcess(args, { env });
    const output = [results, ...notes].join('\n');
    assertNoSecret(output, `dlms ${args[0]}`);
    return { status, output };
  }

  for (const command of ['read', 'objects']) {
    const codes = command === 'read' ? ['1-0:1.8.0', '0.0.1.0.0.255:2'] : [];

    it(`are not shown by ${command} where they are right, with and without a trace`, async () => {
      for (const options of [[], ['--trace'], ['--show-plain']]) {
        for (const address of [meter(), wrapped()]) {
          const { status, output } = await run([command, ...address, ...options, ...codes], RIGHT);
          assert.equal(status, 0, output.slice(-300));
        }
      }
      assert.equal((await run([command, ...meter(), ...AS_OPTIONS, '--show-plain', ...codes])).status, 0);
    });

    it(`are not shown by ${command} where the meter refuses them`, async () => {
      const wrong = [
        { ...RIGHT, DLMS_PASSWORD: wrongPassword.text },
        { ...RIGHT, DLMS_BLOCK_CIPHER_KEY: hexOf(wrongKey) },
        { ...RIGHT, DLMS_AUTHENTICATION_KEY: hexOf(wrongKey) },
      ];
      for (const env of wrong) {
        assert.equal((await run([command, ...meter(), '--show-plain', ...codes], env)).status, 1);
      }
    });

    it(`are not shown by ${command} where they cannot be right`, async () => {
      const key = hexOf(blockCipherKey);
      const wrong = [
        ['--block-cipher-key', key.slice(2)],
        ['--block-cipher-key', `${key}zz`],
        [`--block-cipher-keys=${key}`],
        [`--pasword=${password.text}`],
        ['--password', `0x${key}0`],
        ['--dedicated-key', `${hexOf(dedicatedKey)}00`],
      ];
      for (const options of wrong) {
        const { status } = await run([command, ...meter(), ...AS_OPTIONS, ...options, ...codes]);
        assert.equal(status, 2, options[0]);
      }
      const signed = [...METER, '--port', '1', '--auth', 'HighEcdsa', '--security-suite', '1'];
      assert.equal(
        (await run([command, ...signed, '--signing-key', hexOf(signingKey).slice(1), ...codes])).status,
        2,
      );
    });
  }

  it('are not shown where they stand in a file, be it right or wrong', async () => {
    const device = {
      name: 'Cellar',
      ip: '127.0.0.1',
      auth: 'Low',
      password: password.text,
      block_cipher_key: hexOf(blockCipherKey),
    };
    const whole = JSON.stringify({ devices: [device], signals: [] }, undefined, 1);
    const files = [
      whole.replace('"auth"', '"auht"'),
      whole.replace(/"(?=[^"]*$)/, ''),
      whole.replace(`"${password.text}"`, password.text),
      whole.replace(`"${hexOf(blockCipherKey)}"`, `["${hexOf(blockCipherKey)}"]`),
      whole.replace('"password"', '"passwort"'),
    ];
    for (const [at, text] of [whole, ...files].entries()) {
      const path = join(folder(), `meters-${at}.json`);
      writeFileSync(path, text);
      for (const command of ['import', 'export']) {
        const { status, output } = await run([command, path]);
        if (at === 0) assert.equal(status, 0, output);
      }
      if (at > 0) await run(['read', '-c', path, '1-0:1.8.0']);
    }
  });

  it('are not shown by the steps of doctor, whether they hold or not', async () => {
    for (const env of [RIGHT, { ...RIGHT, DLMS_PASSWORD: wrongPassword.text }]) {
      await run(['doctor', ...meter()], env);
      await run(['doctor', ...meter(), '--json'], env);
    }
  });

  it('are in a file and nowhere else where keys makes them', async () => {
    const prefix = join(folder(), 'client');
    const { output, status } = await run(['keys', '--security-suite', '1', '--out', prefix]);
    assert.equal(status, 0, output);
    const made = readPrivateKey(readFileSync(`${prefix}.key.pem`, 'utf8'));
    const { d = '' } = made.object.export({ format: 'jwk' });
    assertNoSecret(output, 'dlms keys', [{ name: 'new key', octets: Buffer.from(d, 'base64url') }]);
  });

  it('are not shown by simulate, nor by what it says of wrong ones', async () => {
    const ecdsa = ['--auth', 'HighEcdsa', '--security-suite', '1'];
    const point = toHex(publicPoint(publicOf(readPrivateKey(hexOf(signingKey)))));
    const wrong: readonly (readonly string[])[] = [
      ['--block-cipher-key', hexOf(blockCipherKey).slice(2)],
      ['--authentication-key', `${hexOf(authenticationKey)}x`],
      ['--auth', 'High', '--password', `${password.text} und mehr`],
      [...ecdsa, '--signing-key', hexOf(signingKey).slice(1), '--client-public-key', point],
      [`--pasword=${password.text}`],
    ];
    for (const options of wrong) {
      const { status } = await run(['simulate', '--hdlc', '0', '--security', 'Encryption', ...options]);
      assert.equal(status, 2, options.join(' ').slice(0, 20));
    }
    const right = ['--auth', 'High', '--security', 'AuthenticationEncryption'];
    const child = startDlms(['simulate', '--hdlc', '0', ...right], RIGHT);
    const end = ended(child);
    child.stdout.once('data', () => child.kill('SIGTERM'));
    const { stdout, stderr, status } = await end;
    assert.equal(status, 0);
    assertNoSecret(stdout + stderr, 'dlms simulate');
  });

  it('are not shown by decode, be they in the octets or given to decipher them', async () => {
    const keys = ['--key', hexOf(blockCipherKey), '--auth-key', hexOf(authenticationKey)];
    const title = ['--system-title', '4D464C0000000001'];
    const low = `601DA109060760857405080101 8A0207808B0760857405080201AC128010${hexOf(password)}`;
    const initiate = `0101 10 ${hexOf(dedicatedKey)} 0000065F1F0400007E1F04B0`;
    for (const octets of [low, initiate, low.slice(0, -6)]) {
      await run(['decode', octets.replaceAll(' ', '')]);
      await run(['decode', ...keys, ...title, octets.replaceAll(' ', '')]);
    }
    await run(['decode', '--key', hexOf(blockCipherKey).slice(2), 'C8']);
  });

  it('are not shown by a process, whatever ends it', async () => {
    const args = [...meter(), '--show-plain', '1-0:1.8.0'];
    const right = await dlms(['read', ...args], { env: { ...RIGHT, DLMS_STATE_DIR: folder() } });
    assert.equal(right.status, 0, right.stderr.slice(-300));
    const noState = { ...RIGHT, DLMS_STATE_DIR: join(folder(), 'meters-0.json', 'inside') };
    const wrong = await dlms(['read', ...args], { env: noState });
    assert.equal(wrong.status, 1);
    for (const { stdout, stderr } of [right, wrong]) assertNoSecret(stdout + stderr, 'a process');
  });
});
