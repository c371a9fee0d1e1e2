/** Fields of an APDU for people who look on: as the book names them, codes in words, refusals marked. */
import type { Apdu } from '../apdu/apdu.js';
import { describeApdu, type Plain } from '../apdu/describe.js';
import { attributeName, interfaceClassName } from '../cosem/interface-class.js';
import { methodName } from '../cosem/method-name.js';
import { obisName } from '../cosem/obis-name.js';
import { treeLines } from './plain-tree.js';

type Fields = { readonly [key: string]: Plain };

/** Answers that say no (Green Book: AARE, exception-response, confirmedServiceError, action-response). */
const REFUSAL =
  /^(\s*)((?:(?:outcome: )?result:?|stateError:|serviceError:|errorClass:|errorValue:) (?!(?:accepted|success)(?:$|,)))/;

export function fieldLines(apdu: Apdu): readonly string[] {
  const { kind: _kind, invokeIdAndPriority: _invokeId, ...fields } = describeApdu(apdu);
  return treeLines(inWords(fields)).map((line) => line.replace(REFUSAL, '$1! $2'));
}

/** `0.0.1.0.0.255:2` and `Clock time, clock`; a method is `0.0.40.0.0.255 method 1`. */
export function memberWords(
  member: 'attribute' | 'method',
  {
    classId,
    logicalName,
    id,
  }: { readonly classId: number; readonly logicalName: string; readonly id: number },
): { readonly label: string; readonly name: string } {
  const isMethod = member === 'method';
  const name = `${interfaceClassName(classId)} ${(isMethod ? methodName : attributeName)(classId, id)}`;
  const object = obisName(logicalName);
  return {
    label: isMethod ? `${logicalName} method ${id}` : `${logicalName}:${id}`,
    name: object === undefined ? name : `${name}, ${object}`,
  };
}

/** `0xFA08` */
export function shortNameText(shortName: number): string {
  return `0x${shortName.toString(16).toUpperCase().padStart(4, '0')}`;
}

function inWords(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, wordsOf(name, value)]));
}

function wordsOf(name: string, value: Plain): Plain {
  switch (name) {
    case 'senderAcseRequirements':
    case 'responderAcseRequirements':
      return value === '1' ? 'authentication' : value;
    case 'vaaName':
      return shortNameText(Number(value));
    default:
      return plainWords(value);
  }
}

function plainWords(value: Plain): Plain {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(plainWords);
  return descriptorWords(value) ?? inWords(value);
}

/** Of an attribute or a method, in place of its three numbers; undefined for anything else. */
function descriptorWords({
  classId,
  logicalName,
  attributeId,
  methodId,
  ...others
}: Fields): Plain | undefined {
  const id = attributeId ?? methodId;
  if (typeof classId !== 'number' || typeof logicalName !== 'string' || typeof id !== 'number')
    return undefined;
  const member = methodId === undefined ? 'attribute' : 'method';
  const { label, name } = memberWords(member, { classId, logicalName, id });
  const text = `${label}, ${name}`;
  return Object.keys(others).length === 0 ? text : { [member]: text, ...inWords(others) };
}

function isList(value: readonly Plain[] | Fields): value is readonly Plain[] {
  return Array.isArray(value);
}
