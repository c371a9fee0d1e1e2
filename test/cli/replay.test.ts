/** A session that was captured, done again without its meter. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { assertNoSecret, hexOf, SECRETS } from '../support/secrets.js';
import { stateInTempFolder } from '../support/state-folder.js';
import { inProcess } from './dlms.js';

const { password, wrongPassword, blockCipherKey, authenticationKey, dedicatedKey } = SECRETS;
const KEYS = {
  DLMS_BLOCK_CIPHER_KEY: hexOf(blockCipherKey),
  DLMS_AUTHENTICATION_KEY: hexOf(authenticationKey),
};
const PASSWORD = { DLMS_PASSWORD: password.text };
const CODES = ['1-0:1.8.0', '1-0:32.7.0', '0.0.1.0.0.255:2', '1.0.99.77.0.255:2'];
const LN = ['--type', 'LN'];
const CIPHERED = ['--security', 'AuthenticationEncryption'];

type Environment = Readonly<Record<string, string>>;

interface Session {
  readonly name: string;
  readonly meter?: SimulatorOptions;
  readonly framing?: 'hdlc' | 'wrapper' | 'iec';
  readonly args: readonly string[];
  readonly secrets?: Environment;
  /** What of the secrets the replay needs; none where left out. */
  readonly needed?: Environment;
  readonly command?: readonly string[];
  readonly status?: number;
}

const low: SimulatorOptions = { auth: 'Low', password: password.text };
const gmac: SimulatorOptions = {
  auth: 'HighGmac',
  security: 'AuthenticationEncryption',
  blockCipherKey: hexOf(blockCipherKey),
  authenticationKey: hexOf(authenticationKey),
};
const GMAC = [...LN, '--auth', 'HighGmac', ...CIPHERED];
const withKeys = { secrets: KEYS, needed: KEYS };

const SESSIONS: readonly Session[] = [
  { name: 'logical names over HDLC', args: LN },
  { name: 'short names over HDLC', args: [] },
  { name: 'logical names over WRAPPER', framing: 'wrapper', args: LN },
  { name: 'short names over WRAPPER', framing: 'wrapper', args: [] },
  { name: 'an IEC start', framing: 'iec', args: LN },
  { name: 'a password', meter: low, args: [...LN, '--auth', 'Low'], secrets: PASSWORD },
  {
    name: 'a password and short names',
    meter: low,
    framing: 'wrapper',
    args: ['--auth', 'Low'],
    secrets: PASSWORD,
  },
  {
    name: 'a password in small segments',
    ...{ meter: low, args: [...LN, '--auth', 'Low', '--quirks', 'max-info=32'], secrets: PASSWORD },
  },
  { name: 'an object list in blocks', args: LN, command: ['objects'] },
  { name: 'an object list as a table', framing: 'wrapper', args: [], command: ['objects', '--table'] },
  { name: 'the steps of doctor', args: LN, command: ['doctor'] },
  { name: 'nobody who answers', args: [...LN, '--slave-address', '99'], status: 1 },
  {
    name: 'SHA-256',
    meter: { auth: 'HighSha256', password: password.text },
    ...{ args: [...LN, '--auth', 'HighSha256'], secrets: PASSWORD, needed: PASSWORD },
  },
  { name: 'GMAC, ciphered', meter: gmac, args: GMAC, ...withKeys },
  { name: 'GMAC, ciphered, over WRAPPER', meter: gmac, framing: 'wrapper', args: GMAC, ...withKeys },
  {
    name: 'a dedicated key that was drawn',
    meter: gmac,
    args: [...GMAC, '--dedicated-key', 'auto'],
    ...withKeys,
  },
  {
    name: 'a dedicated key that was given',
    ...{ meter: gmac, args: GMAC },
    secrets: { ...KEYS, DLMS_DEDICATED_KEY: hexOf(dedicatedKey) },
    needed: { ...KEYS, DLMS_DEDICATED_KEY: hexOf(dedicatedKey) },
  },
  {
    name: 'a counter that is asked for beforehand',
    ...{ meter: gmac, args: [...GMAC, '--invocation-counter', '0.0.43.1.0.255'], ...withKeys },
  },
];

describe('dlms replay', () => {
  const folder = stateInTempFolder();
  let count = 0;

  const at = (host: SimulatorHost, framing: Session['framing'] = 'hdlc'): string[] => [
    ...['--ip', '127.0.0.1', '--slave-address', '16', '--poll-delay-ms', '0', '--timeout-ms', '300'],
    ...{
      hdlc: ['--port', String(host.hdlcPort)],
      wrapper: ['--port', String(host.wrapperPort), '--mode', 'DLMS-WRAPPER'],
      iec: ['--port', String(host.iecPort), '--mode', 'IEC'],
    }[framing],
  ];

  async function withHost<T>(meter: SimulatorOptions | undefined, use: (host: SimulatorHost) => Promise<T>) {
    const host = await startSimulator({ ...meter, hdlcPort: 0, wrapperPort: 0, iecPort: 0 });
    try {
      return await use(host);
    } finally {
      await host.close();
    }
  }

  /** Captures a session; the meter is gone afterwards. */
  async function capture({ meter, framing, args, secrets = {}, command = ['read', ...CODES] }: Session) {
    count += 1;
    const file = join(folder(), `session-${count}.jsonl`);
    const [name = '', ...more] = command;
    const done = await withHost(meter, (host) =>
      inProcess([name, ...at(host, framing), ...args, '--capture', file, ...more], { env: secrets }),
    );
    return { file, done };
  }

  for (const session of SESSIONS) {
    it(`prints what the command printed: ${session.name}`, async () => {
      const { file, done } = await capture(session);
      assert.equal(done.status, session.status ?? 0, done.notes.join('\n'));
      assertNoSecret(readFileSync(file, 'utf8'), 'a capture');
      const again = await inProcess(['replay', file], { env: session.needed ?? {} });
      assert.deepEqual(again, done);
    });
  }

  it('shows the same frames as the command did, at the same times, and what is inside of them', async () => {
    count += 1;
    const file = join(folder(), `session-${count}.jsonl`);
    const done = await withHost(gmac, (host) =>
      inProcess(['read', ...at(host), ...GMAC, '--show-plain', '--capture', file, ...CODES], { env: KEYS }),
    );
    const again = await inProcess(['replay', file, '--show-plain'], { env: KEYS });
    assert.deepEqual(again, done);
    assert.ok(done.notes.some((line) => line.includes('deciphered: get-response')));
  });

  it('shows a ciphered session as it went, and asks for its keys where they are missing', async () => {
    const { file } = await capture({ name: '', meter: gmac, args: GMAC, secrets: KEYS });
    for (const env of [{}, { DLMS_BLOCK_CIPHER_KEY: KEYS.DLMS_BLOCK_CIPHER_KEY }]) {
      const { status, notes } = await inProcess(['replay', file], { env });
      assert.equal(status, 2);
      assert.match(notes.at(-1) ?? '', /--authentication-key.*DLMS_AUTHENTICATION_KEY/);
      assert.ok(notes.some((line) => line.includes('← app   glo-get-response')));
    }
  });

  it('tells wrong secrets from right ones by the octets that they make', async () => {
    const session = { name: '', meter: { auth: 'HighMd5', password: password.text } as const };
    const { file } = await capture({ ...session, args: [...LN, '--auth', 'HighMd5'], secrets: PASSWORD });
    const wrong = await inProcess(['replay', file, '--password', wrongPassword.text]);
    assert.equal(wrong.status, 1);
    assert.equal(wrong.results, '');
    const [recorded, played, mark, reason] = wrong.notes;
    assert.match(recorded ?? '', /^dlms: in the capture: sent 7E[0-9A-F]+7E$/);
    assert.match(played ?? '', /^dlms: this program: {3}sent 7E[0-9A-F]+7E$/);
    assert.equal(recorded?.[mark?.indexOf('^') ?? 0] === played?.[mark?.indexOf('^') ?? 0], false);
    assert.match(reason ?? '', /^dlms: line \d+ of the capture .*DLMS_CAPTURE_DIVERGED/);
    assertNoSecret(wrong.notes.join('\n'), 'a replay');
  });

  it('does not need the password of Low, and does not mind another one', async () => {
    const { file, done } = await capture({
      name: '',
      meter: low,
      args: [...LN, '--auth', 'Low'],
      secrets: PASSWORD,
    });
    for (const text of ['', password.text, wrongPassword.text]) {
      const again = await inProcess(['replay', file], { env: text === '' ? {} : { DLMS_PASSWORD: text } });
      assert.deepEqual(again, done);
    }
  });

  it('tells where this program does something else than the recorded one', async () => {
    const { file } = await capture({ name: '', args: LN });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const sent = lines.findIndex((line) => line.includes('E6E600C0'));
    const changed = lines.map((line, index) =>
      index === sent ? line.replace('E6E600C003', 'E6E600C001') : line,
    );
    const variants: readonly (readonly [readonly string[], RegExp])[] = [
      [changed, new RegExp(`line ${sent + 1} of the capture`)],
      [lines.filter((_, index) => index !== sent), /is not what this program does/],
      [[...lines.slice(0, -1), lines[sent] ?? '', ...lines.slice(-1)], /is not what this program does/],
      [lines.slice(0, sent), /the capture was broken off here/],
      [lines.slice(0, 3), /the capture was broken off here/],
    ];
    for (const [text, reason] of variants) {
      writeFileSync(file, `${text.join('\n')}\n`);
      const { status, notes } = await inProcess(['replay', file]);
      assert.equal(status, 1);
      assert.match(notes.at(-1) ?? '', reason);
    }
  });

  it('says that signatures come only once', async () => {
    const { file } = await capture({ name: '', args: LN });
    const text = readFileSync(file, 'utf8').replace(
      '"referencing":"LN"',
      '"referencing":"LN","auth":"HighEcdsa"',
    );
    writeFileSync(file, text);
    const { status, notes } = await inProcess(['replay', file]);
    assert.equal(status, 2);
    assert.match(notes.at(-1) ?? '', /digital signatures, which come only once/);
  });

  it('refuses what is no capture, and commands that it does not know', async () => {
    const { file } = await capture({ name: '', args: LN });
    const whole = readFileSync(file, 'utf8');
    const header = whole.split('\n')[0] ?? '';
    const wrong: readonly (readonly [text: string, reason: RegExp])[] = [
      ['', /no capture/],
      ['{"devices":[],"signals":[]}', /no capture/],
      [header.replace('"dlmsCapture":1', '"dlmsCapture":7'), /format 7.*update this one/],
      [header.replace('"command":"read"', '"command":"write"'), /command "write"/],
      [
        header.replace('"slave', '"x').replace(/"physicalAddress":\s*"?16"?/, '"physicalAddress":99999'),
        /99999/,
      ],
      [`${header}\n{"t":1}\n{"t":2,"dir":"end"}`, /line 2 of the capture/],
      [header.replace('"alias"', '"alas"'), /no devices that can be used/],
      [whole.replace('"command":"read"', '"command":"write"'), /command "write"/],
      [whole.replace(/"tag":"[^"]*"/, '"tag":"zz"'), /"zz" is not an OBIS code/],
    ];
    for (const [text, reason] of wrong) {
      writeFileSync(file, text);
      const { status, notes } = await inProcess(['replay', file]);
      assert.equal(status, 2, text.slice(0, 60));
      assert.match(notes.at(-1) ?? '', reason);
    }
    const { status, notes } = await inProcess(['replay', '/nowhere/session.jsonl']);
    assert.deepEqual([status, /ENOENT/.test(notes[0] ?? '')], [2, true]);
  });
});
