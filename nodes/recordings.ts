/** The recordings of this runtime: one at a time for each meter, and the last ones kept to be fetched. */
import type { Pool } from '../src/pool/pool.js';
import type { DeviceNode } from './device-node.js';
import { packageName } from './package-name.js';
import { Recording } from './recording.js';

export interface KeptRecording {
  readonly alias: string;
  readonly recording: Recording;
}

/** What was not fetched by then is forgotten, oldest first. */
const MOST_KEPT = 8;

export class Recordings {
  readonly #pool: Pool;
  /** By the ids of meters. */
  readonly #kept = new Map<string, KeptRecording>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  find(id: string): KeptRecording | undefined {
    return this.#kept.get(id);
  }

  /**
   * In place of the last one of this meter; undefined where that is not over.
   * @throws DlmsError DLMS_SETTING where the settings of the meter were refused
   */
  start(device: DeviceNode): KeptRecording | undefined {
    const { id } = device;
    const before = this.find(id)?.recording;
    if (before !== undefined && before.state.state !== 'done') return undefined;
    const meter = device.recorded();
    const visitor = this.#pool.visitor(meter.settings);
    const recording = new Recording(meter, { visitor, by: packageName() });
    // The line is left soon when a flow is deployed anew.
    const stop = (): void => recording.stop('stopped');
    device.on('close', stop);
    void recording.over.then(() => device.removeListener('close', stop));
    this.#kept.delete(id);
    const kept = { alias: meter.settings.alias, recording };
    this.#kept.set(id, kept);
    this.#forgetOld();
    return kept;
  }

  #forgetOld(): void {
    for (const [id, { recording }] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) return;
      if (recording.state.state === 'done') this.#kept.delete(id);
    }
  }
}
