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

describe('dlms simulate', () => {
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

  for (const [what, args, reason] of [
    ['a port that is none', ['--hdlc', '70000'], /--hdlc "70000" is not allowed/],
    ['several options at once', ['--meters', '0', '--auth', 'High'], /--auth "High".*--meters "0"/],
    ['no password', ['--auth', 'Low'], /--password is not set/],
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
