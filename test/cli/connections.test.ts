/** All the ways in which the command reaches a meter. */
import assert from 'node:assert/strict';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { describeTls } from '../transport/certificates.js';
import { dlms, linesOf } from './dlms.js';
import { type Relay, tlsRelay, udpRelay } from './relays.js';

const METER = ['--ip', '127.0.0.1', '--slave-address', '16', '--poll-delay-ms', '0'];
const LN = ['--type', 'LN'];
const WRAPPER = ['--mode', 'DLMS-WRAPPER'];
const CODES = ['1-0:1.8.0', '1-0:32.7.0', '0.0.42.0.0.255'];

/** The units of what was read, and the reason on stderr. */
async function read(port: number | undefined, ...args: readonly string[]) {
  const run = await dlms(['read', ...METER, '--port', String(port), ...args]);
  return { ...run, lines: linesOf(run.stdout) };
}

const units = (lines: readonly Record<string, unknown>[]) => lines.map(({ unit }) => unit);

describe('dlms, however the meter is reached', () => {
  let host: SimulatorHost;

  before(async () => {
    host = await startSimulator({ hdlcPort: 0, wrapperPort: 0, iecPort: 0 });
  });
  after(() => host.close());

  const ways = [
    ['by short names, which is the default, over HDLC', () => host.hdlcPort, []],
    ['by short names over WRAPPER', () => host.wrapperPort, [...WRAPPER, '--type', 'SN']],
    ['behind an IEC start', () => host.iecPort, [...LN, '--mode', 'IEC']],
    ['behind an IEC start, by short names', () => host.iecPort, ['--mode', 'IEC']],
  ] as const;
  for (const [what, port, args] of ways) {
    it(`is read ${what}`, async () => {
      const { status, stderr, lines } = await read(port(), ...args, ...CODES);
      assert.deepEqual([status, units(lines)], [0, ['Wh', 'V', undefined]], stderr);
      assert.equal(typeof lines[2]?.value, 'string');
    });
  }

  it('is read as a plain readout, by the codes of a display', async () => {
    const args = [
      '--mode',
      'IEC',
      '--iec-readout',
      'always',
      '1.8.0',
      '1.8.0*01',
      '1.8.0&01',
      '0.0.0',
      '9.9.9',
    ];
    const { status, lines } = await read(host.iecPort, ...args);
    assert.equal(status, 0);
    assert.deepEqual(units(lines), ['kWh', 'kWh', 'kWh', undefined, undefined]);
    assert.equal(lines[1]?.scaled, lines[2]?.scaled);
    assert.equal(lines[4]?.error, 'object-undefined');
  });

  it('is called by its serial number', async () => {
    const [meter] = host.meters;
    const serialNumber = ['--serialnumber', String(meter?.serialNumber), '--serialnumber-formula', '16'];
    const args = ['--mode', 'IEC', '--iec-device-address', 'SN', ...LN, ...serialNumber, '1.8.0'];
    const { status, stderr } = await read(host.iecPort, ...args);
    assert.equal(status, 0, stderr);
  });

  it('is read by an address that its serial number gives', async () => {
    const args = ['--id', '1', '--serialnumber', '35061016', '--serialnumber-formula', 'SN % 1000', ...LN];
    const { status, stderr } = await read(host.hdlcPort, ...args, '1.8.0');
    assert.equal(status, 0, stderr);
  });

  it('lists its objects by their base names', async () => {
    const objects = ['objects', ...METER, '--port', String(host.hdlcPort)];
    const { status, stdout } = await dlms([...objects, '--table']);
    assert.equal(status, 0);
    assert.match(stdout, /^Class +Class name +Version +OBIS +Base name +Name$/m);
    assert.match(stdout, /^ +3 +Register +\d +1\.0\.1\.8\.0\.255 +0x[0-9A-F]{4} +active energy import/m);
    const [line] = linesOf((await dlms(objects)).stdout);
    assert.equal(typeof line?.baseName, 'number');
  });
});

describe('dlms over UDP', () => {
  let host: SimulatorHost;
  let relay: Relay;

  before(async () => {
    host = await startSimulator({ wrapperPort: 0 });
    relay = await udpRelay(host.wrapperPort ?? 0);
  });
  after(async () => {
    await relay.close();
    await host.close();
  });

  it('is read, without a mode being said', async () => {
    const { status, stderr, lines } = await read(relay.port, '--protocol', 'udp', ...LN, ...CODES);
    assert.deepEqual([status, stderr, units(lines)], [0, '', ['Wh', 'V', undefined]]);
  });

  it('has no HDLC', async () => {
    const { status, stderr } = await read(relay.port, '--protocol', 'udp', '--mode', 'DLMS-HDLC', '1.8.0');
    assert.equal(status, 2);
    assert.match(stderr, /--mode "DLMS-HDLC" does not go over udp/);
  });
});

describeTls('dlms over TLS', (certificates) => {
  let host: SimulatorHost;
  let relay: Relay;

  before(async () => {
    host = await startSimulator({ wrapperPort: 0 });
    relay = await tlsRelay(host.wrapperPort ?? 0, certificates().server);
  });
  after(async () => {
    await relay.close();
    await host.close();
  });

  const tls = ['--protocol', 'tls', ...WRAPPER, ...LN];

  it('trusts the authority that --ca names, and nobody else', async () => {
    const trusting = await read(relay.port, ...tls, '--ca', certificates().caFile, ...CODES);
    assert.deepEqual([trusting.status, trusting.stderr], [0, '']);
    assert.deepEqual(units(trusting.lines), ['Wh', 'V', undefined]);
    const other = await read(relay.port, ...tls, '1.8.0');
    assert.deepEqual([other.status, other.stdout], [1, '']);
    assert.match(other.stderr, /^dlms: [^\n]*DLMS_TLS_UNTRUSTED[^\n]*--ca[^\n]*\n$/);
  });

  it('takes any certificate with --tls-verify off, and says what that means', async () => {
    const { status, stderr } = await read(relay.port, ...tls, '--tls-verify', 'off', '1.8.0');
    assert.equal(status, 0);
    assert.match(stderr, /warning: --tls-verify is off/);
  });

  it('never prints a private key', async () => {
    const { key, cert } = certificates().client;
    const env = { DLMS_TLS_KEY: key };
    const args = ['read', ...METER, '--port', '1', ...tls, '--ca', '/nowhere', '--tls-cert', cert, '1.8.0'];
    const { status, stdout, stderr } = await dlms(args, { env });
    assert.equal(status, 2);
    assert.match(stderr, /--ca is neither PEM text nor a file/);
    assert.ok(!`${stdout}${stderr}`.includes(key.split('\n')[1] ?? ''));
  });
});
