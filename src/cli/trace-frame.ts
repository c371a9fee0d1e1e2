/** Frames for people, by their fields: HDLC, WRAPPER, and the messages of IEC 62056-21. */
import { REDACTED } from '../apdu/redact.js';
import type { Trace } from '../client/primitive.js';
import { toHex } from '../encoding/hex.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { DlmsError } from '../errors.js';
import { describeAddress, type HdlcAddress } from '../framing/hdlc/address.js';
import type { ControlField } from '../framing/hdlc/control-field.js';
import { decodeFrame, decodeHeader, FLAG, type HdlcFrame } from '../framing/hdlc/frame.js';
import { decodeLinkParameters } from '../framing/hdlc/link-parameters.js';
import { withoutLlc } from '../framing/hdlc/llc.js';
import { IecDeframer } from '../framing/iec62056-21/deframer.js';
import { decodeWpdu } from '../framing/wrapper.js';
import { holdsPassword, messageTitle, textLines } from './trace-iec.js';
import { strayContents } from './trace-stray.js';
import { type Contents, messageOf, octetLines, sizeText } from './trace-text.js';

type Direction = Trace['direction'];

const WRAPPER_VERSION = 1;
/** Control fields and addresses stand in columns. */
const CONTROL_WIDTH = 18;
const ADDRESS_WIDTH = 13;
const SIZE_WIDTH = 11;
const CHECK_SIZE = 2;
const HIDDEN = /\*{4}/;

export type Framing = 'HDLC' | 'WRAPPER' | 'IEC';

/** Of a whole frame. */
export function framingOf([first, second]: Uint8Array): Framing {
  if (first === FLAG) return 'HDLC';
  return first === 0 && second === WRAPPER_VERSION ? 'WRAPPER' : 'IEC';
}

/** @param due how frames on this line are made, as far as that is known: others are damaged, or noise */
export function frameContents(octets: Uint8Array, direction: Direction, due?: Framing): Contents {
  const framing = framingOf(octets);
  if (framing === 'HDLC') return hdlcContents(octets, direction);
  if (framing === 'WRAPPER') return wrapperContents(octets);
  if (due === 'HDLC') return damagedContents(octets, direction);
  return due === 'WRAPPER' ? strayContents(octets) : iecContents(octets, direction);
}

function hdlcContents(octets: Uint8Array, direction: Direction): Contents {
  try {
    const { frame, checks } = frameOf(octets);
    const title = hdlcTitle(frame, direction, octets, `${checks}${informationText(frame)}`);
    return { title, details: parameterLines(frame) };
  } catch (error) {
    return { title: `HDLC, ${sizeText(octets)}`, details: [`! ${messageOf(error)}`] };
  }
}

/** What stood between two flags and is no frame, by its header where that holds. */
function damagedContents(octets: Uint8Array, direction: Direction): Contents {
  try {
    const title = hdlcTitle(decodeHeader(octets), direction, octets, 'damaged');
    return { title, details: octetLines(octets) };
  } catch (error) {
    messageOf(error);
    return strayContents(octets);
  }
}

function hdlcTitle(
  { source, destination, control }: Pick<HdlcFrame, 'source' | 'destination' | 'control'>,
  direction: Direction,
  octets: Uint8Array,
  rest: string,
): string {
  const addresses = `${addressText(source)} → ${addressText(destination)}`;
  const fields = [
    controlText(control, direction).padEnd(CONTROL_WIDTH),
    addresses.padEnd(ADDRESS_WIDTH),
    sizeText(octets).padStart(SIZE_WIDTH),
    ` ${rest}`,
  ];
  return `HDLC ${fields.join(' ')}`;
}

/** Asterisks in place of a secret do not fit the check sequence that went over the line. */
function frameOf(octets: Uint8Array): { readonly frame: HdlcFrame; readonly checks: string } {
  const body = octets.subarray(1);
  try {
    const frame = decodeFrame(body);
    return { frame, checks: frame.information.length > 0 ? 'HCS and FCS ok' : 'FCS ok' };
  } catch (error) {
    if (!(error instanceof DlmsError) || !HIDDEN.test(Buffer.from(octets).toString('latin1'))) throw error;
    const { informationAt, length, ...header } = decodeHeader(body);
    const information = body.subarray(informationAt, length - CHECK_SIZE);
    return { frame: { ...header, information }, checks: 'HCS ok, a secret is hidden' };
  }
}

/** Upper and lower address, and how many octets they take where it is more than one: `1/16 (4)`. */
function addressText(address: HdlcAddress): string {
  return address.size === 1 ? describeAddress(address) : `${describeAddress(address)} (${address.size})`;
}

/** P where it asks for an answer, F where it gives the turn back. */
function controlText(control: ControlField, direction: Direction): string {
  if (control.kind === 'unknown') return `control ${toHex(Uint8Array.of(control.octet))}`;
  const bit = direction === 'sent' ? ' P' : ' F';
  const numbers = [
    'sendNumber' in control ? ` N(S)=${control.sendNumber}` : '',
    'receiveNumber' in control ? ` N(R)=${control.receiveNumber}` : '',
  ];
  return `${control.kind}${numbers.join('')}${control.pollFinal ? bit : ''}`;
}

function informationText({ control, information, segmented }: HdlcFrame): string {
  if (information.length === 0) return '';
  const more = segmented ? ', segment, more to come' : '';
  if (control.kind !== 'I' && control.kind !== 'UI') return `, parameters of ${sizeText(information)}`;
  const apdu = withoutLlc(information);
  if (apdu === undefined) return `, ${sizeText(information)} of the APDU before${more}`;
  const llc = toHex(information.subarray(0, information.length - apdu.length), ' ');
  return `, LLC ${llc}, APDU of ${sizeText(apdu)}${more}`;
}

function parameterLines(frame: HdlcFrame): readonly string[] {
  const { control, information } = frame;
  if (information.length === 0) return [];
  if (control.kind === 'FRMR') return [`rejected: ${toHex(information, ' ')}`];
  if (control.kind !== 'SNRM' && control.kind !== 'UA') return [];
  const parameters = decodeLinkParameters(new OctetReader(information, 'hdlc'));
  const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive } = parameters;
  return [
    `transmit: at most ${maxInfoTransmit} octets of information, window ${windowTransmit}`,
    `receive:  at most ${maxInfoReceive} octets of information, window ${windowReceive}`,
  ];
}

function wrapperContents(octets: Uint8Array): Contents {
  try {
    const { source, destination, apdu } = decodeWpdu(new OctetReader(octets, 'wrapper'));
    const ports = `wPort ${source} → ${destination}`;
    return { title: `WRAPPER version 1, ${ports}, length ${apdu.length}`, details: [] };
  } catch (error) {
    return { title: `WRAPPER, ${sizeText(octets)}`, details: [`! ${messageOf(error)}`] };
  }
}

/** Messages come whole here: an end that the deframer would wait for is missing for good. */
function iecContents(octets: Uint8Array, direction: Direction): Contents {
  const deframer = new IecDeframer();
  const outputs = [...deframer.push(octets), ...deframer.flush()];
  const titles = outputs.map((output) =>
    output.kind === 'message' ? messageTitle(output.message, direction) : sizeText(output.octets),
  );
  const isSecret = holdsPassword(octets);
  return { title: `IEC  ${titles.join('; ')}`, details: isSecret ? [REDACTED] : textLines(octets) };
}
