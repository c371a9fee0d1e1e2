/** `dlms simulate`: believable meters on TCP ports or a serial line, until it is stopped. */
import { SIMULATED_QUIRKS } from '../config/simulated-quirks.js';
import { openSerialPort } from '../pool/open-transport.js';
import { MECHANISM_ID } from '../simulator/authentication.js';
import { startSimulator } from '../simulator/host.js';
import { PROTECTION } from '../simulator/security-settings.js';
import type { Command } from './arguments/command.js';
import type { CommandContext } from './command.js';
import { aborted } from './interrupt.js';
import { announcement } from './simulate-announcement.js';
import { DEFAULT_HDLC_PORT, DEFAULT_WRAPPER_PORT, simulateOptions } from './simulate-options.js';

const EPILOGUE = `
Without --hdlc, --wrapper, --iec and --serial it listens on ${DEFAULT_HDLC_PORT} (HDLC) and ${DEFAULT_WRAPPER_PORT} (WRAPPER).
A port of 0 takes any free one. The file of -c is a JSON object with the same names:
{ "hdlc": 4061, "meters": 3, "auth": "Low", "password": "…" }

With --security or HighGmac and no key the meters have keys for trying, which everybody knows and which are
shown; keys that you give are not. Client 16 without authentication reads the nameplate, the clock and the
invocation counter of any meter. Better put secrets into the environment, under the names in capitals.

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
    .option('--auth <name>', `${Object.keys(MECHANISM_ID).join(', ')} (None)`)
    .option('--password <text>', 'for Low, High, HighMd5, HighSha1 and HighSha256 (DLMS_PASSWORD)')
    .option('--security <name>', `what clients must use: ${Object.keys(PROTECTION).join(', ')} (None)`)
    .option('--security-suite <number>', '0, 1 or 2 (0)')
    .option('--block-cipher-key <hex>', 'global encryption key (DLMS_BLOCK_CIPHER_KEY; the key for trying)')
    .option('--authentication-key <hex>', '(DLMS_AUTHENTICATION_KEY; the key for trying)')
    .option('--system-title <hex>', 'of the first meter, 8 octets; the others follow (MFL and its number)')
    .option('--signing-key <key>', 'private key of the meter: PEM, hex, or a file (DLMS_SIGNING_KEY)')
    .option('--client-public-key <key>', 'whose signatures are taken (DLMS_CLIENT_PUBLIC_KEY)')
    .addHelpText(EPILOGUE)
    .action((options: Record<string, unknown>) => simulate(options, context));
}

async function simulate(
  given: Readonly<Record<string, unknown>>,
  { output, environment, interrupted }: CommandContext,
): Promise<void> {
  const options = await simulateOptions(given, environment);
  const host = await startSimulator({
    ...options,
    ...options.secured.options,
    openSerial: (serialPort) =>
      openSerialPort({ ...LINE, serialPort, baudRate: options.baudRate })(interrupted),
  });
  for (const line of announcement(host, options)) output.result(line);
  await aborted(interrupted);
  await host.close();
}

/** Names with commas between them, in lines that fit a terminal. */
function inLines(names: readonly string[]): string {
  return Array.from(names.join(', ').matchAll(/(.{1,100})(?:, |$)/g), ([, line]) => line).join(',\n');
}
