/** Which attribute of which class a tag means, as far as that is known, and what must be read beside it. */
import type { AttributeDescriptor, LogicalName } from '../cosem/descriptor.js';
import { type ValueCompanions, valueAttribute, valueCompanions } from '../cosem/interface-class.js';
import { likelyClasses } from '../cosem/likely-class.js';
import type { AttributeTag } from '../cosem/obis.js';
import type { ObjectDirectory } from './object-directory.js';

export interface Target {
  readonly tag: AttributeTag;
  /** attributeId 0: the class has no one value, so that the tag must name the attribute. */
  readonly attribute: AttributeDescriptor;
  readonly scalerUnit?: AttributeDescriptor | undefined;
  readonly captureTime?: AttributeDescriptor | undefined;
  /** The logical name at a base name that is in doubt. */
  readonly nameCheck?: AttributeDescriptor | undefined;
}

/** Classes to try for a tag, best first: without an attribute only those that have a value, if any has. */
export function candidateClasses({ logicalName, attributeId }: AttributeTag): readonly number[] {
  const likely = likelyClasses(logicalName);
  const withValue = likely.filter((classId) => valueAttribute(classId) !== undefined);
  return attributeId === undefined && withValue.length > 0 ? withValue : likely;
}

export function targetOf(tag: AttributeTag, classId: number): Target {
  const attributeId = tag.attributeId ?? valueAttribute(classId) ?? 0;
  const attribute = { classId, logicalName: tag.logicalName, attributeId };
  const beside: ValueCompanions = valueCompanions(classId, attributeId) ?? {};
  return {
    tag,
    attribute,
    scalerUnit: sibling(attribute, beside.scalerUnit),
    captureTime: sibling(attribute, beside.captureTime),
  };
}

/** What must be asked for: scalers only where they are not known, nothing that was refused before. */
export function attributesOf(target: Target, directory: ObjectDirectory): readonly AttributeDescriptor[] {
  const { attribute, scalerUnit, captureTime, nameCheck } = target;
  if (attribute.attributeId === 0) return [];
  const beside = [scalerUnit, captureTime].filter((each) => each !== undefined);
  const open = beside.filter((each) => !directory.scaler(each) && !directory.refusal(each));
  return nameCheck === undefined ? [attribute, ...open] : [nameCheck, attribute, ...open];
}

function sibling(
  { classId, logicalName }: { readonly classId: number; readonly logicalName: LogicalName },
  attributeId: number | undefined,
): AttributeDescriptor | undefined {
  return attributeId === undefined ? undefined : { classId, logicalName, attributeId };
}
