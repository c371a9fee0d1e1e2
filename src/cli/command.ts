/** What every subcommand gets from the world outside, so that it reads no globals itself. */
import type { Environment } from '../config/configuration.js';
import type { Surroundings } from '../meter/surroundings.js';
import type { ExitStatus } from './failure.js';
import type { Output } from './output.js';

export interface CommandContext {
  readonly output: Output;
  readonly environment: Environment;
  /** What meters are talked to with: lines, time, chance. */
  readonly surroundings: Surroundings;
  /** Aborted when the command shall end in order: a signal, or a reader that went away. */
  readonly interrupted: AbortSignal;
  /** All that comes on stdin, to its end. */
  readStdin(): Promise<Uint8Array>;
  /** The status that the shell sees where the command ends without an error. */
  finish(status: ExitStatus): void;
}
