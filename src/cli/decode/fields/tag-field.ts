/** The first octet of an APDU, which says what it is (Green Book, COSEMpdu). */
import { nameOf } from '../../../apdu/enumeration.js';
import { APDU_TAG } from '../../../apdu/tag.js';
import type { Told } from './field.js';

export function tagTold(tag: number): Told {
  return { value: tag, meaning: nameOf(APDU_TAG, tag) };
}
