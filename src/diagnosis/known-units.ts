/** The units of a list's objects, as far as the meter was asked for them before. */
import { valueAttribute, valueCompanions } from '../cosem/interface-class.js';
import { unitSymbol } from '../cosem/unit.js';
import type { MeterObject } from '../meter/meter-object.js';
import type { ObjectDirectory } from '../meter/object-directory.js';
import type { ObjectListFile } from './object-list-file.js';

/** The same list with more units: what the meter told itself counts more than what was imported. */
export function withKnownUnits(file: ObjectListFile, directory: ObjectDirectory): ObjectListFile {
  const units = new Map(file.units);
  for (const object of file.objects) {
    const unit = unitOf(object, directory);
    if (unit !== undefined) units.set(object.logicalName, unit);
  }
  return { ...file, units };
}

function unitOf({ classId, logicalName }: MeterObject, directory: ObjectDirectory): string | undefined {
  const value = valueAttribute(classId);
  const attributeId = value && valueCompanions(classId, value)?.scalerUnit;
  const known = attributeId && directory.scaler({ classId, logicalName, attributeId });
  return known ? unitSymbol(known.unit) : undefined;
}
