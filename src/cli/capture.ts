/** `--capture FILE`: a record of what a command did with its meters, for `dlms replay`. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Recorder } from '../meter/capture/recorder.js';
import type { CapturedSession } from '../meter/capture/session.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Surroundings } from '../meter/surroundings.js';
import type { Command } from './arguments/command.js';
import type { CommandContext } from './command.js';
import { EXIT_STATUS, usageError } from './failure.js';
import { packageName } from './package-name.js';
import { writtenFile } from './written-file.js';

export interface CaptureWish {
  /** Undefined where no capture is wanted. */
  readonly path: string | undefined;
  readonly session: CapturedSession;
  /** Of all meters of the session. */
  readonly settings: readonly MeterSettings[];
}

/** It holds numbers and names of the meter, but none of its secrets. */
const READABLE_BY_OWNER = 0o600;

const NOTE = `
With --capture, passwords and keys stay out of the file; what the meter sends stays in it: its serial number,
its values, its times. Who has the file can try passwords against an exchange of High, HighMd5, HighSha1 or
HighSha256: a weak one is better changed before the file is given away. dlms replay FILE does it all again.`;

export function addCaptureOption(command: Command): Command {
  return command
    .option('--capture <file>', 'records the session for dlms replay, without secrets')
    .addHelpText(NOTE);
}

/** @throws DlmsError DLMS_USAGE for a file that is read */
export function captureWish(options: Readonly<Record<string, unknown>>): string | undefined {
  return writtenFile('capture', options);
}

/** Runs a session in the surroundings of its command, and records it where that is wanted. */
export async function captured<T>(
  { path, session, settings }: CaptureWish,
  context: CommandContext,
  run: (surroundings: Surroundings) => Promise<T>,
): Promise<T> {
  const { surroundings, interrupted } = context;
  if (path === undefined) return run(surroundings);
  const file = captureFile(path, context);
  const recorder = new Recorder({ by: packageName(), session, settings, surroundings, write: file.write });
  const interrupt = (): void => recorder.interrupted();
  interrupted.addEventListener('abort', interrupt, { once: true });
  try {
    return await run(recorder.surroundings);
  } finally {
    interrupted.removeEventListener('abort', interrupt);
    recorder.end();
    file.close();
  }
}

/** Each line is in the file at once; one that cannot be written ends the file, and not the command. */
function captureFile(path: string, { output, finish }: CommandContext) {
  let file: number | undefined = attempt(path, () => openSync(path, 'w', READABLE_BY_OWNER));
  const write = (line: string): void => {
    if (file === undefined) return;
    try {
      writeSync(file, `${line}\n`);
    } catch (error) {
      close();
      output.note(`dlms: the capture ends here, ${path} cannot be written: ${codeOf(error)}`);
      finish(EXIT_STATUS.failed);
    }
  };
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return { write, close };
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw usageError(`the capture ${path} cannot be written: ${codeOf(error)}`);
  }
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
