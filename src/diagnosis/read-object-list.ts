/** Reads a meter's object list into a file to be kept: with the meter's name, and when it was read. */
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DlmsError } from '../errors.js';
import type { MeterSession } from '../pool/meter-session.js';
import { dataText } from './data-text.js';
import type { ObjectListFile } from './object-list-file.js';

const NAME: AttributeDescriptor = { classId: 1, logicalName: '0.0.42.0.0.255', attributeId: 2 };

/**
 * @param now milliseconds since 1970-01-01 UTC
 * @throws DlmsError where the meter cannot be reached, or refuses its list
 */
export async function readObjectList(session: MeterSession, now: number): Promise<ObjectListFile> {
  const objects = await session.objects();
  const { referencing } = session.settings;
  return { readAt: now, name: await nameOf(session), referencing, objects, units: new Map() };
}

/** Nothing is lost where the meter does not tell it. */
async function nameOf(session: MeterSession): Promise<string> {
  try {
    const result = await session.get(NAME);
    return result.kind === 'data' ? dataText(result.data) : '';
  } catch (error) {
    if (error instanceof DlmsError) return '';
    throw error;
  }
}
