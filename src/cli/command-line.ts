/** Arguments in, exit status out: the subcommands, and what becomes of their errors. */
import type { Surroundings } from '../meter/surroundings.js';
import { systemSurroundings } from '../pool/system-surroundings.js';
import { Command } from './arguments/command.js';
import { runProgram, type Screen } from './arguments/run.js';
import type { CommandContext } from './command.js';
import { addDecode } from './decode/command.js';
import { addDoctor } from './doctor.js';
import { addExport } from './export.js';
import { detailsOf, EXIT_STATUS, type ExitStatus, exitStatusOf, reasonOf } from './failure.js';
import { addFind } from './find.js';
import { addImport } from './import.js';
import { addKeys } from './keys.js';
import { addObjects } from './objects.js';
import { packageVersion } from './package-name.js';
import { addPoll } from './poll.js';
import { addRead } from './read.js';
import { addReplay } from './replay.js';
import { addSimulate } from './simulate.js';

const EPILOGUE = `
Status: 0 done, 1 the meter or the line failed, 2 wrong usage or settings; the reason is one line on stderr.
dlms SUBCOMMAND --help shows the options of a subcommand.`;

/** In the order of the help. */
const COMMANDS = [
  addRead,
  addObjects,
  addPoll,
  addDoctor,
  addFind,
  addSimulate,
  addDecode,
  addKeys,
  addImport,
  addExport,
  addReplay,
] as const;

/** Of help that goes into a file, or to a terminal that does not say how wide it is. */
const DEFAULT_WIDTH = 80;

/** Without surroundings it is the real ones. */
export type World = Omit<CommandContext, 'finish' | 'surroundings'> & {
  readonly surroundings?: Surroundings;
};

export async function runCommandLine(args: readonly string[], world: World): Promise<ExitStatus> {
  let status: ExitStatus = EXIT_STATUS.done;
  const finish = (given: ExitStatus): void => {
    status = given;
  };
  try {
    const { surroundings = systemSurroundings() } = world;
    await runProgram(programFor({ ...world, surroundings, finish }), args, screenOf(world));
  } catch (error) {
    status = exitStatusOf(error);
    if (!world.output.readerGone.aborted) {
      world.output.note(`dlms: ${reasonOf(error)}`);
      for (const detail of detailsOf(error)) world.output.note(detail);
    }
  }
  await world.output.flushed();
  return brokenOutput(world) ?? status;
}

/** A reader that went away has what it wanted; a disk that is full has not. */
function brokenOutput({ output }: World): ExitStatus | undefined {
  if (!output.readerGone.aborted) return undefined;
  const { code, message }: NodeJS.ErrnoException = output.readerGone.reason;
  if (code === 'EPIPE') return EXIT_STATUS.done;
  output.note(`dlms: the output cannot be written: ${message}`);
  return EXIT_STATUS.failed;
}

function screenOf({ output }: World): Screen {
  const { result: show, columns } = output;
  return { show, width: columns || DEFAULT_WIDTH, version: packageVersion() };
}

function programFor(context: CommandContext): Command {
  const program = new Command('dlms')
    .description('Reads DLMS/COSEM meters, simulates them, and explains what they send.')
    .addHelpText(EPILOGUE);
  for (const add of COMMANDS) add(program, context);
  return program;
}
