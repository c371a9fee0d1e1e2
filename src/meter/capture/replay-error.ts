/** What keeps a session from being played as it was recorded. */
import { DlmsError } from '../../errors.js';

/** Where this program leaves the record. */
export interface Divergence {
  /** The line of the capture file, counted from 1. */
  readonly row: number;
  /** Milliseconds since the start of the capture. */
  readonly t: number;
  /** Octets in hexadecimal, or what was done in place of sending. */
  readonly recorded: string;
  readonly played: string;
}

const HINT =
  'Another version of this package, or other secrets, make other octets; where a fault was mended in between, that is what was to be seen.';

/** The cause is the divergence. */
export function diverged(divergence: Divergence): DlmsError {
  const { row, t } = divergence;
  const when = `+${(t / 1000).toFixed(3)} s`;
  return replayError(`line ${row} of the capture (${when}) is not what this program does`, HINT, divergence);
}

/** The session goes on where the capture ends. */
export function captureOver(complete: boolean, played: string): DlmsError {
  return complete
    ? replayError(`the capture is over, and this program would go on: ${played}`, HINT)
    : replayError(
        'the capture was broken off here',
        'The program that made it was killed, or its disk was full.',
      );
}

export function replayError(message: string, hint?: string, cause?: unknown): DlmsError {
  return new DlmsError(message, {
    code: 'DLMS_CAPTURE_DIVERGED',
    layer: 'transport',
    fault: 'package',
    hint,
    cause,
  });
}
