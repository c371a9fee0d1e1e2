/** Tells an awaited APDU from what a meter sends in between by itself, by the tag alone. */
import { nameOf } from '../apdu/enumeration.js';
import { APDU_TAG, type ApduName } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';

/** Meters may talk of other things before they answer, but not for ever. */
export const MOST_UNAWAITED = 64;

/**
 * The name of an APDU that is none of the `awaited`; undefined for an awaited one, and for octets that no
 * book knows: those are a broken answer, not another APDU.
 */
export function unawaited(octets: Uint8Array, awaited: readonly ApduName[]): ApduName | undefined {
  const name = nameOf(APDU_TAG, octets[0] ?? -1);
  return isApduName(name) && !awaited.includes(name) ? name : undefined;
}

function isApduName(name: string): name is ApduName {
  return Object.hasOwn(APDU_TAG, name);
}

export function noAnswer(): DlmsError {
  return new DlmsError(`${MOST_UNAWAITED} other APDUs came, but not the answer`, {
    code: 'DLMS_NO_ANSWER',
    layer: 'service',
    fault: 'meter',
    hint: 'The meter sends notifications on this connection and nothing else: let it send them elsewhere.',
  });
}
