/** What is inside of ciphered and signed APDUs, where the keys for it are at hand (Green Book, protection). */
import { type Apdu, decodeApdu } from '../../apdu/apdu.js';
import { isProtectedApdu, isProtectedTag, type ProtectedApdu } from '../../apdu/protected-apdu.js';
import { DlmsError } from '../../errors.js';
import type { Tolerated } from '../../security/tolerant-opening.js';
import type { Decipherer } from './decipherer.js';
import { type Field, makeField } from './fields/field.js';
import { isIecText, reportIec } from './iec-report.js';
import { type Place, type PlacedOctets, placeBehind } from './place.js';
import { errorReport, type Finding, found, NOTHING, noted, plainOf } from './report.js';

/** Tells an APDU that was deciphered. @throws DlmsError */
type Tell = (source: PlacedOctets, layers: number) => Finding;

const NONE = new Uint8Array();

export class ProtectedContents {
  readonly #decipherer: Decipherer;
  readonly #tell: Tell;

  constructor(decipherer: Decipherer, tell: Tell) {
    this.#decipherer = decipherer;
    this.#tell = tell;
  }

  /** Looks at every APDU in turn, its user-information included; what there is to say about the contents. */
  see(apdu: Apdu, source: PlacedOctets, layers: number): Finding {
    this.#decipherer.learn(apdu);
    if (isProtectedApdu(apdu)) return this.#open(apdu, source, layers);
    const information = 'userInformation' in apdu ? apdu.userInformation : undefined;
    if (information?.kind !== 'unsupported' || !isProtectedTag(information.tag)) return NOTHING;
    const inner = orUndefined(() => decodeApdu(information.octets));
    if (inner === undefined || !isProtectedApdu(inner)) return NOTHING;
    const place = placeBehind(source.place, startIn(information.octets));
    return this.#open(inner, { octets: information.octets, place }, layers);
  }

  #open(apdu: ProtectedApdu, source: PlacedOctets, layers: number): Finding {
    const opening = this.#decipherer.open(source.octets, apdu);
    switch (opening.kind) {
      case 'locked':
        if (isEnciphered(apdu)) return noted(`the contents are enciphered: ${opening.reason}`);
        return this.#unopened(apdu, source, opening.reason, layers);
      case 'failed':
        return found(errorReport(opening.error), [
          contentsField(apdu, source, 'deciphered', undefined, opening.error),
        ]);
      case 'opened':
        return this.#opened(apdu, source, opening, layers);
    }
  }

  /** What everybody can read, and nobody has checked; the APDU around it tells it already. */
  #unopened(apdu: ProtectedApdu, source: PlacedOctets, reason: string, layers: number): Finding {
    const octets = payloadOf(apdu);
    if (isCompressed(apdu) || octets.length === 0) return NOTHING;
    const inner = this.#inside({ octets, place: contentsPlace(apdu, source, octets) }, layers);
    const field = contentsField(apdu, source, 'contents', `not verified; ${reason}`, undefined, inner.fields);
    const { apdu: _apdu, ...others } = inner.report;
    return found(others, [field], ...inner.notes);
  }

  #opened(apdu: ProtectedApdu, source: PlacedOctets, opening: Tolerated, layers: number): Finding {
    const { contents, verified, notes } = opening;
    const inner = this.#inside({ octets: contents, place: contentsPlace(apdu, source, contents) }, layers);
    const deciphered = { verified, ...(notes.length > 0 ? { notes } : {}), ...plainOf(inner) };
    const words = [verified ? 'verified' : 'not verified', ...notes].join('; ');
    const field = contentsField(apdu, source, 'deciphered', words, undefined, inner.fields);
    const { error } = inner.report;
    return found({ deciphered, ...(error === undefined ? {} : { error }) }, [field]);
  }

  /** An APDU, or the text that some meters send in place of one. */
  #inside(source: PlacedOctets, layers: number): Finding {
    if (isIecText(source.octets)) return textFinding(source);
    try {
      return this.#tell(source, layers);
    } catch (error) {
      return found(errorReport(error), [wrongContents(source, error)]);
    }
  }
}

function textFinding(source: PlacedOctets): Finding {
  const messages = reportIec(source, true) ?? [];
  const plain = messages.map(({ fields: _, ...message }) => message);
  const fields = messages.flatMap(({ fields }) => fields);
  const [wrong] = messages.filter(({ error }) => error !== undefined);
  return found({ messages: plain, ...(wrong?.error === undefined ? {} : { error: wrong.error }) }, fields);
}

function isCompressed(apdu: ProtectedApdu): boolean {
  return 'securityControl' in apdu && apdu.securityControl.compressed;
}

function isEnciphered(apdu: ProtectedApdu): boolean {
  return 'securityControl' in apdu && apdu.securityControl.encrypted;
}

/** Decoded APDUs are views on a copy of their octets: so a part of them knows where it stands. */
function startIn(part: Uint8Array): number {
  return part.byteOffset;
}

function payloadOf(apdu: ProtectedApdu): Uint8Array {
  return apdu.kind === 'general-signing' ? apdu.content : apdu.payload;
}

/** Octets are enciphered one by one; of those that lay in several layers only the outermost is known. */
function contentsPlace(apdu: ProtectedApdu, { place }: PlacedOctets, contents: Uint8Array): Place {
  const payload = payloadOf(apdu);
  const start = startIn(payload);
  return payload.length === contents.length ? placeBehind(place, start) : () => place(start);
}

function contentsField(
  apdu: ProtectedApdu,
  { place }: PlacedOctets,
  name: string,
  meaning: string | undefined,
  error?: DlmsError,
  fields?: readonly Field[],
): Field {
  const payload = payloadOf(apdu);
  const where = { offset: place(startIn(payload)), length: payload.length, octets: NONE };
  return makeField(name, where, { meaning, error }, fields);
}

function wrongContents({ octets, place }: PlacedOctets, error: unknown): Field {
  if (!(error instanceof DlmsError)) throw error;
  return makeField('contents', { offset: place(0), length: octets.length, octets: NONE }, { error });
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
