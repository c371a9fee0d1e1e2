/**
 * The acknowledgement and option select message: `ACK V Z Y` (IEC 62056-21, 6.3.3). With `2 Z 2` a meter of
 * mode E confirms it with the same message and goes over to HDLC (IEC 62056-46, annex B).
 */
import type { OctetReader } from '../../encoding/octet-reader.js';
import type { OctetWriter } from '../../encoding/octet-writer.js';
import { ACK, CR, charactersOf, isPrintable, LF } from './characters.js';

export interface OptionSelect {
  readonly kind: 'option-select';
  /** Protocol control V: `0` normal, `1` secondary, `2` HDLC. */
  readonly protocol: string;
  /** Baud rate character Z. */
  readonly baudCharacter: string;
  /** Mode control Y: `0` readout, `1` programming, `2` binary (HDLC), `6` to `9` the maker's own. */
  readonly mode: string;
}

export const OPTION_SELECT_LENGTH = 6;

export function modeESelect(baudCharacter: string): OptionSelect {
  return { kind: 'option-select', protocol: '2', baudCharacter, mode: '2' };
}

export function readoutSelect(baudCharacter: string): OptionSelect {
  return { kind: 'option-select', protocol: '0', baudCharacter, mode: '0' };
}

/** @throws DlmsError DLMS_IEC_TEXT */
export function encodeOptionSelect(writer: OctetWriter, select: OptionSelect): OctetWriter {
  const { protocol, baudCharacter, mode } = select;
  return writer
    .u8(ACK)
    .octets(charactersOf(protocol + baudCharacter + mode))
    .u8(CR)
    .u8(LF);
}

/** @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED */
export function decodeOptionSelect(reader: OctetReader): OptionSelect {
  if (reader.u8() !== ACK) throw reader.malformed('no option select message');
  const [protocol, baudCharacter, mode] = [character(reader), character(reader), character(reader)];
  if (reader.u8() !== CR || reader.u8() !== LF) throw reader.malformed('no line end behind an option select');
  return { kind: 'option-select', protocol, baudCharacter, mode };
}

function character(reader: OctetReader): string {
  const code = reader.u8();
  if (!isPrintable(code)) throw reader.malformed('an option select with a control character');
  return String.fromCharCode(code);
}
