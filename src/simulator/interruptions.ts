/** When the supply was switched off: a ledger that the energies and powers of a meter are corrected by. */

export interface Interruption {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Absent while the supply is still off. */
  readonly to?: number | undefined;
}

export type Interruptions = readonly Interruption[];

/** More switchings than this are a test bench, not a household: the oldest are forgotten. */
const LIMIT = 100;

export function isOff(list: Interruptions, now: number): boolean {
  return list.some(({ from, to }) => now >= from && (to === undefined || now < to));
}

export function switchOff(list: Interruptions, now: number): Interruptions {
  return isOff(list, now) ? list : [...list.slice(1 - LIMIT), { from: now }];
}

export function switchOn(list: Interruptions, now: number): Interruptions {
  return list.map((entry) =>
    entry.to === undefined ? { from: entry.from, to: Math.max(now, entry.from) } : entry,
  );
}

/** The parts of the ledger that lie before `now`. */
export function until(list: Interruptions, now: number): readonly { from: number; to: number }[] {
  return list
    .filter(({ from }) => from < now)
    .map(({ from, to }) => ({ from, to: Math.min(to ?? now, now) }));
}
