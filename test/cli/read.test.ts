import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { HdlcDeframer } from '../../src/framing/hdlc/deframer.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { assertOneLine, dlms, ended, inProcess, linesOf, startDlms } from './dlms.js';
import { mutedLine } from './muted-line.js';
import { listening, scriptedMeter } from './scripted-meter.js';

const PASSWORD = 'geheim77';
const METER = ['--ip', '127.0.0.1', '--type', 'LN', '--slave-address', '16', '--poll-delay-ms', '0'];
/** LLC of a command, and a GET behind it. */
const GET_REQUEST = Buffer.from([0xe6, 0xe6, 0x00, 0xc0]);
const WRAPPER = ['--mode', 'DLMS-WRAPPER'];

function at(port: number | undefined): string[] {
  return ['read', ...METER, '--port', String(port)];
}

describe('dlms read', () => {
  let open: SimulatorHost;
  let locked: SimulatorHost;

  before(async () => {
    open = await startSimulator({ hdlcPort: 0, wrapperPort: 0 });
    locked = await startSimulator({ hdlcPort: 0, wrapperPort: 0, auth: 'Low', password: PASSWORD });
  });
  after(async () => {
    await open.close();
    await locked.close();
  });

  for (const [framing, port, mode] of [
    ['HDLC', () => open.hdlcPort, []],
    ['WRAPPER', () => open.wrapperPort, WRAPPER],
  ] as const) {
    it(`a register, a clock and a text over ${framing}, without authentication`, async () => {
      const codes = ['1-0:32.7.0', '0.0.1.0.0.255:2', '0.0.42.0.0.255', '0.0.42.0.0.255:1'];
      const { status, stdout, stderr } = await dlms([...at(port()), ...mode, '--name', 'Cellar', ...codes]);
      assert.equal(stderr, '');
      assert.equal(status, 0);
      const [voltage, clock, name, logicalName] = linesOf(stdout);
      assert.deepEqual(Object.keys(voltage ?? {}), [
        ...['device', 'obis', 'attribute', 'classId', 'value', 'scaler', 'unit', 'scaled', 'time'],
      ]);
      const { value, scaled, time, ...rest } = voltage ?? {};
      assert.deepEqual(rest, {
        ...{ device: 'Cellar', obis: '1.0.32.7.0.255', attribute: 2, classId: 3, scaler: -1, unit: 'V' },
      });
      assert.equal(String(scaled), (Number(value) / 10).toString());
      assert.ok(Number(value) > 2000 && Number(value) < 2600);
      assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.match(String(clock?.value), /^\d{4}-\d\d-\d\dT/);
      assert.match(String(name?.value), /^MFL\d+$/);
      assert.equal('scaled' in (name ?? {}), false);
      assert.equal(logicalName?.value, '0.0.42.0.0.255');
    });
  }

  it('with a password from the environment, over HDLC and WRAPPER', async () => {
    for (const [port, mode] of [
      [locked.hdlcPort, []],
      [locked.wrapperPort, WRAPPER],
    ] as const) {
      const run = await dlms([...at(port), ...mode, '--auth', 'Low', '1-0:1.8.0'], {
        env: { DLMS_PASSWORD: PASSWORD },
      });
      assert.equal(run.status, 0, run.stderr);
      assert.equal(linesOf(run.stdout)[0]?.unit, 'Wh');
    }
  });

  it('a wrong password fails with the reason, and is not printed', async () => {
    const run = await dlms([...at(locked.hdlcPort), '--auth', 'Low', '--password', 'falsch88', '1-0:1.8.0']);
    assert.equal(run.status, 1);
    assert.equal(run.stdout, '');
    assertOneLine(run.stderr);
    assert.match(run.stderr, /authentication-failure.*DLMS_AUTHENTICATION_FAILED/);
    assert.doesNotMatch(run.stderr, /falsch88/);
  });

  it('an object that the meter does not have stands beside the others, with the reason', async () => {
    const run = await dlms([...at(open.hdlcPort), '1-0:14.7.0', '1.0.99.77.0.255:2']);
    assert.equal(run.status, 0);
    const [frequency, unknown] = linesOf(run.stdout);
    assert.equal(frequency?.unit, 'Hz');
    assert.equal(unknown?.error, 'object-undefined');
    assert.equal('value' in (unknown ?? {}), false);
  });

  it('where nothing can be read the status says so', async () => {
    const run = await dlms([...at(open.wrapperPort), ...WRAPPER, '1.0.99.77.0.255:2']);
    assert.equal(run.status, 1);
    assert.equal(linesOf(run.stdout)[0]?.error, 'object-undefined');
    assertOneLine(run.stderr);
  });

  it('a table has one row a code, with the names', async () => {
    const run = await dlms([...at(open.hdlcPort), '--table', '1-0:1.8.0,1-0:32.7.0', '1.0.99.77.0.255:2']);
    assert.equal(run.status, 0);
    const rows = run.stdout.trimEnd().split('\n');
    assert.equal(rows.length, 4);
    assert.match(rows[0] ?? '', /^OBIS +Value +Unit +Name +Meter time$/);
    assert.match(rows[2] ?? '', /^1\.0\.32\.7\.0\.255 +2\d\d(\.\d)? +V +voltage L1$/);
    assert.match(rows[3] ?? '', /^1\.0\.99\.77\.0\.255 +\(object-undefined\)/);
  });

  it('64-bit values beyond 2^53 keep their digits', async () => {
    const meter = await scriptedMeter({
      '1.0.1.8.0.255:2': '0015FFFFFFFFFFFFFFFF',
      '1.0.1.8.0.255:3': '0002020FFF161E',
      '0.0.42.0.0.255:2': '000903414243',
    });
    const run = await dlms([...at(meter.port), ...WRAPPER, '1-0:1.8.0']);
    await meter.close();
    assert.equal(run.status, 0, run.stderr);
    const [line] = linesOf(run.stdout);
    assert.equal(line?.exact, '18446744073709551615');
    assert.equal(line?.value, 2 ** 64);
    assert.equal(line?.scaled, Number('1844674407370955161.5'));
    assert.equal(line?.scaler, -1);
  });

  it('an interrupt in the middle of a read disconnects the link first', async () => {
    const line = await mutedLine(open.hdlcPort, GET_REQUEST);
    const child = startDlms([...at(line.port), '--timeout-ms', '60000', '1-0:1.8.0']);
    const end = ended(child);
    await line.muted;
    child.kill('SIGINT');
    const { status, stderr, stdout } = await end;
    const sent = line.sent();
    line.close();
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assertOneLine(stderr);
    assert.match(stderr, /interrupted/);
    const afterGet = new HdlcDeframer().push(sent.subarray(sent.lastIndexOf(GET_REQUEST)));
    const kinds = afterGet.map((output) => (output.kind === 'frame' ? output.frame.control.kind : 'damage'));
    assert.deepEqual(kinds, ['damage', 'DISC']);
  });

  it('a port where nothing listens', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const run = await dlms([...at(port), '1-0:1.8.0']);
    assert.equal(run.status, 1);
    assertOneLine(run.stderr);
    assert.match(run.stderr, /DLMS_CONNECTION_REFUSED/);
  });

  it('a meter that is silent', async () => {
    const server = createServer((socket) => socket.resume().on('error', () => undefined));
    const port = await listening(server);
    const run = await dlms([...at(port), '--timeout-ms', '50', '--retry-counter', '2', '1-0:1.8.0']);
    server.close();
    assert.equal(run.status, 1);
    assertOneLine(run.stderr);
    assert.match(run.stderr, /silent.*DLMS_TIMEOUT/);
  });

  it('a port that answers with rubbish', async () => {
    const server = createServer((socket) =>
      socket.on('error', () => undefined).write('HTTP/1.1 400 Bad\r\n'),
    );
    const port = await listening(server);
    const run = await dlms([...at(port), '--timeout-ms', '50', '--retry-counter', '1', '1-0:1.8.0']);
    server.close();
    assert.equal(run.status, 1);
    assertOneLine(run.stderr);
  });

  it('wrong usage ends the process with 2', async () => {
    const run = await dlms(['read', ...METER]);
    assert.deepEqual([run.status, run.stdout], [2, '']);
    assertOneLine(run.stderr);
  });

  const wrong: readonly (readonly [what: string, args: readonly string[], reason: RegExp])[] = [
    [
      'an option that does not exist',
      [...METER, '--prot', '1', '1-0:1.8.0'],
      /unknown option '--prot'.*--port/,
    ],
    ['no code', METER, /no OBIS code/],
    ['a code that is none', [...METER, '1-0:abc'], /"1-0:abc" is not an OBIS code/],
    ['a meter without an address', ['--type', 'LN', '1-0:1.8.0'], /--ip is not set/],
    [
      'a formula that is none',
      [...METER, '--serialnumber', '5', '--serialnumber-formula', 'SN mod 3', '1-0:1.8.0'],
      /--serialnumber-formula "SN mod 3" is not understood/,
    ],
    [
      'quirks that nobody knows',
      [...METER, '--quirks', 'odd,max-info', '1-0:1.8.0'],
      /--quirks "odd,max-info" is not allowed, odd is no quirk, max-info needs a number/,
    ],
    ['no password', [...METER, '--auth', 'Low', '1-0:1.8.0'], /--password is not set/],
    [
      'several wrong settings at once',
      [...METER, '--address-size', '3', '--port', 'x', '--baudrate', '1', '--stopbits', '2', '1-0:1.8.0'],
      /--address-size "3".*--port "x"|--port "x".*--address-size "3"/,
    ],
    [
      'a file that is not there',
      ['-c', '/nowhere/meters.json', '1-0:1.8.0'],
      /\/nowhere\/meters\.json.*ENOENT/,
    ],
  ];
  for (const [what, args, reason] of wrong) {
    it(`wrong usage: ${what}`, async () => {
      const { status, results, notes } = await inProcess(['read', ...args]);
      assert.deepEqual([status, results], [2, '']);
      assert.match(notes.at(-1) ?? '', /^dlms: [^\n]*$/);
      assert.match(notes.at(-1) ?? '', reason);
    });
  }
});

describe('dlms read whose reader goes away', () => {
  it('ends quietly', async () => {
    const host = await startSimulator({ hdlcPort: 0 });
    const child = startDlms([...at(host.hdlcPort), '1-0:1.8.0']);
    child.stdout.destroy();
    const stderr: string[] = [];
    child.stderr.on('data', (chunk) => stderr.push(String(chunk)));
    const [status] = await once(child, 'close');
    await host.close();
    assert.equal(status, 0);
    assert.deepEqual(stderr, []);
  });
});
