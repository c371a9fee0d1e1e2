import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { type HostOptions, type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import type { Transport, TransportListener } from '../../src/transport/transport.js';
import { NOON } from './reading.js';

const SNRM = fromHex('7E A0 07 03 21 93 0F 01 7E');
const UA = '7EA01E210373C37A818012050180060180070400000001080400000001533B7E';
const AARQ = fromHex(
  '00 01 00 10 00 01 00 1F 60 1D A1 09 06 07 60 85 74 05 08 01 01 BE 10 04 0E 01 00 00 00 06 5F 1F 04 00 00 7E 1F 04 B0',
);

/** Runs a test with a simulator that is closed in the end. */
async function withHost(options: HostOptions, run: (host: SimulatorHost) => Promise<void>): Promise<void> {
  const host = await startSimulator({ now: () => NOON, ...options });
  try {
    await run(host);
  } finally {
    await host.close();
  }
}

async function dial(port: number | undefined): Promise<Socket> {
  assert.ok(port !== undefined && port > 0);
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  return socket;
}

/** Sends, and collects so many octets of answer. */
async function exchange(socket: Socket, octets: Uint8Array, length: number): Promise<string> {
  let answer = '';
  socket.write(octets);
  while (answer.length < 2 * length) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    answer += toHex(chunk);
  }
  return answer;
}

function refusal(code: string): (error: unknown) => boolean {
  return (error) => error instanceof DlmsError && error.code === code && error.hint !== undefined;
}

describe('a simulator on TCP', () => {
  it('listens with HDLC and with the wrapper at once, on ports that the system chose', async () => {
    await withHost({ hdlcPort: 0, wrapperPort: 0 }, async (host) => {
      const [hdlc, wrapper] = [await dial(host.hdlcPort), await dial(host.wrapperPort)];
      assert.equal(await exchange(hdlc, SNRM, 32), UA);
      assert.match(await exchange(wrapper, AARQ, 51), /^000100010010002B6129/);
      assert.equal(host.connections, 2);
      hdlc.destroy();
      wrapper.destroy();
    });
  });

  it('answers a frame that comes octet by octet', async () => {
    await withHost({ hdlcPort: 0 }, async ({ hdlcPort }) => {
      const socket = await dial(hdlcPort);
      socket.setNoDelay(true);
      for (const octet of SNRM.subarray(0, -1)) socket.write(Uint8Array.of(octet));
      assert.equal(await exchange(socket, SNRM.subarray(-1), 32), UA);
      socket.destroy();
    });
  });

  it('tells how many are connected, and forgets those that break off', async () => {
    const counts: number[] = [];
    let changed = () => {};
    const onConnections = (count: number) => {
      counts.push(count);
      changed();
    };
    await withHost({ hdlcPort: 0, onConnections }, async (host) => {
      const socket = await dial(host.hdlcPort);
      await exchange(socket, SNRM, 32);
      const gone = new Promise<void>((resolve) => {
        changed = resolve;
      });
      socket.resetAndDestroy();
      await gone;
      assert.deepEqual(counts, [1, 0]);
      assert.equal(host.connections, 0);
    });
  });

  it('closes the connection of a client that does not speak the wrapper', async () => {
    await withHost({ wrapperPort: 0 }, async ({ wrapperPort }) => {
      const socket = await dial(wrapperPort);
      socket.write(SNRM);
      socket.resume();
      await once(socket, 'close');
      assert.equal(socket.destroyed, true);
    });
  });

  it('frees its ports and connections when it is closed, also in the middle of a slow answer', async () => {
    const host = await startSimulator({ hdlcPort: 0, faults: { delayMs: 60_000 } });
    const socket = await dial(host.hdlcPort);
    // Whether it ends with a FIN or a reset is up to the system.
    const ended = new Promise<void>((resolve) => {
      socket.on('error', () => undefined).on('close', () => resolve());
    });
    socket.write(SNRM);
    socket.resume();
    await host.close();
    await host.close();
    await ended;
    const again = await startSimulator({ hdlcPort: host.hdlcPort });
    assert.equal(again.hdlcPort, host.hdlcPort);
    await again.close();
  });

  it('takes up and leaves off misbehaving while connections stand', async () => {
    await withHost({ hdlcPort: 0, faults: { junk: [0x55] } }, async (host) => {
      const socket = await dial(host.hdlcPort);
      assert.equal(await exchange(socket, SNRM, 33), `55${UA}`);
      host.setFaults({});
      assert.equal(await exchange(socket, SNRM, 32), UA);
      socket.destroy();
    });
  });

  it('hangs up in the middle of an answer where it is told to', async () => {
    await withHost({ hdlcPort: 0, faults: { closeAt: 1 } }, async ({ hdlcPort }) => {
      const socket = await dial(hdlcPort);
      const ended = once(socket, 'close');
      assert.equal(await exchange(socket, SNRM, 16), UA.slice(0, 32));
      await ended;
    });
  });

  it('keeps its meters from connection to connection', async () => {
    await withHost({ wrapperPort: 0 }, async ({ wrapperPort }) => {
      const [disconnect, state] = [
        'C3 01 C1 00 46 00 00 60 03 0A FF 01 01 0F 00',
        'C0 01 C1 00 46 00 00 60 03 0A FF 02 00',
      ];
      const wrapped = (apdu: Uint8Array) =>
        Buffer.concat([fromHex('00 01 00 10 00 01 00'), Uint8Array.of(apdu.length), apdu]);
      const one = await dial(wrapperPort);
      await exchange(one, AARQ, 51);
      assert.match(await exchange(one, wrapped(fromHex(disconnect)), 13), /C701C10000$/);
      one.destroy();
      const other = await dial(wrapperPort);
      await exchange(other, AARQ, 51);
      assert.match(await exchange(other, wrapped(fromHex(state)), 14), /C401C1000300$/);
      other.destroy();
    });
  });
});

describe('a simulator that cannot start', () => {
  it('says that the port is in use, and leaves nothing open', async () => {
    await withHost({ hdlcPort: 0 }, async ({ hdlcPort }) => {
      await assert.rejects(startSimulator({ wrapperPort: 0, hdlcPort }), refusal('DLMS_PORT_IN_USE'));
      await assert.rejects(
        startSimulator({ hdlcPort: 0, wrapperPort: hdlcPort }),
        refusal('DLMS_PORT_IN_USE'),
      );
    });
  });

  it('says that the address is not one of this computer', async () => {
    await assert.rejects(startSimulator({ hdlcPort: 0, host: '192.0.2.1' }), refusal('DLMS_LISTEN'));
  });

  it('says which setting is wrong', async () => {
    const wrong: readonly [HostOptions, RegExp][] = [
      [{ meters: 0 }, /meters is 0/],
      [{ meters: 1.5 }, /meters is 1.5/],
      [{ logicalAddress: 0 }, /logicalAddress is 0/],
      [{ physicalAddress: 16_382 }, /physicalAddress is 16382/],
      [{ physicalAddress: 16_381, meters: 2 }, /physicalAddress is 16381.*16380/],
      [{ limits: { maxInfoTransmit: 31 } }, /maxInfoTransmit/],
      [{ limits: { windowReceive: 8 } }, /windowReceive/],
      [{ limits: { maxPduSize: 11 } }, /maxPduSize/],
      [{ auth: 'Low' }, /password is not set: auth Low needs it/],
      [{ auth: 'Highest' as 'Low' }, /auth "Highest" is not allowed: None, Low, High, HighMd5/],
    ];
    for (const [options, message] of wrong) {
      await assert.rejects(
        startSimulator(options),
        (error) => refusal('DLMS_SETTING')(error) && message.test(String(error)),
      );
    }
  });

  it('passes on what the serial port says, and frees the TCP ports', async () => {
    const cause = new Error('no such port');
    const openSerial = () => Promise.reject(cause);
    let hdlcPort = 0;
    await withHost({ hdlcPort: 0 }, async (host) => {
      hdlcPort = host.hdlcPort ?? 0;
    });
    await assert.rejects(startSimulator({ hdlcPort, serialPath: '/dev/none', openSerial }), cause);
    await withHost({ hdlcPort }, async (host) => assert.equal(host.hdlcPort, hdlcPort));
    await assert.rejects(startSimulator({ serialPath: '/dev/none' }), { code: 'DLMS_SETTING' });
  });
});

describe('a simulator on a serial line', () => {
  it('speaks HDLC, and closes the line with itself', async () => {
    let listener: TransportListener | undefined;
    let closed = 0;
    const sent: string[] = [];
    let arrived = () => {};
    const serial: Transport = {
      name: 'serial /dev/test',
      listen: (given) => {
        listener = given;
      },
      send: async (octets) => {
        sent.push(toHex(octets));
        arrived();
      },
      close: async () => {
        closed += 1;
      },
    };
    const openSerial = async (path: string) => {
      assert.equal(path, '/dev/test');
      return serial;
    };
    const losses: (Error | undefined)[] = [];
    const onSerialClosed = (cause?: Error) => losses.push(cause);
    await withHost({ serialPath: '/dev/test', openSerial, onSerialClosed }, async () => {
      const answer = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      listener?.octets(SNRM);
      await answer;
      assert.deepEqual(sent, [UA]);
      listener?.closed(new Error('unplugged'));
      assert.equal(losses[0]?.message, 'unplugged');
    });
    listener?.closed();
    assert.deepEqual([closed, losses.length], [1, 1]);
  });
});

describe('a simulator on a line in memory', () => {
  it('answers as on any other line, never from within the call', async () => {
    await withHost({}, async (host) => {
      assert.equal(host.hdlcPort, undefined);
      const line = host.attach('hdlc');
      let answer = '';
      const arrived = new Promise<void>((resolve) =>
        line.listen({
          octets: (octets) => {
            answer += toHex(octets);
            resolve();
          },
          closed: () => undefined,
        }),
      );
      await line.send(SNRM);
      assert.equal(answer, '');
      await arrived;
      assert.equal(answer, UA);
    });
  });

  it('tells once that it is closed, and takes nothing afterwards', async () => {
    await withHost({}, async (host) => {
      const line = host.attach('wrapper');
      let ended = 0;
      const closed = new Promise<void>((resolve) =>
        line.listen({
          octets: () => assert.fail('nothing is due'),
          closed: () => {
            ended += 1;
            resolve();
          },
        }),
      );
      await line.send(SNRM);
      await closed;
      await line.close();
      assert.equal(ended, 1);
      await assert.rejects(line.send(SNRM), { code: 'DLMS_LINE_CLOSED' });
    });
  });
});
