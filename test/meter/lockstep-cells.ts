/** The memory that programs in lockstep share. */

export interface Cells {
  readonly control: Int32Array;
  /** 1 where a bound is kept. */
  readonly kept: Uint8Array;
  /** How often each number was taken. */
  readonly taken: Uint8Array;
}

export const CELL = { round: 0, seed: 1, status: 2 } as const;
export const STATUS = { done: 0, waiting: 1, running: 2 } as const;

/** Above what a few programs come to in a few blocks. */
const MOST = 1 << 14;

export function newCells(programs: number): Cells {
  return {
    control: new Int32Array(new SharedArrayBuffer(4 * (CELL.status + programs))),
    kept: new Uint8Array(new SharedArrayBuffer(MOST)),
    taken: new Uint8Array(new SharedArrayBuffer(MOST)),
  };
}
