/** Which version of its class the association has: the meaning of access modes depends on it (Blue Book 4.4.4). */
import type { MeterObject } from '../meter/meter-object.js';

const ASSOCIATION_LN = 15;
const CURRENT_ASSOCIATION = '0.0.40.0.0.255';

/** Lists that do not name their association are of the first versions. */
export function associationVersion(objects: readonly MeterObject[]): number {
  const current = ({ classId, logicalName }: MeterObject) =>
    classId === ASSOCIATION_LN && logicalName === CURRENT_ASSOCIATION;
  return objects.find(current)?.version ?? 0;
}
