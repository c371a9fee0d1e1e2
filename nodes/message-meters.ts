/** The meters that messages name, for a read node that may read others than its own. */
import { DlmsError } from '../src/errors.js';
import type { MeterUse } from './device-node.js';
import { messageMeter, type OwnMeter } from './message-meter.js';
import type { MeterFleet } from './meter-fleet.js';

export interface MessageMetersOptions {
  readonly fleet: MeterFleet;
  readonly own: OwnMeter | undefined;
  /** Hears once of each setting that was changed to make it work. */
  readonly warn: (text: string) => void;
}

const MOST_WARNINGS = 50;

export class MessageMeters {
  readonly #options: MessageMetersOptions;
  readonly #warned = new Set<string>();

  constructor(options: MessageMetersOptions) {
    this.#options = options;
  }

  /**
   * Does something with the meter that a message names.
   * @throws DlmsError DLMS_SETTING where its settings are wrong
   */
  use<T>(input: unknown, run: (use: MeterUse) => Promise<T>): Promise<T> {
    const { fleet, own } = this.#options;
    const { settings, warnings } = messageMeter(input, own);
    for (const warning of warnings) this.#warn(`msg.meter ${settings.alias}: ${warning}`);
    return fleet.use(settings, (session) => run({ settings, session }));
  }

  /** Releases all meters, within two seconds. Never throws. */
  close(): Promise<void> {
    return this.#options.fleet.close();
  }

  #warn(text: string): void {
    if (this.#warned.has(text) || this.#warned.size >= MOST_WARNINGS) return;
    this.#warned.add(text);
    this.#options.warn(text);
  }
}

/** A meter in a message is no wish to read the node's own one: that would be the wrong numbers. */
export function otherMetersRefused(): DlmsError {
  return new DlmsError('msg.meter is not allowed: this node reads its own meter only', {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
    hint: 'Set allowMeter in the read node, which lets messages name their meter; or delete msg.meter before it.',
  });
}
