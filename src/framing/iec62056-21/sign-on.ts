/** The request message that calls a meter: `/?`, its device address or none, `!` (IEC 62056-21, 6.3.1). */
import type { OctetReader } from '../../encoding/octet-reader.js';
import type { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { CR, charactersOf, END, LF, REQUEST, START, textOf } from './characters.js';

export interface SignOnRequest {
  readonly kind: 'sign-on';
  /** Up to 32 characters; empty calls any meter. */
  readonly address: string;
}

const MAX_ADDRESS = 32;

/** @throws DlmsError DLMS_IEC_ADDRESS, DLMS_IEC_TEXT */
export function encodeSignOn(writer: OctetWriter, { address }: SignOnRequest): OctetWriter {
  if (address.length > MAX_ADDRESS || /[/!]/.test(address)) throw unfit(address);
  const characters = charactersOf(address);
  return writer.u8(START).u8(REQUEST).octets(characters).u8(END).u8(CR).u8(LF);
}

/** @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED */
export function decodeSignOn(reader: OctetReader): SignOnRequest {
  if (reader.u8() !== START || reader.u8() !== REQUEST) throw reader.malformed('no request message');
  const address: number[] = [];
  for (let next = reader.u8(); next !== END; next = reader.u8()) {
    if (address.length === MAX_ADDRESS) throw reader.malformed('a device address of more than 32 characters');
    address.push(next);
  }
  if (reader.u8() !== CR || reader.u8() !== LF)
    throw reader.malformed('no line end behind a request message');
  return { kind: 'sign-on', address: textOf(Uint8Array.from(address)) };
}

/** Whether a meter of the address `own` is called; leading zeros do not count. */
export function calls({ address }: SignOnRequest, own: string): boolean {
  return address === '' || withoutZeros(address) === withoutZeros(own);
}

function withoutZeros(address: string): string {
  return address.replace(/^0+(?=.)/, '');
}

function unfit(address: string): DlmsError {
  return new DlmsError(`the device address "${address.slice(0, MAX_ADDRESS)}" cannot be sent`, {
    code: 'DLMS_IEC_ADDRESS',
    layer: 'iec',
    fault: 'settings',
    hint: 'It has up to 32 letters, digits and blanks, and neither / nor !.',
  });
}
