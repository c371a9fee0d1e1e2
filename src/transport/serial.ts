/**
 * A serial port. The driver `serialport` is loaded only when a port is opened, so that everything else
 * works on machines for which it has no binary.
 */
import type { SerialPort } from 'serialport';
import { DlmsError } from '../errors.js';
import { connectTimeout, lineClosed, lineGivenUp, serialError } from './line-errors.js';
import { ListenerSlot } from './listener-slot.js';
import type { OpenTransport, Transport, TransportListener } from './transport.js';

export interface SerialOptions {
  /** The port's path, for example `/dev/ttyUSB0` or `COM3`. */
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: 'none' | 'even' | 'odd';
}

/** The driver, as `import('serialport')` gives it. */
export type SerialDriver = Pick<typeof import('serialport'), 'SerialPort'>;
export type LoadSerialDriver = () => Promise<SerialDriver>;

const OPEN_MS = 5_000;
const CLOSE_MS = 500;
/** How often an open port is asked whether its device is still there. */
const CHECK_MS = 1_000;

/**
 * @throws DlmsError DLMS_SERIALPORT_MISSING (no driver for this machine), DLMS_SERIAL_PORT_MISSING,
 * DLMS_SERIAL_PORT_BUSY, DLMS_SERIAL_PORT_DENIED, DLMS_CLOSED (given up)
 */
export function openSerial(
  options: SerialOptions,
  load: LoadSerialDriver = () => import('serialport'),
): OpenTransport {
  return async (signal) => {
    const name = `serial ${options.path}`;
    const driver = await loadDriver(load);
    if (signal?.aborted) throw lineGivenUp(name);
    return openPort(name, createPort(driver, name, options), signal);
  };
}

export async function loadDriver(load: LoadSerialDriver): Promise<SerialDriver> {
  try {
    return await load();
  } catch (cause) {
    throw new DlmsError('the serial driver cannot be loaded on this machine', {
      code: 'DLMS_SERIALPORT_MISSING',
      layer: 'transport',
      fault: 'package',
      hint: 'Install the package serialport for this platform (npm install serialport), or reach the meter by TCP.',
      cause,
    });
  }
}

function createPort({ SerialPort }: SerialDriver, name: string, options: SerialOptions): SerialPort {
  try {
    return new SerialPort({ ...options, autoOpen: false, lock: true });
  } catch (cause) {
    throw serialError(name, cause);
  }
}

function openPort(name: string, port: SerialPort, signal: AbortSignal | undefined): Promise<Transport> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      signal?.removeEventListener('abort', giveUp);
      act();
    };
    const giveUp = (): void => settle(() => reject(lineGivenUp(name)));
    const limit = setTimeout(() => settle(() => reject(connectTimeout(name, OPEN_MS))), OPEN_MS);
    signal?.addEventListener('abort', giveUp);
    port.open((error) => {
      if (settled) return error === null ? closeLate(port) : undefined;
      return settle(() =>
        error === null ? resolve(new SerialTransport(name, port)) : reject(serialError(name, error)),
      );
    });
  });
}

/** The port came open after its opener had given up. */
function closeLate(port: SerialPort): void {
  port.on('error', () => undefined);
  port.close(() => undefined);
}

class SerialTransport implements Transport {
  readonly name: string;
  readonly #port: SerialPort;
  readonly #slot = new ListenerSlot();
  readonly #check: NodeJS.Timeout;
  #sending = 0;

  constructor(name: string, port: SerialPort) {
    this.name = name;
    this.#port = port;
    this.#check = setInterval(() => this.#checkDevice(), CHECK_MS);
    // Without a data listener the driver would not notice that the device is gone.
    port.on('data', (octets: Uint8Array) => this.#slot.octets(octets));
    port.on('error', (error) => this.#end(serialError(name, error)));
    port.on('close', (error: Error | null) => this.#end(error ? portGone(name, error) : undefined));
  }

  listen(listener: TransportListener): void {
    this.#slot.listen(listener);
  }

  send(octets: Uint8Array): Promise<void> {
    if (this.#slot.ended || !this.#port.isOpen) return Promise.reject(lineClosed(this.name));
    this.#sending += 1;
    return new Promise((resolve, reject) => {
      const done = (error: Error | null | undefined): void => {
        this.#sending -= 1;
        if (error) reject(serialError(this.name, error));
        else resolve();
      };
      this.#port.write(octets, (error) => (error ? done(error) : this.#port.drain(done)));
    });
  }

  async close(): Promise<void> {
    if (this.#port.isOpen) await this.#closePort();
    this.#end();
  }

  #end(cause?: Error): void {
    clearInterval(this.#check);
    this.#slot.end(cause);
  }

  /** A device that vanishes at a bad moment is read from without end by the driver, which does not tell. */
  #checkDevice(): void {
    if (this.#sending > 0 || !this.#port.isOpen) return;
    this.#port.drain((error) => {
      if (!error || this.#slot.ended) return;
      this.#end(portGone(this.name, error));
      this.#port.close(() => undefined);
    });
  }

  #closePort(): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, CLOSE_MS);
      const closed = (): void => {
        clearTimeout(limit);
        resolve();
      };
      // What the driver still holds would be waited for, even on a device that takes nothing any more.
      this.#port.flush(() => this.#port.close(closed));
    });
  }
}

function portGone(name: string, cause: Error): DlmsError {
  return new DlmsError(`${name} vanished while it was open`, {
    code: 'DLMS_SERIAL_PORT_GONE',
    layer: 'transport',
    fault: 'line',
    hint: 'The adapter was unplugged or lost power; reading resumes when it is back.',
    cause,
  });
}
