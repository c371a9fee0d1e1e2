/** Object lists for people who look on (Blue Book, Association LN and Association SN): a line an object. */
import type { Data } from '../cosem/data.js';
import type { LogicalName } from '../cosem/descriptor.js';
import { interfaceClassName } from '../cosem/interface-class.js';
import { obisName } from '../cosem/obis-name.js';
import { decodeObjectList, type ObjectListElement } from '../cosem/object-list.js';
import type { SnObjectListElement } from '../cosem/object-list-sn.js';
import { shortNameText } from './trace-fields.js';
import { messageOf } from './trace-text.js';

interface Object {
  readonly classId: number;
  readonly version: number;
  readonly logicalName: LogicalName;
}

/** `1.0.99.128.0.255`: longer names are rare. */
const NAME_WIDTH = 16;

/** With access modes as they were sent: attribute or method, and its mode. */
export function lnObjectLines(list: Data): readonly string[] {
  try {
    const objects = decodeObjectList(list);
    return [
      `array of ${objects.length}`,
      ...objects.map((each) => `  ${objectText(each)}${accessText(each)}`),
    ];
  } catch (error) {
    return [`! ${messageOf(error)}`];
  }
}

export function snObjectLines(objects: readonly SnObjectListElement[]): readonly string[] {
  const lines = objects.map((each) => `  ${shortNameText(each.baseName)}  ${objectText(each)}`);
  return [`array of ${objects.length}`, ...lines];
}

function objectText({ classId, version, logicalName }: Object): string {
  const object = obisName(logicalName);
  const words = [
    `${interfaceClassName(classId)}, version ${version}`,
    ...(object === undefined ? [] : [object]),
  ];
  return `${logicalName.padEnd(NAME_WIDTH)}  ${words.join(', ')}`;
}

/** `; access modes 1:1 2:1 3:1, of methods 1:0` */
function accessText({ attributes, methods }: ObjectListElement): string {
  const modes = (members: readonly { readonly id: number; readonly mode: number }[]) =>
    members.map(({ id, mode }) => `${id}:${mode}`).join(' ');
  if (attributes.length === 0) return '';
  return `; access modes ${modes(attributes)}${methods.length === 0 ? '' : `, of methods ${modes(methods)}`}`;
}
