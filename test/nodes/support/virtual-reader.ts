/** A read node's worker with a simulated meter, on a virtual clock, and all that it sends and tells. */
import { MessageMeters } from '../../../nodes/message-meters.js';
import { MeterFleet } from '../../../nodes/meter-fleet.js';
import { statusOf } from '../../../nodes/node-status.js';
import { Reader, type ReaderHost } from '../../../nodes/reader.js';
import { readerSettings } from '../../../nodes/reader-settings.js';
import { StatusPainter } from '../../../nodes/status-painter.js';
import type { DlmsError } from '../../../src/errors.js';
import type { MeterSettings } from '../../../src/meter/settings.js';
import type { Properties } from '../../../src/meter/signal-messages.js';
import { Pool } from '../../../src/pool/pool.js';
import { settingsOf } from '../../meter/settings.js';
import { SimulatedMeters } from '../../pool/simulated-meters.js';
import { AsyncClock } from '../../support/async-clock.js';

/** A key of the catalogue and its values, for a text. */
const words = (key: string, values: Record<string, string> = {}) => {
  const name = key.replace(/^(status|reason)\./, '');
  return [name, ...Object.values(values)].join(' ');
};

export class VirtualReader {
  readonly clock = new AsyncClock();
  readonly meters = new SimulatedMeters(this.clock, { meters: 4 });
  readonly pool = new Pool({ clock: this.clock, random: () => 0, open: this.meters.opener });
  readonly sent: Properties[] = [];
  readonly errors: DlmsError[] = [];
  readonly logged: string[] = [];
  /** Each as `seconds fill shape text`. */
  readonly statuses: string[] = [];
  readonly reader: Reader;
  readonly fleet: MeterFleet;
  readonly #painter: StatusPainter;

  constructor(definition: Record<string, unknown>, meter: Partial<MeterSettings> = {}) {
    const { clock, pool } = this;
    this.#painter = new StatusPainter((status) => {
      const { fill, shape, text } = typeof status === 'string' ? { text: status } : status;
      this.statuses.push(`${Math.round(clock.now() / 1000)} ${fill} ${shape} ${text}`);
    }, clock);
    const host: ReaderHost = {
      send: (messages) => this.sent.push(...messages),
      error: (error) => this.errors.push(error),
      log: (text) => this.logged.push(text),
      warn: (text) => this.logged.push(text),
      show: (state) => this.#painter.show(statusOf(state, words)),
      translate: words,
    };
    const settings = settingsOf({ alias: 'cellar', ...meter });
    const own = { settings, session: pool.session(settings, 'read1') };
    this.fleet = new MeterFleet({ pool, clock, userId: 'read1 msg.meter' });
    const others = new MessageMeters({ fleet: this.fleet, own: undefined, warn: host.warn });
    this.reader = new Reader(
      readerSettings({ trigger: 'both', ...definition }),
      { own, others },
      host,
      clock,
    );
  }

  /** Ends everything. */
  async close(): Promise<void> {
    this.reader.stop();
    this.#painter.close();
    await this.clock.until(Promise.all([this.fleet.close(), this.pool.close()]));
  }
}
