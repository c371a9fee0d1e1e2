/**
 * What goes wrong with one device, told once: its jobs share a line and a meter, and what keeps one of them
 * from being read as a rule keeps all.
 */
import type { ScanHearer } from '../pool/scan-teller.js';
import type { PollJournal } from './poll-journal.js';

export class DeviceNews {
  readonly #device: string;
  readonly #journal: PollJournal;
  /** Why jobs cannot be read now, each by its hearer. */
  readonly #troubles = new Map<ScanHearer, string>();

  constructor(device: string, journal: PollJournal) {
    this.#device = device;
    this.#journal = journal;
  }

  /** For one job. */
  hearer(): ScanHearer {
    const hearer: ScanHearer = {
      failed: (error, news, key) => {
        this.#troubles.set(hearer, key);
        const [teller] = [...this.#troubles].find(([, trouble]) => trouble === key) ?? [];
        const level = news === 'first' ? 'err' : 'warning';
        if (teller === hearer) this.#journal.failed(level, error, this.#device);
      },
      recovered: (text) => {
        this.#troubles.delete(hearer);
        if (this.#troubles.size === 0) this.#journal.tell('notice', text, this.#device);
      },
      changed: (signal, value) => this.#journal.tell('notice', `${signal} is ${value}`, this.#device),
    };
    return hearer;
  }
}
