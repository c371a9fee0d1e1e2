import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { MeterClient } from '../../src/meter/meter-client.js';
import type { MeterSettings } from '../../src/meter/settings.js';
import { openTransport } from '../../src/pool/open-transport.js';
import { Pool } from '../../src/pool/pool.js';
import type { Faults } from '../../src/simulator/faults.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { settingsOf } from '../meter/settings.js';
import { ENERGY } from './simulated-meters.js';

const QUICK = { timeoutMs: 120, retryCounter: 2, pollDelayMs: 0 };

type Mode = 'DLMS-HDLC' | 'DLMS-WRAPPER';

const MODES: readonly Mode[] = ['DLMS-HDLC', 'DLMS-WRAPPER'];

/** What a user is told of each misbehaviour; undefined where nothing need be told. */
const CASES: readonly {
  readonly name: string;
  readonly faults: Faults;
  readonly told: Readonly<Partial<Record<Mode, string>>>;
  /** The WRAPPER has no check sequence: that is TCP's. */
  readonly onlyHdlc?: true;
}[] = [
  {
    name: 'is silent',
    faults: { silent: true },
    told: { 'DLMS-HDLC': 'DLMS_TIMEOUT', 'DLMS-WRAPPER': 'DLMS_TIMEOUT' },
  },
  {
    name: 'damages every frame',
    faults: { corruptEvery: 1 },
    told: { 'DLMS-HDLC': 'DLMS_NOISE' },
    onlyHdlc: true,
  },
  {
    name: 'hangs up in the middle of its first frame',
    faults: { closeAt: 1 },
    told: { 'DLMS-HDLC': 'DLMS_LINE_CLOSED', 'DLMS-WRAPPER': 'DLMS_LINE_CLOSED' },
  },
  {
    name: 'hangs up in the middle of its second answer',
    faults: { closeAt: 2 },
    told: { 'DLMS-HDLC': 'DLMS_LINE_CLOSED', 'DLMS-WRAPPER': 'DLMS_LINE_CLOSED' },
  },
  {
    name: 'answers for another address',
    faults: { answerFrom: { size: 2, upper: 5, lower: 99 } },
    told: { 'DLMS-HDLC': 'DLMS_WRONG_ADDRESS' },
  },
  {
    name: 'refuses the association',
    faults: { refuse: { result: 'rejected-permanent', diagnostic: 'no-reason-given' } },
    told: { 'DLMS-HDLC': 'DLMS_ASSOCIATION_REFUSED', 'DLMS-WRAPPER': 'DLMS_ASSOCIATION_REFUSED' },
  },
  {
    name: 'refuses the authentication',
    faults: { refuse: { result: 'rejected-permanent', diagnostic: 'authentication-failure' } },
    told: { 'DLMS-HDLC': 'DLMS_AUTHENTICATION_FAILED', 'DLMS-WRAPPER': 'DLMS_AUTHENTICATION_FAILED' },
  },
  {
    name: 'repeats every frame',
    faults: { repeat: 1 },
    told: {},
  },
  {
    name: 'answers octet by octet',
    faults: { octetByOctet: true },
    told: {},
  },
  {
    name: 'drops every other frame',
    faults: { dropEvery: 2 },
    told: {},
  },
];

describe('a meter over TCP', () => {
  let simulator: SimulatorHost;
  let client: MeterClient;

  before(async () => {
    simulator = await startSimulator({ hdlcPort: 0, wrapperPort: 0 });
  });

  after(() => simulator.close());

  afterEach(() => client.close());

  const settingsFor = (mode: Mode): MeterSettings => {
    const port = mode === 'DLMS-HDLC' ? simulator.hdlcPort : simulator.wrapperPort;
    return settingsOf({ ...QUICK, mode, port });
  };

  for (const { name, faults, told, onlyHdlc } of CASES) {
    for (const mode of MODES) {
      if (onlyHdlc && mode !== 'DLMS-HDLC') continue;
      const code = told[mode];
      it(`that ${name} (${mode}) ${code === undefined ? 'is read' : `is told as ${code}, and is read when it behaves`}`, async () => {
        const settings = settingsFor(mode);
        client = new MeterClient({ settings, open: openTransport(settings) });
        simulator.setFaults(faults);
        if (code === undefined) assert.equal((await client.read(ENERGY))[0]?.quality, 'good');
        else await assert.rejects(client.read(ENERGY), { name: 'DlmsError', code });
        simulator.setFaults({});
        assert.equal((await client.read(ENERGY))[0]?.quality, 'good');
      });
    }
  }
});

describe('what is no meter', () => {
  let server: Server;
  let sockets: Set<Socket>;
  let say: (socket: Socket) => void;
  let settings: MeterSettings;

  beforeEach(async () => {
    sockets = new Set();
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
      socket.on('data', () => say(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    settings = settingsOf({ ...QUICK, port: address.port });
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const told = async (mode: Mode): Promise<string | undefined> => {
    const pool = new Pool();
    const { failure } = await pool.session({ ...settings, mode }, 'reader').read(ENERGY);
    await pool.close();
    return failure?.code;
  };

  it('but a web server is told as noise', async () => {
    say = (socket) => socket.write('HTTP/1.1 400 Bad Request\r\nConnection: keep-alive\r\n\r\n');
    assert.deepEqual([await told('DLMS-HDLC'), await told('DLMS-WRAPPER')], ['DLMS_NOISE', 'DLMS_NOISE']);
  });

  it('but hangs up on everybody is told so', async () => {
    say = (socket) => socket.destroy();
    assert.deepEqual(
      [await told('DLMS-HDLC'), await told('DLMS-WRAPPER')],
      ['DLMS_LINE_CLOSED', 'DLMS_LINE_CLOSED'],
    );
  });

  it('but floods the line is told, and does not hold up the program', async () => {
    say = (socket) => {
      const flood = setInterval(() => socket.write(Buffer.alloc(10_000, 0xa5)), 1);
      socket.on('close', () => clearInterval(flood));
    };
    assert.equal(await told('DLMS-HDLC'), 'DLMS_NOISE');
  });
});
