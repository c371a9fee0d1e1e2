/**
 * A job without a code of its own is a signal for each of its codes, and each of these has the whole job: what a
 * small file says in few words must not grow without bounds.
 */

/** Characters of all jobs that were made of lists. */
const MOST = 20_000_000;

/** Whether so many more characters have room. */
export type JobRoom = (length: number) => boolean;

/** For one file. */
export function jobRoom(): JobRoom {
  let left = MOST;
  return (length) => {
    if (length > left) return false;
    left -= length;
    return true;
  };
}
