import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dlms, inProcess, linesOf, startDlms } from './dlms.js';
import { listening } from './scripted-meter.js';

/** Starts a simulator, waits until it has said all, and stops it with `signal` at the end. */
async function whileSimulating(
  args: readonly string[],
  use: (announced: string) => Promise<void>,
  { env = {}, signal = 'SIGINT' }: { env?: Record<string, string>; signal?: NodeJS.Signals } = {},
): Promise<void> {
  const child = startDlms(['simulate', ...args], env);
  let announced = '';
  for await (const chunk of child.stdout) {
    announced += chunk;
    if (announced.includes('Ctrl-C')) break;
  }
  try {
    await use(announced);
  } finally {
    child.kill(signal);
  }
  const [status] = await once(child, 'exit');
  assert.equal(status, 0);
}

/** The commands that the simulator says will read it, without what a shell would take away. */
function commandsIn(announced: string): string[][] {
  return Array.from(announced.matchAll(/dlms (read .*)$/gm), ([, args = '']) => args.split(' '));
}

const DIGITS = 'B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF';
const STATE = { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'dlms-state-')) };

describe('dlms simulate', () => {
  after(() => rmSync(STATE.XDG_STATE_HOME, { recursive: true }));

  it('says where it listens and how to read it, and that is true', async () => {
    await whileSimulating(
      ['--hdlc', '0', '--wrapper', '0', '--iec', '0', '--meters', '2'],
      async (announced) => {
        assert.match(announced, /2 meters at physical addresses 16 to 17/);
        const commands = commandsIn(announced);
        assert.equal(commands.length, 3);
        for (const command of commands) {
          const run = await dlms([...command, '--poll-delay-ms', '0']);
          assert.equal(run.status, 0, run.stderr);
          assert.deepEqual(
            linesOf(run.stdout).map(({ unit }) => unit),
            ['Wh', 'V'],
          );
        }
      },
    );
  });

  it('with a password, which it does not print, and the options in a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlms-simulate-'));
    const file = join(folder, 'simulator.json');
    writeFileSync(file, JSON.stringify({ hdlc: 0, auth: 'Low', password: 'geheim55', slave_address: 30 }));
    await whileSimulating(
      ['-c', file, '--slave-address', '200'],
      async (announced) => {
        assert.doesNotMatch(announced, /geheim55/);
        const [command = []] = commandsIn(announced);
        const run = await dlms([...command, '--poll-delay-ms', '0'], { env: { DLMS_PASSWORD: 'geheim55' } });
        assert.equal(run.status, 0, run.stderr);
      },
      { signal: 'SIGTERM' },
    );
    rmSync(folder, { recursive: true });
  });

  it('deviates as it is told, and says which quirks make up for it', async () => {
    const args = ['--hdlc', '0', '--type', 'SN', '--quirks', 'disconnect-first, scaler-missing,list-limit=1'];
    await whileSimulating(args, async (announced) => {
      const [command = []] = commandsIn(announced);
      assert.ok(command.join(' ').includes('--type SN'));
      assert.ok(command.join(' ').includes('--quirks disconnect-first,scaler-missing,list-limit=1'));
      const told = await dlms([...command, '--poll-delay-ms', '0']);
      assert.equal(told.status, 0, told.stderr);
      assert.deepEqual(
        linesOf(told.stdout).map(({ scaled, unit, error }) => [typeof scaled, unit, error]),
        [
          ['number', undefined, undefined],
          ['number', undefined, undefined],
        ],
      );
      const plain = command.slice(0, command.indexOf('--quirks'));
      const asByLogicalNames = plain.map((word) => (word === 'SN' ? 'LN' : word));
      const refused = await dlms([...asByLogicalNames, '1.8.0', '--poll-delay-ms', '0']);
      assert.match(refused.stderr, /DLMS_CONTEXT_NOT_SUPPORTED|DLMS_ASSOCIATION_REFUSED/);
    });
  });

  it('a port that is taken', async () => {
    const server = createServer();
    const port = await listening(server);
    const { status, stderr, stdout } = await dlms(['simulate', '--hdlc', `${port}`]);
    server.close();
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^dlms: [^\n]*already in use[^\n]*\n$/);
  });

  it('with keys for trying, which it shows, and which read it in every way it listens', async () => {
    const args = ['--auth', 'HighGmac', '--security', 'AuthenticationEncryption', '--security-suite', '2'];
    await whileSimulating(['--hdlc', '0', '--wrapper', '0', ...args], async (announced) => {
      assert.match(announced, /keys shown are for trying, and no secrets/);
      assert.match(announced, /HighGmac, AuthenticationEncryption in suite 2/);
      for (const command of commandsIn(announced)) {
        assert.ok(command.includes('--block-cipher-key'));
        const run = await dlms([...command, '--poll-delay-ms', '0'], { env: STATE });
        assert.equal(run.status, 0, run.stderr);
        assert.deepEqual(
          linesOf(run.stdout).map(({ unit }) => unit),
          ['Wh', 'V'],
        );
      }
    });
  });

  it('with a key pair for trying', async () => {
    await whileSimulating(
      ['--hdlc', '0', '--auth', 'HighEcdsa', '--security-suite', '1'],
      async (announced) => {
        const [command = []] = commandsIn(announced);
        assert.ok(command.includes('--signing-key') && command.includes('--server-public-key'));
        const run = await dlms([...command, '--poll-delay-ms', '0'], { env: STATE });
        assert.equal(run.status, 0, run.stderr);
      },
    );
  });

  it('with keys of its own from the environment and from a file, which it does not show', async () => {
    const keys = {
      DLMS_BLOCK_CIPHER_KEY: 'B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF',
      DLMS_AUTHENTICATION_KEY: 'C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF',
    };
    const folder = mkdtempSync(join(tmpdir(), 'dlms-simulate-'));
    const file = join(folder, 'simulator.json');
    const { DLMS_BLOCK_CIPHER_KEY: block_cipher_key, DLMS_AUTHENTICATION_KEY: other } = keys;
    const system_title = '4D46 4C00 0000 0001';
    writeFileSync(
      file,
      JSON.stringify({ hdlc: 0, security: 'Authentication', block_cipher_key, system_title }),
    );
    await whileSimulating(
      ['-c', file],
      async (announced) => {
        assert.doesNotMatch(announced, /B0B1|C0C1|keys shown/);
        assert.match(announced, /DLMS_BLOCK_CIPHER_KEY=\*\*\* DLMS_AUTHENTICATION_KEY=\*\*\* dlms read/);
        const [command = []] = commandsIn(announced);
        const read = [...command, '--poll-delay-ms', '0'];
        const run = await dlms(read, { env: { ...STATE, ...keys } });
        assert.equal(run.status, 0, run.stderr);
      },
      { env: { DLMS_AUTHENTICATION_KEY: other } },
    );
    rmSync(folder, { recursive: true });
  });

  for (const [what, args, reason] of [
    ['a port that is none', ['--hdlc', '70000'], /--hdlc "70000" is not allowed/],
    ['several options at once', ['--meters', '0', '--auth', 'Highest'], /--auth "Highest".*--meters "0"/],
    ['no password', ['--auth', 'Low'], /--password is not set: auth Low needs it/],
    ['no secret', ['--auth', 'HighSha256'], /--password is not set: auth HighSha256 needs it/],
    [
      'a short key',
      ['--auth', 'HighGmac', '--block-cipher-key', 'B0B1'],
      /--block-cipher-key is 2 octets long/,
    ],
    [
      'one key alone',
      ['--auth', 'HighGmac', '--authentication-key', DIGITS],
      /--block-cipher-key is not set/,
    ],
    ['no signatures', ['--auth', 'HighEcdsa'], /--security-suite 0 has no signatures/],
    [
      'a wrong signing key',
      ['--auth', 'HighEcdsa', '--security-suite', '2', '--signing-key', DIGITS],
      /--signing-key has 16/,
    ],
    ['a suite that is none', ['--security-suite', '5'], /--security-suite "5" is not allowed: 0, 1, 2/],
    [
      'a protection that is none',
      ['--security', 'Both'],
      /--security "Both" is not allowed: None, Authentication/,
    ],
    ['signed messages in suite 0', ['--quirks', 'signed'], /--quirks "signed" needs --security-suite 1 or 2/],
    ['a quirk that is none', ['--quirks', 'odd'], /--quirks "odd" is not allowed: odd is no quirk/],
    ['a quirk that no meter here has', ['--quirks', 'no-access'], /--quirks "no-access" cannot be simulated/],
    ['an unknown referencing', ['--type', 'XN'], /--type "XN" is not allowed: LN, SN, both/],
    ['a file that is not there', ['-c', '/nowhere.json'], /nowhere\.json.*ENOENT/],
  ] as const) {
    it(`wrong usage: ${what}`, async () => {
      const { status, results, notes } = await inProcess(['simulate', ...args]);
      assert.deepEqual([status, results, notes.length], [2, '', 1]);
      assert.match(notes[0] ?? '', /^dlms: [^\n]*$/);
      assert.match(notes[0] ?? '', reason);
    });
  }
});
