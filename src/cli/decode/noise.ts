/** Runs of octets that are no frame and no PDU. They are not repeated: they may be secret. */
import { DlmsError } from '../../errors.js';
import { makeField } from './fields/field.js';
import type { PlacedOctets } from './place.js';
import { errorReport, found, makeReport, type PlainObject, type Report } from './report.js';

/** @param stated what can be said of them all the same */
export function noiseReport(
  { octets, place }: PlacedOctets,
  error: DlmsError,
  stated: PlainObject = {},
): Report {
  const [offset, { length }] = [place(0), octets];
  const field = makeField('noise', { offset, length, octets: new Uint8Array() }, { error });
  return makeReport('damaged', offset, length, found({ ...stated, ...errorReport(error) }, [field]));
}

export function outsideOfFrames(): DlmsError {
  return new DlmsError('octets outside of a frame', {
    code: 'DLMS_MALFORMED',
    layer: 'transport',
    fault: 'line',
  });
}
