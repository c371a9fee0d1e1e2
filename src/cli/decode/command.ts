/** `dlms decode`: frames, PDUs and messages in any dress as JSON lines. */
import type { Command } from 'commander';
import type { CommandContext } from '../command.js';
import { EXIT_STATUS } from '../failure.js';
import { decodeOctets } from './decode-octets.js';
import { octetsOfStream, octetsOfText } from './octets-input.js';
import { errorText, isFaulty } from './report.js';

const EPILOGUE = `
What it is, is found out: HDLC frames (with or without flags, with noise around them, segmented), WRAPPER
PDUs, an APDU with or without its LLC header, one Data, or IEC 62056-21 text (sign-on, identification,
readout with its check, commands), also from a text file. Blocks are joined. Each frame, PDU or message is one
line; what could not be read has "error", and "offset" tells where it is in the octets. Passwords and keys in
them print as ***. The status is 1 where nothing could be read. Ciphered APDUs are named, but not deciphered
yet.

Example: dlms decode 7E A0 07 03 21 93 0F 01 7E`;

export function addDecode(program: Command, context: CommandContext): void {
  program
    .command('decode')
    .summary('any frame or PDU as JSON')
    .description('Decodes octets that a meter or a client sent.')
    .argument('[hex...]', 'octets in hexadecimal digits; - or nothing reads them from stdin')
    .addHelpText('after', EPILOGUE)
    .action((hex: string[]) => decode(hex, context));
}

async function decode(hex: readonly string[], { output, readStdin, finish }: CommandContext): Promise<void> {
  const fromStdin = hex.length === 0 || (hex.length === 1 && hex[0] === '-');
  const octets = fromStdin ? octetsOfStream(await readStdin()) : octetsOfText(hex.join(' '));
  const reports = decodeOctets(octets);
  for (const report of reports) output.json(report);
  const faulty = reports.filter(isFaulty);
  const [first] = faulty;
  if (first === undefined) return;
  if (faulty.length < reports.length) {
    output.note(`dlms: ${faulty.length} of ${reports.length} could not be read, see "error"`);
    return;
  }
  output.note(`dlms: nothing could be read: ${errorText(first)}`);
  finish(EXIT_STATUS.failed);
}
