/**
 * Where a command writes to: results as lines to stdout, everything else to stderr. A reader that goes away
 * (`dlms objects … | head -1`) ends the command quietly, it is no failure.
 */

export interface Output {
  /** One line of result. */
  result(line: string): void;
  /** One object of result, as one line of JSON. */
  json(value: unknown): void;
  /** One line for the person at the terminal. */
  note(line: string): void;
  /** Whether notes may have the colours of a terminal. */
  readonly colours?: boolean | undefined;
  /** Aborted when stdout takes no more; the reason is the error, EPIPE where the reader went away. */
  readonly readerGone: AbortSignal;
  /** Resolves when all that was written has left the process. */
  flushed(): Promise<void>;
}

/** @param environment NO_COLOR, with any text, forbids colours (no-color.org) */
export function standardOutput(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  { NO_COLOR = '' }: Readonly<Record<string, string | undefined>> = {},
): Output {
  const gone = new AbortController();
  const result = (line: string): void => {
    if (!gone.signal.aborted) stdout.write(`${line}\n`);
  };
  stdout.on('error', (error) => gone.abort(error));
  stderr.on('error', () => undefined);
  return {
    result,
    json: (value) => result(JSON.stringify(value)),
    note: (line) => void stderr.write(`${line}\n`),
    colours: stderr.isTTY === true && NO_COLOR === '',
    readerGone: gone.signal,
    flushed: async () => {
      await Promise.all([drained(stdout), drained(stderr)]);
    },
  };
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.errored !== null) resolve();
    else stream.write('', () => resolve());
  });
}
