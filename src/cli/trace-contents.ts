/** What a trace shows, as a line and what belongs below it: an APDU, a frame of any link, or bare octets. */
import { decodeApdu } from '../apdu/apdu.js';
import { describeApdu, type Plain } from '../apdu/describe.js';
import type { Trace } from '../client/primitive.js';
import { toHex } from '../encoding/hex.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { DlmsError } from '../errors.js';
import { describeAddress } from '../framing/hdlc/address.js';
import { describeControl } from '../framing/hdlc/control-field.js';
import { decodeFrame, FLAG, type HdlcFrame } from '../framing/hdlc/frame.js';
import { decodeLinkParameters } from '../framing/hdlc/link-parameters.js';
import { decodeWpdu } from '../framing/wrapper.js';
import { treeLines } from './plain-tree.js';

export interface TraceContents {
  readonly title: string;
  readonly details: readonly string[];
}

const OCTETS_A_LINE = 32;
const WRAPPER_VERSION = 1;

export function traceContents({ layer, octets, plain }: Trace): TraceContents {
  switch (layer) {
    case 'application':
      return apduContents(octets, plain);
    case 'link':
      return frameContents(octets);
    case 'transport':
      return octetContents(octets);
  }
}

/** The APDU as it went, and what is inside it where that was asked for. */
function apduContents(octets: Uint8Array, plain: Uint8Array | undefined): TraceContents {
  const { title, details } = fieldsOf(octets);
  if (plain === undefined) return { title, details };
  const inside = fieldsOf(plain);
  const lines = [`deciphered: ${inside.title}`, ...inside.details.map((line) => `  ${line}`)];
  return { title, details: [...details, ...lines] };
}

/** Octets that make no APDU are not repeated: there may be a part of a secret in them. */
function fieldsOf(octets: Uint8Array): TraceContents {
  const size = sizeText(octets);
  try {
    const { kind, ...fields } = describeApdu(decodeApdu(octets));
    return { title: `${String(kind)}, ${size}`, details: treeLines(fields) };
  } catch (error) {
    return { title: `not an APDU, ${size}`, details: [`! ${messageOf(error)}`] };
  }
}

function frameContents(octets: Uint8Array): TraceContents {
  const [first, second] = octets;
  if (first === FLAG) return hdlcContents(octets);
  if (first === 0 && second === WRAPPER_VERSION) return wrapperContents(octets);
  return { title: `${sizeText(octets)} ${JSON.stringify(textOf(octets))}`, details: [] };
}

function hdlcContents(octets: Uint8Array): TraceContents {
  try {
    const frame = decodeFrame(octets.subarray(1));
    const { source, destination, control, segmented } = frame;
    const addresses = `${describeAddress(source)} → ${describeAddress(destination)}`;
    const more = segmented ? ', more to come' : '';
    const title = `HDLC ${describeControl(control)}, ${addresses}, ${sizeText(octets)}${more}`;
    return { title, details: treeLines(parametersOf(frame)) };
  } catch (error) {
    return { title: `HDLC, ${sizeText(octets)}: ${messageOf(error)}`, details: [] };
  }
}

function parametersOf({ control, information }: HdlcFrame): { readonly [key: string]: Plain } {
  if (information.length === 0 || (control.kind !== 'SNRM' && control.kind !== 'UA')) return {};
  return { parameters: { ...decodeLinkParameters(new OctetReader(information, 'hdlc')) } };
}

function wrapperContents(octets: Uint8Array): TraceContents {
  try {
    const { source, destination, apdu } = decodeWpdu(new OctetReader(octets, 'wrapper'));
    return { title: `WRAPPER, ${source} → ${destination}, APDU of ${sizeText(apdu)}`, details: [] };
  } catch (error) {
    return { title: `WRAPPER, ${sizeText(octets)}: ${messageOf(error)}`, details: [] };
  }
}

function octetContents(octets: Uint8Array): TraceContents {
  const lines = [];
  for (let at = 0; at < octets.length; at += OCTETS_A_LINE) {
    lines.push(toHex(octets.subarray(at, at + OCTETS_A_LINE), ' '));
  }
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return { title: only, details: [] };
  return { title: sizeText(octets), details: lines };
}

/** IEC 62056-21 has seven bits, and the eighth may be parity. */
function textOf(octets: Uint8Array): string {
  return Buffer.from(octets.map((octet) => octet & 0x7f)).toString('latin1');
}

function sizeText({ length }: Uint8Array): string {
  return length === 1 ? '1 octet' : `${length} octets`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof DlmsError)) throw error;
  return error.message;
}
