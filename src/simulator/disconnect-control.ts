/**
 * Disconnect control (Blue Book class 70) in mode 2: a client may switch the supply off and on again. While
 * it is off no current flows and the registers stand still.
 */
import { boolean, enumeration } from './data-values.js';
import { type Interruptions, isOff, switchOff, switchOn } from './interruptions.js';
import type { CosemObject } from './object-model.js';
import { attribute } from './objects.js';

/** The one thing about the meter that a client can change. */
export interface SupplySwitch {
  readonly object: CosemObject;
  interruptions(): Interruptions;
}

const CONTROL_STATE = { disconnected: 0, connected: 1 } as const;
const REMOTE_BOTH_WAYS = 2;

export function supplySwitch(): SupplySwitch {
  let interruptions: Interruptions = [];
  const connected = (now: number) => !isOff(interruptions, now);
  const object: CosemObject = {
    classId: 70,
    version: 0,
    logicalName: '0.0.96.3.10.255',
    attributes: [
      attribute(2, ({ now }) => boolean(connected(now))),
      attribute(3, ({ now }) => enumeration(CONTROL_STATE[connected(now) ? 'connected' : 'disconnected'])),
      attribute(4, () => enumeration(REMOTE_BOTH_WAYS)),
    ],
    methods: [
      {
        id: 1,
        callers: 'users',
        invoke: ({ now }) => {
          interruptions = switchOff(interruptions, now);
          return { result: 'success' };
        },
      },
      {
        id: 2,
        callers: 'users',
        invoke: ({ now }) => {
          interruptions = switchOn(interruptions, now);
          return { result: 'success' };
        },
      },
    ],
  };
  return { object, interruptions: () => interruptions };
}
