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
  /** Whether results may. */
  readonly resultColours?: boolean | undefined;
  /** How many characters a line of results may have on its terminal. */
  readonly columns?: number | undefined;
  /** Aborted when stdout takes no more; the reason is the error, EPIPE where the reader went away. */
  readonly readerGone: AbortSignal;
  /** Resolves when all that was written has left the process. */
  flushed(): Promise<void>;
}

/** @param environment FORCE_COLOR, NO_COLOR and TERM say something about colours */
export function standardOutput(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>> = {},
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
    colours: mayHaveColours(stderr, environment),
    resultColours: mayHaveColours(stdout, environment),
    columns: stdout.columns,
    readerGone: gone.signal,
    flushed: async () => {
      await Promise.all([drained(stdout), drained(stderr)]);
    },
  };
}

/** With any text, FORCE_COLOR wants colours but for 0 and false, and NO_COLOR forbids them (no-color.org). */
function mayHaveColours(
  { isTTY }: Partial<NodeJS.WriteStream>,
  { FORCE_COLOR = '', NO_COLOR = '', TERM }: Readonly<Record<string, string | undefined>>,
): boolean {
  if (FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTTY === true && NO_COLOR === '' && TERM !== 'dumb';
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.errored !== null) resolve();
    else stream.write('', () => resolve());
  });
}
