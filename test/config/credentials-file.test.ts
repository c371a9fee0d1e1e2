import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCredentialsFile } from '../../src/config/credentials-file.js';
import { DlmsError } from '../../src/errors.js';

/** Made by Node-RED 4.1.15 with the secret `näh Geheimnis`. */
const ENCRYPTED = {
  $:
    '4e19eefef3c0b694c0304db279b59124g3jafuOLGLLzCYy/Ptm9J8NdHOPTa5oJWgkYH9uKLsm8u3Dv5Bv8cYffAAT1IVBygNSMFqEpEH' +
    'tRKvHkvvErD0SvddXQiRrBRDZg/wDXTINETH7HHXfVXCx5kUF0rV/IVUE=',
};
const PLAIN = {
  '766f3b29b2e0105f': { password: 'gehéim 77', blockCipherKey: '000102030405060708090A0B0C0D0E0F' },
};

describe('the secrets of a flow', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-cred-'));
  const path = join(folder, 'flows_cred.json');
  after(() => rmSync(folder, { recursive: true }));
  const write = (content: object | string): void =>
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const refusal = async (secret?: string): Promise<string> => {
    let message = '';
    await assert.rejects(readCredentialsFile(path, secret), (error) => {
      assert.ok(error instanceof DlmsError);
      assert.equal(error.code, 'DLMS_CONFIG_FILE');
      assert.doesNotMatch(JSON.stringify([error.message, error.cause]), /geh|Geheimnis|0001020304/);
      message = error.message.replace(`${path}: `, '');
      return true;
    });
    return message;
  };

  it('as they are, or encrypted with the credentialSecret', async () => {
    write({ ...PLAIN, _: 'no node' });
    assert.deepEqual(await readCredentialsFile(path, undefined), PLAIN);
    write(ENCRYPTED);
    assert.deepEqual(await readCredentialsFile(path, 'näh Geheimnis'), PLAIN);
  });

  it('need the secret, and the right one', async () => {
    write(ENCRYPTED);
    assert.equal(await refusal(), 'is encrypted: the credentialSecret of Node-RED is needed');
    assert.match(await refusal('Geheimnis'), /^cannot be decrypted: this is not the credentialSecret/);
  });

  it('take the secret that Node-RED made itself, which lies beside them', async () => {
    write(ENCRYPTED);
    const runtime = join(folder, '.config.runtime.json');
    writeFileSync(runtime, JSON.stringify({ instanceId: 'x', _credentialSecret: 'näh Geheimnis' }));
    assert.deepEqual(await readCredentialsFile(path, undefined), PLAIN);
    rmSync(runtime);
  });

  it('that are no JSON, or not there', async () => {
    write('{ "766f": { "password": "geheim" oops }');
    assert.equal(await refusal(), 'is not JSON: line 1, column 34');
    rmSync(path);
    await assert.rejects(readCredentialsFile(path, undefined), /flows_cred\.json cannot be read: ENOENT/);
  });
});
