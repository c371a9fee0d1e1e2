import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { SerialPortMock } from 'serialport';
import { openSerial } from '../../src/transport/serial.js';
import type { SerialDriver } from '../../src/transport/serial-driver.js';
import type { LineConfiguration, Transport } from '../../src/transport/transport.js';
import { describeSerial, type SerialPair } from './socat.js';

const OCTETS: LineConfiguration = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 };
const CHARACTERS: LineConfiguration = { baudRate: 300, dataBits: 7, parity: 'even', stopBits: 1 };

/** The driver's own stand-in for hardware; it lets nobody open a port twice. */
class WatchedPort extends SerialPortMock {
  static made: WatchedPort[] = [];

  constructor(...args: ConstructorParameters<typeof SerialPortMock>) {
    super(...args);
    WatchedPort.made.push(this);
  }
}

describe('the setting of a serial line', () => {
  const path = '/dev/in-the-test';
  let line: Transport;
  let closed: unknown[];

  beforeEach(async () => {
    SerialPortMock.binding.reset();
    SerialPortMock.binding.createPort(path, { record: true });
    WatchedPort.made = [];
    const driver = { SerialPort: WatchedPort } as unknown as SerialDriver;
    line = await openSerial({ path, ...CHARACTERS }, async () => driver)();
    closed = [];
  });

  afterEach(() => line.close());

  const port = () => {
    const [first] = WatchedPort.made;
    assert.ok(first?.port);
    return first.port;
  };
  const configure = (wanted: LineConfiguration): Promise<void> => {
    assert.ok(line.configure);
    return line.configure(wanted);
  };
  const setting = (): unknown => {
    const { baudRate, dataBits, parity, stopBits } = port().openOptions;
    return { baudRate, dataBits, parity, stopBits };
  };
  const heard = (): number[] => {
    const octets: number[] = [];
    line.listen({ octets: (each) => octets.push(...each), closed: (cause) => closed.push(cause) });
    return octets;
  };

  it('is that of the opening at first', () => {
    assert.deepEqual(setting(), CHARACTERS);
  });

  it('changes in speed alone on the open port', async () => {
    const before = port();
    await configure({ ...CHARACTERS, baudRate: 4800 });
    assert.equal(port(), before);
    assert.deepEqual(await port().getBaudRate(), { baudRate: 4800 });
    assert.equal(WatchedPort.made.length, 1);
  });

  it('changes in all else unnoticed by who listens, who goes on hearing and sending', async () => {
    const octets = heard();
    await configure(OCTETS);
    assert.deepEqual(setting(), OCTETS);
    await line.send(Uint8Array.of(0x7e));
    assert.deepEqual([...port().recording], [0x7e]);
    port().emitData(Buffer.of(0x7e, 0xa0));
    await new Promise((resolve) => setImmediate(resolve));
    await configure(CHARACTERS);
    assert.deepEqual([setting(), octets, closed], [CHARACTERS, [0x7e, 0xa0], []]);
  });

  it('that is wanted already costs nothing', async () => {
    const before = port();
    await configure({ ...CHARACTERS });
    assert.equal(port(), before);
    assert.equal(WatchedPort.made.length, 1);
  });

  it('fails on a line that is closed', async () => {
    await line.close();
    await assert.rejects(configure(OCTETS), { code: 'DLMS_LINE_CLOSED' });
  });

  it('that cannot be made ends the line, where the port was closed for it', async () => {
    heard();
    const [first] = WatchedPort.made;
    assert.ok(first);
    first.open = (callback) => callback?.(new Error('Error: No such device, cannot open'));
    await assert.rejects(configure(OCTETS), { code: 'DLMS_SERIAL_PORT_MISSING' });
    assert.equal(closed.length, 1);
    await assert.rejects(line.send(Uint8Array.of(1)), { code: 'DLMS_LINE_CLOSED' });
  });

  it('leaves no port open that was closed in the meantime', async () => {
    heard();
    const setting = configure(OCTETS).catch(() => undefined);
    await Promise.all([setting, line.close()]);
    assert.ok(WatchedPort.made.every(({ isOpen }) => !isOpen));
    assert.deepEqual(closed, [undefined]);
  });
});

describeSerial('the setting of a serial port of this machine', (makePair) => {
  let pair: SerialPair;

  beforeEach(async () => {
    pair = await makePair();
  });

  afterEach(() => pair.remove());

  it('is made within a tenth of a second, and both ways stay open', async () => {
    const near = await openSerial({ path: pair.near, ...CHARACTERS })();
    const far = await openSerial({ path: pair.far, ...OCTETS })();
    const ends: unknown[] = [];
    const speed = () =>
      /^speed (\d+)/.exec(execFileSync('stty', ['-F', pair.near, '-a'], { encoding: 'utf8' }))?.[1];
    assert.equal(speed(), '300');
    const took: number[] = [];
    for (const wanted of [OCTETS, { ...OCTETS, baudRate: 19_200 }, CHARACTERS]) {
      const begin = performance.now();
      await near.configure?.(wanted);
      took.push(performance.now() - begin);
      assert.equal(speed(), String(wanted.baudRate));
      const arrived = new Promise<Uint8Array>((resolve) =>
        far.listen({ octets: resolve, closed: () => undefined }),
      );
      await near.send(Uint8Array.of(1));
      assert.deepEqual([...(await arrived)], [1]);
      const answered = new Promise<Uint8Array>((resolve) =>
        near.listen({ octets: resolve, closed: (cause) => ends.push(cause) }),
      );
      await far.send(Uint8Array.of(2));
      assert.deepEqual([...(await answered)], [2]);
    }
    assert.deepEqual(ends, []);
    // What else the machine does may make any of them late.
    assert.ok(Math.min(...took) < 100, `${took} ms`);
    await Promise.all([near.close(), far.close()]);
  });
});
