import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';
import { demoClientScalar, demoKeys, demoSigningKeys } from '../../src/simulator/demo-keys.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { hexOf } from '../support/recorded-conversation.js';
import { stateInTempFolder } from '../support/state-folder.js';
import { inProcess, linesOf } from './dlms.js';

const METER = ['--ip', '127.0.0.1', '--type', 'LN', '--slave-address', '16', '--poll-delay-ms', '0'];
const CODE = '1-0:1.8.0';

describe('the options of protection', () => {
  const folder = stateInTempFolder();

  /** What the command says of settings that are refused. */
  async function refusal(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { status, notes } = await inProcess(['read', ...METER, ...args, CODE], { env });
    assert.equal(status, 2);
    return notes.join('\n');
  }

  it('have the names of the files, with dashes', async () => {
    const titles = ['--system-title', '4D46', '--server-system-title', 'x', '--invocation-counter', '-1'];
    const keys = ['--block-cipher-key', '00', '--authentication-key', 'x', '--dedicated-key', '0x'];
    const words = await refusal(['--security', 'Authentication', ...titles, ...keys]);
    for (const name of [...titles, ...keys].filter((each) => each.startsWith('--'))) {
      assert.ok(words.includes(`${name} `), `${name} in ${words}`);
    }
    const others = await refusal(['--security', 'All', '--security-suite', '3', '--auth', 'Highest']);
    assert.match(others, /--auth "Highest".*--security "All".*--security-suite "3"/);
    const signing = ['--auth', 'HighEcdsa', '--security-suite', '1'];
    const signed = await refusal([...signing, '--signing-key', '00', '--server-public-key', '/not/there']);
    assert.match(signed, /--signing-key has 1 octets.*--server-public-key is neither PEM/);
    assert.match(await refusal(['--lockout-wait-ms', 'x']), /--lockout-wait-ms "x" is not allowed/);
  });

  it('that are secret come from the environment, too; an option goes before it', async () => {
    const env = {
      DLMS_BLOCK_CIPHER_KEY: '00',
      DLMS_AUTHENTICATION_KEY: '0000',
      DLMS_DEDICATED_KEY: '000000',
      DLMS_SIGNING_KEY: '00',
      DLMS_SERVER_PUBLIC_KEY: '00',
    };
    const secured = ['--security', 'Authentication', '--auth', 'HighEcdsa', '--security-suite', '1'];
    const words = await refusal(secured, env);
    const lengths = { 'block-cipher-key is': 1, 'authentication-key is': 2, 'dedicated-key is': 3 };
    const points = { 'signing-key has': 1, 'server-public-key has': 1 };
    for (const [name, length] of Object.entries({ ...lengths, ...points })) {
      assert.ok(words.includes(`--${name} ${length} octets`), `${name} in ${words}`);
    }
    assert.match(
      await refusal([...secured, '--block-cipher-key', '11223344'], env),
      /--block-cipher-key is 4 octets/,
    );
  });

  describe('read a meter', () => {
    const hosts: SimulatorHost[] = [];
    /** What the last command said beside its result. */
    let traced: readonly string[] = [];
    afterEach(async () => {
      await Promise.all(hosts.splice(0).map((host) => host.close()));
    });

    async function read(
      simulated: Parameters<typeof startSimulator>[0],
      args: readonly string[],
      env: Readonly<Record<string, string>> = {},
    ) {
      const host = await startSimulator({ ...simulated, wrapperPort: 0 });
      hosts.push(host);
      const address = [...METER, '--mode', 'DLMS-WRAPPER', '--port', String(host.wrapperPort)];
      const { status, results, notes } = await inProcess(['read', ...address, ...args, CODE], { env });
      assert.equal(status, 0, notes.join('\n'));
      traced = notes;
      return linesOf(results)[0];
    }

    const { blockCipherKey, authenticationKey } = demoKeys(0);
    const KEYS = {
      DLMS_BLOCK_CIPHER_KEY: hexOf(blockCipherKey),
      DLMS_AUTHENTICATION_KEY: hexOf(authenticationKey),
    };
    const GMAC = { auth: 'HighGmac', security: 'AuthenticationEncryption' } as const;
    const ASKED = ['--auth', 'HighGmac', '--security', 'AuthenticationEncryption'];

    it('by HighGmac with the keys of the environment', async () => {
      assert.equal((await read(GMAC, ASKED, KEYS))?.unit, 'Wh');
    });

    for (const [what, args] of [
      ['a dedicated key that is made up', ['--dedicated-key', 'auto']],
      ['a counter that starts from a number', ['--invocation-counter', '70000']],
      ["a counter that goes on behind the meter's", ['--invocation-counter', '0.0.43.1.0.255']],
      ['a system title of its own', ['--system-title', '4D464C0000000042']],
    ] as const) {
      it(`with ${what}`, async () => {
        assert.equal((await read(GMAC, [...ASKED, ...args], KEYS))?.unit, 'Wh');
      });
    }

    it('with a trace of what goes over the line, deciphered only where that is asked for', async () => {
      assert.equal((await read(GMAC, [...ASKED, '--trace'], KEYS))?.unit, 'Wh');
      const count = (pattern: RegExp) => traced.filter((line) => pattern.test(line)).length;
      assert.ok(count(/^ +\+\d\.\d{3} {2}→ app {3}AARQ, \d+ octets$/) === 1, traced.join('\n'));
      assert.ok(count(/ → link {2}WRAPPER version 1, wPort 16 → 16, length \d+/) >= 4);
      assert.ok(count(/ ← app {3}glo-get-response, /) >= 1);
      assert.equal(count(/deciphered|get-request/) - count(/glo-get-request/), 0);
      assert.equal((await read(GMAC, [...ASKED, '--show-plain'], KEYS))?.unit, 'Wh');
      assert.ok(count(/^ +deciphered: get-request-/) >= 1);
      assert.ok(count(/^ +deciphered: initiate-request/) >= 1);
    });

    for (const suite of [1, 2] as const) {
      it(`by HighEcdsa of suite ${suite}, with keys in files and in hexadecimal`, async () => {
        const curve = suite === 1 ? 'P-256' : 'P-384';
        const own = privateKeyFromScalar(curve, demoClientScalar(suite));
        const meter = demoSigningKeys(suite);
        assert.ok(meter);
        const file = join(folder(), `meter-${suite}.pem`);
        writeFileSync(file, publicOf(meter.signingKey).object.export({ format: 'pem', type: 'spki' }));
        const args = ['--auth', 'HighEcdsa', '--security-suite', String(suite), '--server-public-key', file];
        const simulated = { auth: 'HighEcdsa', securitySuite: suite } as const;
        const env = { DLMS_SIGNING_KEY: hexOf(demoClientScalar(suite)) };
        assert.equal((await read(simulated, args, env))?.unit, 'Wh');
        const pem = String(own.object.export({ format: 'pem', type: 'pkcs8' }));
        assert.equal((await read(simulated, args, { DLMS_SIGNING_KEY: pem }))?.unit, 'Wh');
      });
    }
  });
});
