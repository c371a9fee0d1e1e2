/** Why an HDLC link ends: DM, FRMR, a meter that is never ready. */
import { DlmsError } from '../errors.js';
import type { HdlcFrame } from '../framing/hdlc/frame.js';

/** The reasons in the third octet of an FRMR, bit 0 first. */
const REJECT_REASONS = [
  'its control field is not known',
  'it may not hold information',
  'its information field is too long',
  'its N(R) is wrong',
] as const;

export const SILENCE_HINTS = {
  connecting:
    'Check the address and its size, baud rate, data bits and parity. The meter may want an IEC start, or still be connected to another client.',
  firstAnswer:
    'The meter took the connection but not the request: check the client address, or propose a smaller information field.',
  answer: 'The line may be disturbed, or timeout_ms too short for this meter.',
} as const;

export function refusedError(): DlmsError {
  return new DlmsError('the meter refuses the connection (DM)', {
    code: 'DLMS_DISCONNECTED_MODE',
    layer: 'hdlc',
    fault: 'meter',
    hint: 'The client address may not be allowed, or the meter still serves another client: check it, or wait.',
  });
}

export function droppedError(): DlmsError {
  return new DlmsError('the meter has dropped the connection (DM)', {
    code: 'DLMS_DISCONNECTED_MODE',
    layer: 'hdlc',
    fault: 'meter',
    hint: 'Meters do so after some time without requests, or when another client connects; connect anew.',
  });
}

export function rejectedError(frame: HdlcFrame): DlmsError {
  const reasons = REJECT_REASONS.filter((_, bit) => ((frame.information[2] ?? 0) >> bit) & 1);
  const why = reasons.length === 0 ? '' : `: ${reasons.join(', ')}`;
  return new DlmsError(`the meter rejects a frame (FRMR)${why}`, {
    code: 'DLMS_FRAME_REJECT',
    layer: 'hdlc',
    fault: 'meter',
    hint: 'Connect anew; where it comes back, record a trace and report it.',
  });
}

export function busyError(busyMs: number): DlmsError {
  return new DlmsError(`the meter says since ${busyMs} ms that it is not ready`, {
    code: 'DLMS_BUSY',
    layer: 'hdlc',
    fault: 'meter',
    hint: 'Ask for less at a time, or give it longer with timeout_ms.',
  });
}
