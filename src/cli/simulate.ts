/** `dlms simulate`: believable meters on TCP ports or a serial line, until it is stopped. */
import type { Command } from 'commander';
import { openSerialPort } from '../pool/open-transport.js';
import { type SimulatorHost, startSimulator } from '../simulator/host.js';
import type { CommandContext } from './command.js';
import { aborted } from './interrupt.js';
import {
  DEFAULT_HDLC_PORT,
  DEFAULT_WRAPPER_PORT,
  type SimulateOptions,
  simulateOptions,
} from './simulate-options.js';
import { namesOf, SIMULATED_QUIRKS } from './simulated-quirks.js';

const EPILOGUE = `
Without --hdlc, --wrapper, --iec and --serial it listens on ${DEFAULT_HDLC_PORT} (HDLC) and ${DEFAULT_WRAPPER_PORT} (WRAPPER).
A port of 0 takes any free one. The file of -c is a JSON object with the same names:
{ "hdlc": 4061, "meters": 3, "auth": "Low", "password": "…" }

A quirk is how a meter deviates from the book; the same --quirks at the reader makes up for it. There are
${inLines(SIMULATED_QUIRKS)}.

Example: dlms simulate --hdlc 4061 --meters 3`;

const LINE = { dataBits: 8, stopBits: 1, parity: 'none' } as const;

export function addSimulate(program: Command, context: CommandContext): void {
  program
    .command('simulate')
    .summary('simulated meters')
    .description('Simulates three-phase meters until it is stopped.')
    .option('-c, --config <file>', 'JSON file with the options below')
    .option('--hdlc <port>', 'TCP port for HDLC')
    .option('--wrapper <port>', 'TCP port for WRAPPER')
    .option('--iec <port>', 'TCP port for the IEC 62056-21 start, then HDLC or a plain readout')
    .option('--serial <path>', 'serial port')
    .option('--mode <name>', 'of the serial port: DLMS-HDLC or IEC (DLMS-HDLC)')
    .option('--baudrate <rate>', 'of the serial port, 8N1 (9600)')
    .option('--host <address>', 'address to listen on (127.0.0.1: this computer only)')
    .option('--meters <count>', 'meters behind each port (1)')
    .option('--id <address>', 'logical address (1)')
    .option('--slave-address <address>', 'physical address of the first meter, the others follow (16)')
    .option('--type <name>', 'what a client may use: LN, SN or both (both)')
    .option('--quirks <names>', 'how it deviates from the book, see below')
    .option('--auth <name>', 'None or Low (None)')
    .option('--password <text>', 'for Low; better in the environment as DLMS_PASSWORD')
    .addHelpText('after', EPILOGUE)
    .action((options: Record<string, unknown>) => simulate(options, context));
}

async function simulate(
  given: Readonly<Record<string, unknown>>,
  { output, environment, interrupted }: CommandContext,
): Promise<void> {
  const options = await simulateOptions(given, environment);
  const host = await startSimulator({
    ...options,
    openSerial: (serialPort) =>
      openSerialPort({ ...LINE, serialPort, baudRate: options.baudRate })(interrupted),
  });
  for (const line of announcement(host, options)) output.result(line);
  await aborted(interrupted);
  await host.close();
}

/** What listens where, and the commands that read it. */
function announcement(host: SimulatorHost, options: SimulateOptions): readonly string[] {
  const { physicalAddress, meters, serialPath, serialFraming, baudRate } = options;
  const which =
    meters === 1
      ? `1 meter at physical address ${physicalAddress}`
      : `${meters} meters at physical addresses ${physicalAddress} to ${physicalAddress + meters - 1}`;
  const lines = [`${which}, logical address ${options.logicalAddress}, authentication ${options.auth}`];
  for (const [name, port, mode] of [
    ['HDLC', host.hdlcPort, ''],
    ['WRAPPER', host.wrapperPort, ' --mode DLMS-WRAPPER'],
    ['IEC start', host.iecPort, iecMode(host)],
  ] as const) {
    if (port === undefined) continue;
    const how = `--ip ${reachable(options.host)} --port ${port}${mode}`;
    lines.push(...entry(`${name} on ${options.host} port ${port}`, how, options));
  }
  if (serialPath !== undefined) {
    const mode = serialFraming === 'iec' ? iecMode(host) : '';
    const how = `--device <the other end> --baudrate ${baudRate}${mode}`;
    const name = serialFraming === 'iec' ? 'IEC start' : 'HDLC';
    lines.push(...entry(`${name} on ${serialPath}, ${baudRate} 8N1`, how, options));
  }
  return [...lines, 'Ctrl-C ends it.'];
}

/** Several meters would all answer a call to any of them. */
function iecMode({ meters: [first, ...others] }: SimulatorHost): string {
  const address = others.length === 0 ? '' : ` --iec-device-address ${first?.serialNumber}`;
  return ` --mode IEC${address}`;
}

function entry(where: string, how: string, options: SimulateOptions): readonly string[] {
  const { physicalAddress, auth, quirks, referencing } = options;
  const credentials = auth === 'Low' ? ' --auth Low' : '';
  const secret = auth === 'Low' ? 'DLMS_PASSWORD=… ' : '';
  const told = quirks === '' ? '' : ` --quirks ${namesOf(quirks).join(',')}`;
  const type = referencing === 'SN' ? 'SN' : 'LN';
  const meter = `--type ${type} --slave-address ${physicalAddress}`;
  const command = `${secret}dlms read ${how} ${meter}${credentials}${told} 1-0:1.8.0 1-0:32.7.0`;
  return [`${where}; read it with:`, `  ${command}`];
}

/** Where it listens on all addresses, this computer is one of them. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

/** Names with commas between them, in lines that fit a terminal. */
function inLines(names: readonly string[]): string {
  return Array.from(names.join(', ').matchAll(/(.{1,100})(?:, |$)/g), ([, line]) => line).join(',\n');
}
