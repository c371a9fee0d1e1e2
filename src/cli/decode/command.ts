/** `dlms decode`: frames, PDUs and messages in any dress as JSON lines, or as a tree. */
import type { Command } from '../arguments/command.js';
import { readOctetFile } from '../bounded-input.js';
import type { CommandContext } from '../command.js';
import { EXIT_STATUS, usageError } from '../failure.js';
import type { Output } from '../output.js';
import { decodeCapture } from './decode-capture.js';
import { decodeRecording } from './decode-recording.js';
import { inputOf, inputOfText } from './input/input.js';
import type { Recording } from './input/recording.js';
import { addKeyOptions, messageKeys } from './key-options.js';
import type { Capture } from './pcap/capture.js';
import { errorText, isFaulty, type Report } from './report.js';
import { treeOf } from './tree.js';

const EPILOGUE = `
What it is, is found out: HDLC frames (with or without flags, with noise around them, segmented), WRAPPER
PDUs, wired M-Bus frames, an APDU with or without its LLC header, Data, or IEC 62056-21 and P1 text (sign-on,
identification, readout with its check, commands). It may be hexadecimal digits in any dress, an array of a
programming language, Base64, a hex dump, a log with times and directions, a record made with --capture, the
octets themselves, or a capture file (pcap, pcapng) of TCP or UDP. Segments and blocks are joined, and ciphered
APDUs deciphered where the keys are given.

Each frame, PDU or message is one line of JSON: "offset" tells where it is in the octets, "fields" where each
field of it is, with its value and what that says; "errors" points at what is wrong. With --tree it is told
for people, with a caret at what is wrong. Passwords and keys print as ***. The status is 1 where nothing could
be read.

Who sees the processes of this computer sees their options: better put keys into the environment, under the
names in capitals above.

Examples: dlms decode 7E A0 07 03 21 93 0F 01 7E
          dlms decode --tree --file record.pcap`;

interface DecodeOptions {
  readonly file?: string;
  readonly tree?: boolean;
}

export function addDecode(program: Command, context: CommandContext): void {
  const command = program
    .command('decode')
    .summary('any frame or PDU as JSON')
    .description('Decodes octets that a meter or a client sent.')
    .argument('[hex...]', 'octets in hexadecimal digits; - or nothing reads them from stdin')
    .option('--file <path>', 'reads them from a file: text, octets, or a capture of a network')
    .option('--tree', 'an indented tree for people in place of JSON')
    .option('--json', 'a line of JSON for each message, as without --tree', { conflicts: 'tree' });
  addKeyOptions(command)
    .addHelpText(EPILOGUE)
    .action((hex: string[], options: DecodeOptions) => decode(hex, options, context));
}

interface Tally {
  all: number;
  faulty: number;
  /** The first of those that could not be read. */
  first?: Report;
}

async function decode(
  hex: readonly string[],
  options: DecodeOptions,
  context: CommandContext,
): Promise<void> {
  const keys = messageKeys({ ...options }, context.environment);
  const input = await givenInput(hex, options, context);
  const { output } = context;
  tellPassedOver(input, output);
  const reports = 'conversations' in input ? decodeCapture(input, keys) : decodeRecording(input, keys);
  const tally: Tally = { all: 0, faulty: 0 };
  for (const report of reports) {
    if (output.readerGone.aborted) return;
    if (options.tree) for (const line of treeOf(report, output.resultColours)) output.result(line);
    else output.json(report);
    count(tally, report);
  }
  conclude(tally, context);
}

async function givenInput(
  hex: readonly string[],
  { file }: DecodeOptions,
  { readStdin }: CommandContext,
): Promise<Recording | Capture> {
  const noHex = hex.length === 0;
  if (file !== undefined && !noHex) throw usageError('octets are given, and a file', 'Give one of the two.');
  if (file !== undefined) return inputOf(await readOctetFile(file));
  const fromStdin = noHex || (hex.length === 1 && hex[0] === '-');
  return fromStdin ? inputOf(await readStdin()) : inputOfText(hex.join(' '));
}

/** What has no octets to decode is told, so that nothing gets lost unseen. */
function tellPassedOver(input: Recording | Capture, { note }: Output): void {
  if (!('conversations' in input)) {
    if (input.passedOver > 0) note(`dlms: ${input.passedOver} lines without octets were passed over`);
    return;
  }
  const { passedOver, unknownLinkTypes, packets } = input;
  const types = [...unknownLinkTypes];
  if (types.length > 0) note(`dlms: packets of the link type ${types.join(', ')} cannot be read`);
  if (passedOver > 0)
    note(`dlms: ${passedOver} of ${packets.length} packets are neither TCP nor UDP, or are cut`);
}

function count(tally: Tally, report: Report): void {
  tally.all += 1;
  if (!isFaulty(report) && report.kind !== 'other') return;
  tally.faulty += 1;
  tally.first ??= report;
}

function conclude({ all, faulty, first }: Tally, { output, finish }: CommandContext): void {
  if (all > faulty) {
    if (faulty > 0) output.note(`dlms: ${faulty} of ${all} could not be read, see "error"`);
    return;
  }
  output.note(`dlms: nothing could be read: ${reasonOf(first)}`);
  finish(EXIT_STATUS.failed);
}

/** What it is not, or how far it came. */
function reasonOf(first: Report | undefined): string {
  if (first === undefined || !isFaulty(first)) return 'there is nothing of DLMS in it';
  if (first.kind !== 'apdu') return errorText(first);
  return `there is no frame and no readout in it, and as an APDU: ${errorText(first)}`;
}
