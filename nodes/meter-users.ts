/** The nodes that use one meter: they share its session, which is there from the first to the last of them. */
import { formatTag, type Tag } from '../src/cosem/obis.js';
import type { DlmsError } from '../src/errors.js';
import type { MeterSettings } from '../src/meter/settings.js';
import type { MeterSession } from '../src/pool/meter-session.js';
import type { Pool } from '../src/pool/pool.js';
import type { StatusListener } from '../src/pool/session-status.js';
import type { MeterUse } from './device-node.js';

export class MeterUsers {
  readonly #pool: Pool;
  readonly #meter: MeterSettings | DlmsError;
  readonly #onStatus: StatusListener;
  /** What each of them reads, by its id. */
  readonly #tags = new Map<string, readonly Tag[]>();
  #session: MeterSession | undefined;
  #unlisten: () => void = () => undefined;

  /** @param meter its settings, or why they were refused. */
  constructor(pool: Pool, meter: MeterSettings | DlmsError, onStatus: StatusListener) {
    this.#pool = pool;
    this.#meter = meter;
    this.#onStatus = onStatus;
  }

  /** All that is read of the meter, each once. */
  get tags(): readonly Tag[] {
    const all = [...this.#tags.values()].flat();
    return [...new Map(all.map((tag) => [formatTag(tag), tag])).values()];
  }

  /** @throws DlmsError DLMS_SETTING where the settings were refused, or do not go with those of the line */
  join(id: string, tags: readonly Tag[]): MeterUse {
    if (this.#meter instanceof Error) throw this.#meter;
    const session = this.#pool.session(this.#meter, id);
    this.#tags.set(id, tags);
    if (session !== this.#session) {
      this.#unlisten();
      this.#session = session;
      this.#unlisten = session.onStatus(this.#onStatus);
    }
    return { settings: this.#meter, session };
  }

  /** Never rejects. */
  async leave(id: string): Promise<void> {
    const session = this.#session;
    if (!this.#tags.delete(id) || session === undefined) return;
    if (this.#tags.size === 0) {
      this.#unlisten();
      this.#session = undefined;
    }
    await session.leave(id);
  }
}
