/** `dlms poll`: the devices and signals of a file, polled as the nodes would poll them, for all to see. */
import type { TraceLayer } from '../client/primitive.js';
import type { Command } from './arguments/command.js';
import { addCaptureOption, captureWish } from './capture.js';
import type { CommandContext } from './command.js';
import { addConfigurationOptions, loadConfiguration } from './configuration-options.js';
import { usageError } from './failure.js';
import { addPortMap, mappedPorts } from './gateway-port.js';
import { levelOf } from './poll-journal.js';
import { planPolling } from './poll-plan.js';
import { type PollChoices, runPoll } from './poll-run.js';
import { type ReadyFile, readyFile } from './ready-file.js';
import { writtenFile } from './written-file.js';

const EPILOGUE = `
Results go to stdout, a JSON line for each signal and scan: device, topic, payload, unit, timestamp, quality and
where it comes from; a signal without a value has payload null, and the reason as its quality. All else goes to
stderr. Meters are released before the command ends; a second Ctrl-C ends it at once.

What is told by level (--debug), each with all before it:
  0 emerg, 1 alert, 2 crit  nothing but why the command ends
  3 err      a device that cannot be read, or a signal: once, when it begins
  4 warning  settings that were changed to work; failures that last, ever more rarely
  5 notice   what the file switches off; devices that are read again; each change of a signal with log 1
  6 info     each scan; each change of a connection
  7 debug    remarks about what meters do that is not by the book
-a, -l, -t and -r are shown at any level, and docs/debugging.md explains what they show. Of HDLC addresses,
upper/lower stand with their octets behind: 1/16 (4). --readyfile stays when the command ends.

A file may say PORT1 for a serial port: --map PORT1=/dev/ttyUSB0, or PORT1 in the environment, says which it is.

Examples: dlms poll -c plant.xlsx
          dlms poll -c meters.json -p 192.168.1.10:4059 -a -l
          dlms poll -c meters.json --once > values.jsonl`;

export function addPoll(program: Command, context: CommandContext): void {
  const command = program
    .command('poll')
    .summary('devices and signals of a file, polled as the nodes would')
    .description('Polls the devices and signals of a file, and shows what happens on the lines.');
  addPortMap(addConfigurationOptions(command))
    .option('-p, --port <port>', 'only this one: a serial port, a TCP port, a host, or host:port')
    .option('-d, --debug <level>', 'what is told, 0…7 (5)')
    .option('-a, --app', 'shows the application layer: APDUs with their names and values')
    .option('-l, --link', 'shows the link layer: frames with their fields')
    .option('-t, --transport', 'shows the octets')
    .option('--show-plain', 'with -a: what is inside of ciphered messages, too')
    .option('-r, --messages', 'shows the messages that go out, topic and payload; also --redis')
    .option('--redis', '', { hidden: true })
    .option('-R, --readyfile <file>', 'written when every device has been scanned once')
    .option('--once', 'one scan of each device; the status is 1 where one could not be read');
  addCaptureOption(command)
    .addHelpText(EPILOGUE)
    .action((options: Record<string, unknown>) => poll(options, context));
}

async function poll(options: Readonly<Record<string, unknown>>, context: CommandContext): Promise<void> {
  const { config, port } = options;
  if (typeof config !== 'string') throw usageError('no file is given', 'Name it with -c FILE.');
  const ready = writtenFile('readyfile', options);
  const choices = choicesOf(options, ready === undefined ? undefined : readyFile(ready));
  const { environment } = context;
  const ports = mappedPorts(options, environment);
  const configuration = await loadConfiguration(config, options, environment, { variables: environment });
  const plan = planPolling(config, configuration, ports, typeof port === 'string' ? port : undefined);
  await runPoll(plan, choices, context);
}

function choicesOf(options: Readonly<Record<string, unknown>>, ready: ReadyFile | undefined): PollChoices {
  const { app, link, transport, messages, redis, showPlain, once, debug } = options;
  const layers: readonly (readonly [TraceLayer, boolean])[] = [
    ['application', app === true || showPlain === true],
    ['link', link === true],
    ['transport', transport === true],
  ];
  return {
    once: once === true,
    level: levelOf(debug),
    layers: new Set(layers.filter(([, shown]) => shown).map(([layer]) => layer)),
    showPlain: showPlain === true,
    messages: messages === true || redis === true,
    ready,
    capture: captureWish(options),
  };
}
