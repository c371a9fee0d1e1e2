/**
 * Command messages of the programming mode: `SOH` C T, `STX` and data or none, `ETX`, BCC (IEC 62056-21,
 * 6.3.6 to 6.5): P0 to P2 passwords, W and R writing and reading, E execution, B0 break. The data of P1 and
 * P2 is a secret.
 */
import { OctetReader } from '../../encoding/octet-reader.js';
import type { OctetWriter } from '../../encoding/octet-writer.js';
import { blockCheck } from './block-check.js';
import { charactersOf, EOT, ETX, isPrintable, SOH, STX, textOf } from './characters.js';
import { readChecked } from './data-block.js';

export interface CommandMessage {
  readonly kind: 'command';
  /** `P`, `W`, `R`, `E`, `B` */
  readonly command: string;
  /** The digit that tells commands of one letter apart. */
  readonly type: string;
  /** `address(value)`; none for a break. */
  readonly data?: string | undefined;
  /** More blocks follow once this one was acknowledged (commands of type 3 and 4). */
  readonly partial: boolean;
}

/** @throws DlmsError DLMS_IEC_TEXT */
export function encodeCommand(writer: OctetWriter, message: CommandMessage): OctetWriter {
  const { command, type, data, partial } = message;
  const head = charactersOf(command + type);
  const body = data === undefined ? [] : [STX, ...charactersOf(data)];
  const checked = Uint8Array.of(...head, ...body, partial ? EOT : ETX);
  return writer.u8(SOH).octets(checked).u8(blockCheck(checked));
}

/** @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED, DLMS_IEC_BCC, DLMS_TOO_LONG */
export function decodeCommand(reader: OctetReader): CommandMessage {
  if (reader.u8() !== SOH) throw reader.malformed('no SOH where a command message begins');
  const { body, end } = readChecked(reader);
  const [command = 0, type = 0, separator, ...data] = body;
  if (!isPrintable(command) || !isPrintable(type)) throw malformed(body, 'a command without name');
  if (separator !== undefined && separator !== STX) throw malformed(body, 'a command without STX');
  return {
    kind: 'command',
    command: String.fromCharCode(command),
    type: String.fromCharCode(type),
    data: separator === undefined ? undefined : textOf(Uint8Array.from(data)),
    partial: end === EOT,
  };
}

/** The message is whole by then: octets that are missing in it did not get lost behind it. */
function malformed(body: Uint8Array, what: string): Error {
  return new OctetReader(body, 'iec').malformed(what);
}
