/** The setting `invocationCounter`: `stored`, a number to start from, or the OBIS code of the meter's counter object. */
import { type AttributeTag, parseTag } from '../cosem/obis.js';
import { DlmsError } from '../errors.js';
import type { SettingReader } from './setting-reader.js';
import type { CounterSetting } from './settings.js';

const PROPERTY = 'invocationCounter';
const ALLOWED =
  'stored, a number 0…4294967295, or the OBIS code of the counter object, such as 0.0.43.1.0.255';
const NUMBER = /^[+-]?(?:\d+|0x[0-9a-f]+)$/i;
/** Value of a Data object. */
const VALUE = 2;

export function readCounter(reader: SettingReader): CounterSetting {
  const text = reader.text(PROPERTY);
  if (text === '' || /^stored$/i.test(text)) return { kind: 'stored' };
  if (NUMBER.test(text)) {
    const range = { min: 0, max: 0xffff_ffff, fallback: 0, allowed: ALLOWED };
    return { kind: 'start', number: reader.integer(PROPERTY, range) };
  }
  const tag = tagOf(text);
  if (tag !== undefined && (tag.attributeId ?? VALUE) === VALUE) {
    return { kind: 'object', logicalName: tag.logicalName };
  }
  reader.refuse(PROPERTY, `is not allowed: ${ALLOWED}`);
  return { kind: 'stored' };
}

function tagOf(text: string): AttributeTag | undefined {
  try {
    return parseTag(text);
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
