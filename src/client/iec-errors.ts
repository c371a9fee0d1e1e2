/** Why a meter that was called as IEC 62056-21 says cannot be read. */
import { DlmsError } from '../errors.js';
import { describeIdentification, type Identification } from '../framing/iec62056-21/identification.js';

export const SIGN_ON_SILENCE =
  'Check the optical head or line, the device address and the start baud rate; the meter may speak HDLC without an IEC start, or still be busy with an earlier client.';

export const READOUT_SILENCE =
  'The meter has identified itself but sends no data: try a lower baud rate, down to 300.';

export function nothingSentError(ms: number): DlmsError {
  return new DlmsError(`no whole telegram was sent for ${ms} ms`, {
    code: 'DLMS_TIMEOUT',
    layer: 'iec',
    fault: 'meter',
    hint: 'Check how the line is set, and how often this meter sends; some only do when a button is pressed.',
  });
}

export function unknownSpeedError(identification: Identification): DlmsError {
  const { baudCharacter } = identification;
  const who = describeIdentification(identification);
  return new DlmsError(`the meter proposes the speed "${baudCharacter}", which nobody knows (${who})`, {
    code: 'DLMS_IEC_BAUD',
    layer: 'iec',
    fault: 'meter',
    hint: 'Fix the speed after the start in the quirks of this meter, as its manual gives it.',
  });
}

/** Modes A and B send their readout without being asked again. */
export function noModeEError(identification: Identification): DlmsError {
  const who = describeIdentification(identification);
  return new DlmsError(`the meter offers no change to HDLC (${who})`, {
    code: 'DLMS_IEC_MODE',
    layer: 'iec',
    fault: 'settings',
    hint: 'It only has a plain readout: read it so, without HDLC.',
  });
}

export function plainReadoutError(): DlmsError {
  return new DlmsError('the meter answers the option select with a plain readout in place of HDLC', {
    code: 'DLMS_IEC_READOUT',
    layer: 'iec',
    fault: 'settings',
    hint: 'Read it as a meter that only has a plain readout; or it has no HDLC on this port.',
  });
}

export function refusedSelectError(answer: string): DlmsError {
  return new DlmsError(`the meter refuses the option select (${answer})`, {
    code: 'DLMS_IEC_REFUSED',
    layer: 'iec',
    fault: 'meter',
    hint: 'It may not have this mode on this port; try a plain readout, or HDLC without an IEC start.',
  });
}
