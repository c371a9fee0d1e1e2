/** Simulated meters with an IEC start on real lines: a TCP port, a serial port, a line in memory. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { characterLine, octetLine } from '../../src/framing/iec62056-21/line-settings.js';
import { type HostOptions, type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import type { Transport, TransportListener } from '../../src/transport/transport.js';

const QUICK: HostOptions = { faults: { iec: { reactionMs: 0 } } };
const SIGN_ON = Buffer.from('/?!\r\n');
const IDENTIFICATION = '/MFL5\\2MFL-DEMO\r\n';
const SELECT = '\x06252\r\n';
const SNRM = Buffer.from('7EA0070321930F017E', 'hex').toString('latin1');

async function withHost(options: HostOptions, run: (host: SimulatorHost) => Promise<void>): Promise<void> {
  const host = await startSimulator({ ...QUICK, ...options });
  try {
    await run(host);
  } finally {
    await host.close();
  }
}

/** Sends, and gives what comes back until there are so many octets. */
async function exchange(line: Transport, text: string, length: number): Promise<string> {
  let heard = '';
  const done = new Promise<void>((resolve) => {
    line.listen({
      octets: (octets) => {
        heard += Buffer.from(octets).toString('latin1');
        if (heard.length >= length) resolve();
      },
      closed: () => resolve(),
    });
  });
  await line.send(Buffer.from(text, 'latin1'));
  await done;
  return heard;
}

describe('a simulated meter with an IEC start', () => {
  it('listens on a TCP port of its own', async () => {
    await withHost({ iecPort: 0 }, async ({ iecPort }) => {
      const socket = connect(iecPort ?? 0, '127.0.0.1');
      socket.write(SIGN_ON);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      assert.equal(answer.toString('latin1'), IDENTIFICATION);
      socket.destroy();
    });
  });

  it('is reached by a line in memory that can be set, and that carries nothing at a wrong speed', async () => {
    await withHost({}, async (host) => {
      const line = host.attach('iec');
      assert.ok(line.configure !== undefined);
      await line.configure(characterLine(9600));
      await line.send(SIGN_ON);
      await line.configure(characterLine(300));
      assert.equal(await exchange(line, '/?!\r\n', IDENTIFICATION.length), IDENTIFICATION);
      await line.send(Buffer.from(SELECT));
      await line.configure(octetLine(9600));
      assert.match(await exchange(line, SNRM, 30), /~\xa0.*~$/s);
      await line.close();
    });
  });

  it('cannot be set on lines in memory of other kinds', async () => {
    await withHost({}, async (host) => assert.equal(host.attach('hdlc').configure, undefined));
  });

  it('speaks on a serial port where it is told to', async () => {
    let listener: TransportListener | undefined;
    const sent: string[] = [];
    let heard = () => {};
    const answered = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const serial: Transport = {
      name: 'a serial port',
      listen: (given) => {
        listener = given;
      },
      send: async (octets) => {
        sent.push(Buffer.from(octets).toString('latin1'));
        heard();
      },
      close: async () => undefined,
    };
    const options = {
      serialPath: '/dev/ttyTEST',
      serialFraming: 'iec',
      openSerial: async () => serial,
    } as const;
    await withHost(options, async () => {
      listener?.octets(SIGN_ON);
      await answered;
      assert.deepEqual(sent, [IDENTIFICATION]);
    });
  });
});
