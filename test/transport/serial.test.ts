import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { openSerial, type SerialOptions } from '../../src/transport/serial.js';
import { listSerialPorts } from '../../src/transport/serial-ports.js';
import { describeSerial, type SerialPair } from './socat.js';

const optionsOf = (path: string): SerialOptions => ({
  path,
  baudRate: 9600,
  dataBits: 8,
  stopBits: 1,
  parity: 'none',
});

describe('a serial port', () => {
  it('that cannot be opened for want of a driver says what to install', async () => {
    const load = () => Promise.reject(new Error('No native build was found for platform=linux arch=riscv64'));
    await assert.rejects(openSerial(optionsOf('/dev/ttyUSB0'), load)(), (error) => {
      assert.ok(error instanceof DlmsError);
      assert.deepEqual([error.code, error.fault], ['DLMS_SERIALPORT_MISSING', 'package']);
      assert.match(error.hint ?? '', /npm install serialport/);
      return true;
    });
    await assert.rejects(listSerialPorts(load), { code: 'DLMS_SERIALPORT_MISSING' });
  });

  it('that does not exist is named', async () => {
    await assert.rejects(openSerial(optionsOf('/dev/no-such-port'))(), (error) => {
      assert.ok(error instanceof DlmsError);
      assert.equal(error.code, 'DLMS_SERIAL_PORT_MISSING');
      assert.match(error.message, /\/dev\/no-such-port/);
      return true;
    });
  });

  it('is not opened any more when its owner has given up', async () => {
    await assert.rejects(openSerial(optionsOf('/dev/no-such-port'))(AbortSignal.abort()), {
      code: 'DLMS_CLOSED',
    });
  });

  it('is listed with its path', async () => {
    const ports = await listSerialPorts();
    assert.ok(ports.every(({ path }) => path.length > 0));
  });
});

describeSerial('a serial port that is wired to another', (makePair) => {
  let pair: SerialPair;

  beforeEach(async () => {
    pair = await makePair();
  });

  afterEach(() => pair.remove());

  it('carries octets both ways', async () => {
    const near = await openSerial(optionsOf(pair.near))();
    const far = await openSerial(optionsOf(pair.far))();
    const heard = new Promise<Uint8Array>((resolve) =>
      far.listen({ octets: resolve, closed: () => undefined }),
    );
    await near.send(Uint8Array.of(0x7e, 0xa0, 0x00, 0xff));
    assert.deepEqual([...(await heard)], [0x7e, 0xa0, 0x00, 0xff]);
    await Promise.all([near.close(), far.close()]);
    await assert.rejects(near.send(Uint8Array.of(1)), { code: 'DLMS_LINE_CLOSED' });
  });

  it('is refused to a second opener', async () => {
    const near = await openSerial(optionsOf(pair.near))();
    await assert.rejects(openSerial(optionsOf(pair.near))(), { code: 'DLMS_SERIAL_PORT_BUSY' });
    await near.close();
    const again = await openSerial(optionsOf(pair.near))();
    await again.close();
  });

  it('tells its listener when the adapter is unplugged', async () => {
    const near = await openSerial(optionsOf(pair.near))();
    const closed = new Promise<Error | undefined>((resolve) =>
      near.listen({ octets: () => undefined, closed: resolve }),
    );
    await pair.unplug();
    const cause = await closed;
    assert.ok(cause instanceof DlmsError);
    assert.equal(cause.code, 'DLMS_SERIAL_PORT_GONE');
    await near.close();
  });
});
