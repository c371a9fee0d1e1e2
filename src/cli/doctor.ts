/** `dlms doctor`: the ladder of connection steps, each with its time, what was agreed, and what to try. */
import { ADVICE, adviceFor } from '../diagnosis/advice.js';
import { climb } from '../diagnosis/ladder.js';
import type { FactName, Step } from '../diagnosis/step.js';
import { FACT_WORDS, STEP_WORDS } from '../diagnosis/words.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Surroundings } from '../meter/surroundings.js';
import type { Command } from './arguments/command.js';
import { addCaptureOption, captured } from './capture.js';
import type { CommandContext } from './command.js';
import { EXIT_STATUS } from './failure.js';
import { addMeterOptions, chooseMeter, type MeterChoice } from './meter-options.js';
import { addTraceOptions, traceListener } from './trace-options.js';

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
  addCaptureOption(addTraceOptions(addMeterOptions(command)))
    .addHelpText(EPILOGUE)
    .action(async (options: Record<string, unknown>) =>
      doctor(await chooseMeter(options, context.environment), options.json === true, context),
    );
}

export async function doctor(choice: MeterChoice, json: boolean, context: CommandContext): Promise<void> {
  const { output } = context;
  const { settings, warnings, capture, device } = choice;
  for (const warning of warnings) output.note(`dlms: warning: ${warning}`);
  const session = { command: 'doctor', options: { json }, devices: [device], signals: [] };
  const holds = await captured({ path: capture, session, settings: [settings] }, context, (surroundings) =>
    climbAndTell(choice, json, surroundings, context),
  );
  if (!holds) context.finish(EXIT_STATUS.failed);
}

async function climbAndTell(
  { settings, trace }: MeterChoice,
  json: boolean,
  { open, clock, random, counters }: Surroundings,
  { output, interrupted }: CommandContext,
): Promise<boolean> {
  const tell = (step: Step): void => {
    if (json) output.json(stepLine(step, settings));
    else for (const line of stepText(step, settings)) output.result(line);
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
    ...{ clock, random, counters },
    open: open(settings),
    // What is shown of steps that stand is enough, unless all is to be seen.
    ...(trace.shown && { onTrace: traceListener(trace, output, clock), showPlain: trace.plain }),
    signal: interrupted,
    onStep: (step) => {
      known.set(step.name, step);
      if (step.state === 'running' && step.name !== 'association') showOver(known.values());
    },
  });
  showOver(steps);
  return holds;
}

function isOver({ state }: Step): boolean {
  return state !== 'waiting' && state !== 'running';
}

function stepLine(step: Step, { alias: device, transport }: MeterSettings): object {
  const { name, state, ms, facts, error } = step;
  const failure = error && { code: error.code, layer: error.layer, message: error.message, hint: error.hint };
  const advice = adviceFor(step, transport).map((each) => ADVICE[each]);
  return { device, step: name, state, ms, ...facts, error: failure, ...(advice.length > 0 && { advice }) };
}

function stepText(step: Step, { transport }: MeterSettings): readonly string[] {
  const { name, state, ms, facts, error } = step;
  const time = ms === undefined ? '' : `${ms} ms`;
  return [
    `${MARKS[state]} ${STEP_WORDS[name].padEnd(24)} ${time.padStart(9)}`.trimEnd(),
    ...Object.entries(facts).map(([fact, value]) => `    ${FACT_WORDS[fact as FactName]}: ${value}`),
    ...(error === undefined ? [] : [`    ${error.code}: ${error.message}`]),
    ...(error?.hint === undefined ? [] : [`    ${error.hint}`]),
    ...adviceFor(step, transport).map((each) => `    → ${ADVICE[each]}`),
  ];
}
