/** What went wrong, as the one line on stderr and the exit status that the shell sees. */
import { DlmsError } from '../errors.js';
import { ArgumentError } from './arguments/argument-error.js';

/** 0 done, 1 the meter or the line failed, 2 wrong usage or settings. */
export const EXIT_STATUS = { done: 0, failed: 1, usage: 2 } as const;
export type ExitStatus = (typeof EXIT_STATUS)[keyof typeof EXIT_STATUS];

/** What was found wrong before anything was sent is the user's; all that the meter or the line says is theirs. */
export function exitStatusOf(error: unknown): ExitStatus {
  if (error instanceof ArgumentError) return EXIT_STATUS.usage;
  return error instanceof DlmsError && error.layer === 'settings' ? EXIT_STATUS.usage : EXIT_STATUS.failed;
}

/** One line: what failed, its code, and what to do next. Never a stack trace. */
export function reasonOf(error: unknown): string {
  if (error instanceof ArgumentError) return oneLine(error.message);
  if (error instanceof DlmsError) {
    const [what] = linesOf(error);
    return oneLine(`${what} (${error.code})${error.hint === undefined ? '' : `. ${error.hint}`}`);
  }
  return oneLine(`unexpected: ${error instanceof Error ? error.message : String(error)}`);
}

/** The problems of a file, one a line, where it has several. */
export function detailsOf(error: unknown): readonly string[] {
  if (!(error instanceof DlmsError)) return [];
  const [, ...problems] = linesOf(error);
  return problems.map((problem) => `  ${oneLine(problem)}`);
}

/** Only the problems of a file stand on lines of their own; other texts may have line breaks by accident. */
function linesOf({ code, message }: DlmsError): readonly [what: string, ...problems: string[]] {
  if (code !== 'DLMS_CONFIG_FILE') return [message];
  const [what = '', ...problems] = message.split('\n');
  return [what.replace(/:$/, ''), ...problems];
}

/** A wrong use of the command line that the option parser cannot see. */
export function usageError(message: string, hint?: string): DlmsError {
  return new DlmsError(message, { code: 'DLMS_USAGE', layer: 'settings', fault: 'settings', hint });
}

/** The user wanted the command to end; `what` says what became of the meter. */
export function interruptionError(what: string): DlmsError {
  return new DlmsError(`interrupted; ${what}`, {
    code: 'DLMS_INTERRUPTED',
    layer: 'transport',
    fault: 'line',
  });
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
