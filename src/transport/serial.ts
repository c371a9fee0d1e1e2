/** A serial port: opened within bounds, watched for its device, and set anew while it is open. */
import type { SerialPort } from 'serialport';
import { DlmsError } from '../errors.js';
import { connectTimeout, lineClosed, lineGivenUp, serialError } from './line-errors.js';
import { ListenerSlot } from './listener-slot.js';
import { type LoadSerialDriver, loadDriver, type SerialDriver } from './serial-driver.js';
import { isSame, setPort } from './serial-setting.js';
import type { LineConfiguration, OpenTransport, Transport, TransportListener } from './transport.js';

export interface SerialOptions extends LineConfiguration {
  /** The port's path, for example `/dev/ttyUSB0` or `COM3`. */
  readonly path: string;
}

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
    const port = createPort(driver, name, options);
    await openPort(name, port, signal);
    return new SerialTransport(name, driver, port, options);
  };
}

function createPort({ SerialPort }: SerialDriver, name: string, options: SerialOptions): SerialPort {
  try {
    return new SerialPort({ ...options, autoOpen: false, lock: true });
  } catch (cause) {
    throw serialError(name, cause);
  }
}

function openPort(name: string, port: SerialPort, signal: AbortSignal | undefined): Promise<void> {
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
      return settle(() => (error === null ? resolve() : reject(serialError(name, error))));
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
  readonly #driver: SerialDriver;
  readonly #port: SerialPort;
  readonly #slot = new ListenerSlot();
  readonly #check: NodeJS.Timeout;
  readonly #path: string;
  #line: LineConfiguration;
  #sending = 0;
  #setting = false;

  constructor(name: string, driver: SerialDriver, port: SerialPort, { path, ...line }: SerialOptions) {
    this.name = name;
    this.#driver = driver;
    this.#port = port;
    this.#path = path;
    this.#line = line;
    this.#check = setInterval(() => this.#checkDevice(), CHECK_MS);
    // Without a data listener the driver would not notice that the device is gone.
    port.on('data', (octets: Uint8Array) => this.#slot.octets(octets));
    port.on('error', (error) => this.#end(serialError(name, error)));
    port.on('close', (error: Error | null) => this.#closed(error));
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

  async configure(line: LineConfiguration): Promise<void> {
    if (isSame(this.#line, line)) return;
    if (this.#slot.ended || !this.#port.isOpen) throw lineClosed(this.name);
    this.#setting = true;
    try {
      const [driver, port, path] = [this.#driver, this.#port, this.#path];
      await setPort({ driver, port, path, from: this.#line, to: line });
      this.#line = line;
    } catch (cause) {
      const error = serialError(this.name, cause);
      if (!this.#port.isOpen) this.#end(error);
      throw error;
    } finally {
      this.#setting = false;
    }
    // Who closed in the meantime found no open port to close.
    if (this.#slot.ended) await this.#closePort();
  }

  async close(): Promise<void> {
    if (this.#port.isOpen) await this.#closePort();
    this.#end();
  }

  /** While the line is set, a port that closes will open again. */
  #closed(error: Error | null): void {
    if (error) this.#end(portGone(this.name, error));
    else if (!this.#setting) this.#end();
  }

  #end(cause?: Error): void {
    clearInterval(this.#check);
    this.#slot.end(cause);
  }

  /** A device that vanishes at a bad moment is read from without end by the driver, which does not tell. */
  #checkDevice(): void {
    if (this.#sending > 0 || this.#setting || !this.#port.isOpen) return;
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
