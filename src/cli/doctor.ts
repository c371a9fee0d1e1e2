/** `dlms doctor`: the ladder of connection steps, each with its time, what was agreed, and what to try. */
import type { Command } from 'commander';
import { ADVICE, adviceFor } from '../diagnosis/advice.js';
import { climb } from '../diagnosis/ladder.js';
import type { Step } from '../diagnosis/step.js';
import { openTransport } from '../pool/open-transport.js';
import type { CommandContext } from './command.js';
import { EXIT_STATUS } from './failure.js';
import { addMeterOptions, chooseMeter } from './meter-options.js';

const EPILOGUE = `
Goes the way to the meter step by step and stops at the first that fails: the port or socket, the IEC start,
SNRM and UA, AARQ and AARE, the passes of high level security, the logical device name, the clock. A secret
that the meter refuses is not sent again. The exit status is 0 where all steps hold, else 1.

Example: dlms doctor --ip 127.0.0.1 --port 4061 --type LN --slave-address 16`;

const MARKS: Readonly<Record<Step['state'], string>> = {
  waiting: ' ',
  running: '…',
  done: '✔',
  refused: '!',
  failed: '✘',
  skipped: '-',
};

export function addDoctor(program: Command, context: CommandContext): void {
  const command = program
    .command('doctor')
    .summary('the connection, step by step')
    .description('Checks the way to a meter step by step and says what to try where it fails.')
    .option('--json', 'one JSON line a step');
  addMeterOptions(command)
    .addHelpText('after', EPILOGUE)
    .action((options: Record<string, unknown>) => doctor(options, context));
}

async function doctor(options: Readonly<Record<string, unknown>>, context: CommandContext): Promise<void> {
  const { output, interrupted } = context;
  const { settings, warnings } = await chooseMeter(options, context.environment);
  for (const warning of warnings) output.note(`dlms: warning: ${warning}`);
  const tell = (step: Step): void => {
    if (options.json === true) output.json(stepLine(settings.alias, step));
    else for (const line of stepText(step)) output.result(line);
  };
  const shown = new Set<string>();
  const showOver = (steps: Iterable<Step>): void => {
    for (const step of steps) {
      if (!isOver(step) || shown.has(step.name)) continue;
      shown.add(step.name);
      tell(step);
    }
  };
  // What was agreed on the link becomes known when the association stands: until then it is not shown.
  const known = new Map<string, Step>();
  const { steps, holds } = await climb(settings, {
    open: openTransport(settings),
    signal: interrupted,
    onStep: (step) => {
      known.set(step.name, step);
      if (step.state === 'running' && step.name !== 'association') showOver(known.values());
    },
  });
  showOver(steps);
  if (!holds) context.finish(EXIT_STATUS.failed);
}

function isOver({ state }: Step): boolean {
  return state !== 'waiting' && state !== 'running';
}

function stepLine(device: string, step: Step): object {
  const { name, state, ms, facts, error } = step;
  const failure = error && { code: error.code, layer: error.layer, message: error.message, hint: error.hint };
  const advice = adviceFor(step).map((each) => ADVICE[each]);
  return { device, step: name, state, ms, ...facts, error: failure, ...(advice.length > 0 && { advice }) };
}

function stepText(step: Step): readonly string[] {
  const { name, state, ms, facts, error } = step;
  const time = ms === undefined ? '' : `${ms} ms`;
  return [
    `${MARKS[state]} ${name.padEnd(20)} ${time.padStart(9)}`.trimEnd(),
    ...Object.entries(facts).map(([fact, value]) => `    ${fact}: ${value}`),
    ...(error === undefined ? [] : [`    ${error.code}: ${error.message}`]),
    ...(error?.hint === undefined ? [] : [`    ${error.hint}`]),
    ...adviceFor(step).map((each) => `    → ${ADVICE[each]}`),
  ];
}
