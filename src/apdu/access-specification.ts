/** What ACCESS asks for in each place, and how it went there (Green Book, Access-Request-/-Response-Specification). */
import { decodeData, encodeData } from '../cosem/data.js';
import {
  type AttributeDescriptor,
  decodeAttributeDescriptor,
  encodeAttributeDescriptor,
} from '../cosem/descriptor.js';
import { DATA_ACCESS_RESULT, type DataAccessResult, dataAccessResultOf } from '../cosem/result.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { ACTION_RESULT, type ActionResult } from './action-outcome.js';
import { codeOf, nameOf } from './enumeration.js';
import {
  decodeMethodDescriptor,
  encodeMethodDescriptor,
  type MethodDescriptor,
} from './method-descriptor.js';

/** An attribute with a selection takes the choices with selection. */
export type AccessSpecification =
  | { readonly service: 'get' | 'set'; readonly attribute: AttributeDescriptor }
  | { readonly service: 'action'; readonly method: MethodDescriptor };

export type AccessOutcome =
  | { readonly service: 'get' | 'set'; readonly result: DataAccessResult }
  | { readonly service: 'action'; readonly result: ActionResult };

const CHOICE = { get: 1, set: 2, action: 3 } as const;
/** What the choices with selection have more than those without. */
const WITH_SELECTION = 3;

export function encodeAccessSpecification(
  writer: OctetWriter,
  specification: AccessSpecification,
): OctetWriter {
  const { service } = specification;
  if (service === 'action') return encodeMethodDescriptor(writer.u8(CHOICE.action), specification.method);
  const { selection } = specification.attribute;
  if (selection === undefined)
    return encodeAttributeDescriptor(writer.u8(CHOICE[service]), specification.attribute);
  encodeAttributeDescriptor(writer.u8(CHOICE[service] + WITH_SELECTION), specification.attribute);
  return encodeData(writer.u8(selection.selector), selection.parameters);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeAccessSpecification(reader: OctetReader): AccessSpecification {
  const choice = reader.u8();
  switch (choice) {
    case CHOICE.get:
      return { service: 'get', attribute: decodeAttributeDescriptor(reader) };
    case CHOICE.set:
      return { service: 'set', attribute: decodeAttributeDescriptor(reader) };
    case CHOICE.action:
      return { service: 'action', method: decodeMethodDescriptor(reader) };
    case CHOICE.get + WITH_SELECTION:
      return { service: 'get', attribute: decodeSelected(reader) };
    case CHOICE.set + WITH_SELECTION:
      return { service: 'set', attribute: decodeSelected(reader) };
    default:
      throw reader.malformed(`access-request-specification with the unknown choice ${choice}`);
  }
}

function decodeSelected(reader: OctetReader): AttributeDescriptor {
  const attribute = decodeAttributeDescriptor(reader);
  return { ...attribute, selection: { selector: reader.u8(), parameters: decodeData(reader) } };
}

export function encodeAccessOutcome(writer: OctetWriter, outcome: AccessOutcome): OctetWriter {
  writer.u8(CHOICE[outcome.service]);
  return outcome.service === 'action'
    ? writer.u8(codeOf(ACTION_RESULT, outcome.result))
    : writer.u8(DATA_ACCESS_RESULT[outcome.result]);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeAccessOutcome(reader: OctetReader): AccessOutcome {
  const choice = reader.u8();
  switch (choice) {
    case CHOICE.get:
      return { service: 'get', result: dataAccessResultOf(reader.u8()) };
    case CHOICE.set:
      return { service: 'set', result: dataAccessResultOf(reader.u8()) };
    case CHOICE.action:
      return { service: 'action', result: nameOf(ACTION_RESULT, reader.u8()) };
    default:
      throw reader.malformed(`access-response-specification with the unknown choice ${choice}`);
  }
}
