/**
 * APDUs for people who look on: what is asked for by its names, and each value beside what was asked for. Of
 * values that come in blocks the whole is shown with the last one.
 */
import { type Apdu, decodeApdu } from '../apdu/apdu.js';
import { invokeIdOf, isConfirmed, isHighPriority } from '../apdu/invoke-id.js';
import type { ReadResult } from '../apdu/read.js';
import type { VariableAccess } from '../apdu/variable-access.js';
import { readLongAnswer, readLongReadAnswer } from '../client/long-answer.js';
import type { Data } from '../cosem/data.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import { toHex } from '../encoding/hex.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { dataLines } from './trace-data.js';
import { fieldLines, memberWords } from './trace-fields.js';
import { lnObjectLines } from './trace-object-list.js';
import { ShortNames } from './trace-short-names.js';
import { type Contents, messageOf, shortened, sizeText } from './trace-text.js';

/** What a result answers. */
interface Asked {
  /** `1.0.1.8.0.255:2`, or a short name and what stands there. */
  readonly label: string;
  readonly name: string;
  readonly attribute?: AttributeDescriptor | undefined;
}

/** Class and attribute. */
const ASSOCIATION_SN = 12;
const ASSOCIATION_LN = 15;
const OBJECT_LIST = 2;
/** A longer value is not joined here. */
const MOST_JOINED = 1024 * 1024;

export class ApduContents {
  #asked: readonly Asked[] = [];
  #blocks = new OctetWriter();
  readonly #shortNames = new ShortNames();

  /** The APDU as it went, and what is inside it where that is known. */
  of(octets: Uint8Array, plain?: Uint8Array): Contents {
    const { title, details } = this.#fieldsOf(octets);
    if (plain === undefined) return { title, details: shortened(details) };
    const inside = this.#fieldsOf(plain);
    const lines = [`deciphered: ${inside.title}`, ...shortened(inside.details).map((line) => `  ${line}`)];
    return { title, details: [...shortened(details), ...lines] };
  }

  /** Octets that make no APDU are not repeated: there may be a part of a secret in them. */
  #fieldsOf(octets: Uint8Array): Contents {
    const size = sizeText(octets);
    try {
      const apdu = decodeApdu(octets);
      const details = this.#service(apdu) ?? fieldLines(apdu);
      return { title: `${apdu.kind}${invokeText(apdu)}, ${size}`, details };
    } catch (error) {
      return { title: `not an APDU, ${size}`, details: [`! ${messageOf(error)}`] };
    }
  }

  /** The services that read; undefined for all others. */
  #service(apdu: Apdu): readonly string[] | undefined {
    switch (apdu.kind) {
      case 'get-request-normal':
        return this.#ask([askedOf(apdu.attribute)]);
      case 'get-request-with-list':
        return this.#ask(apdu.attributes.map(askedOf));
      case 'get-request-next':
        return [`block ${apdu.blockNumber} was received, the next one is wanted`];
      case 'read-request':
        return this.#ask(apdu.specifications.map((access) => accessOf(access, this.#shortNames)));
      case 'get-response-normal':
        return this.#answers([apdu.result]);
      case 'get-response-with-list':
        return this.#answers(apdu.results);
      case 'get-response-with-datablock': {
        const { result, lastBlock, blockNumber } = apdu;
        if (result.kind !== 'raw-data') return [`block ${blockNumber}: ${result.result}`];
        return this.#block(result.octets, blockNumber, lastBlock, readLongAnswer);
      }
      case 'read-response':
        return this.#read(apdu.results);
      default:
        return undefined;
    }
  }

  #ask(asked: readonly Asked[]): readonly string[] {
    const isBlock = asked.every(({ label }) => label === '');
    if (isBlock) return asked.map(({ name }) => name);
    this.#asked = asked;
    this.#blocks = new OctetWriter();
    const width = widthOf(asked);
    return asked.map(({ label, name }) => `${label.padEnd(width)}  ${name}`.trimEnd());
  }

  #answers(results: readonly (GetDataResult | ReadResult)[]): readonly string[] {
    const fits = results.length === this.#asked.length;
    const width = widthOf(this.#asked);
    return results.flatMap((result, at) => {
      const asked = fits ? this.#asked[at] : undefined;
      const [first = '', ...more] = this.#result(result, asked?.attribute);
      return [`${(asked?.label ?? `${at + 1}`).padEnd(width)}  ${first}`, ...more.map((line) => `  ${line}`)];
    });
  }

  /** The object list of short names tells what they mean from then on. */
  #result(result: GetDataResult | ReadResult, of: AttributeDescriptor | undefined): readonly string[] {
    if (of?.attributeId !== OBJECT_LIST || result.kind !== 'data') return resultLines(result, of);
    if (of.classId === ASSOCIATION_SN) return this.#shortNames.learn(result.data);
    return of.classId === ASSOCIATION_LN ? lnObjectLines(result.data) : resultLines(result, of);
  }

  #read(results: readonly ReadResult[]): readonly string[] {
    const [first] = results;
    if (first?.kind !== 'data-block-result') return this.#answers(results);
    return this.#block(first.rawData, first.blockNumber, first.lastBlock, readLongReadAnswer);
  }

  #block(octets: Uint8Array, number: number, last: boolean, read: typeof readLongAnswer): readonly string[] {
    const title = `block ${number}${last ? ', the last' : ''}: ${sizeText(octets)}`;
    if (this.#blocks.length + octets.length <= MOST_JOINED) this.#blocks.octets(octets);
    if (!last) return [title];
    const joined = this.#blocks.toOctets();
    this.#blocks = new OctetWriter();
    const attributes = this.#asked.map(({ attribute }) => attribute ?? UNKNOWN);
    try {
      return [title, `all blocks: ${sizeText(joined)}`, ...this.#answers(read(joined, attributes).results)];
    } catch (error) {
      return [title, `! all blocks: ${messageOf(error)}`];
    }
  }
}

/** Of which only the place in the list counts. */
const UNKNOWN: AttributeDescriptor = { classId: 0, logicalName: '0.0.0.0.0.0', attributeId: 0 };

function askedOf(attribute: AttributeDescriptor): Asked {
  const { classId, logicalName, attributeId, selection } = attribute;
  const { label, name } = memberWords('attribute', { classId, logicalName, id: attributeId });
  const selected =
    selection === undefined ? '' : `, ${selectionText(selection.selector, selection.parameters)}`;
  return { label, name: `${name}${selected}`, attribute };
}

function accessOf(access: VariableAccess, names: ShortNames): Asked {
  switch (access.kind) {
    case 'variable-name':
      return names.place(access.shortName);
    case 'parameterized-access': {
      const place = names.place(access.shortName);
      return { ...place, name: [place.name, calledText(access)].filter((text) => text !== '').join(', ') };
    }
    case 'block-number-access':
      return { label: '', name: `block ${access.blockNumber} was received, the next one is wanted` };
    default:
      return { label: '', name: `block ${access.blockNumber} of a long request` };
  }
}

/** With selector 0 a method is called, and its parameters may be a secret. */
function calledText({
  selector,
  parameters,
}: Extract<VariableAccess, { kind: 'parameterized-access' }>): string {
  return selector === 0 ? 'called as a method' : selectionText(selector, parameters);
}

function selectionText(selector: number, parameters: Data): string {
  return `selector ${selector}: ${dataLines(parameters).join(' ').replace(/ +/g, ' ')}`;
}

function resultLines(
  result: GetDataResult | ReadResult,
  of: AttributeDescriptor | undefined,
): readonly string[] {
  switch (result.kind) {
    case 'data':
      return dataLines(result.data, of);
    case 'data-access-result':
      return [`! ${result.result}`];
    case 'block-number':
      return [`block ${result.blockNumber} was received`];
    case 'data-block-result':
      return [`block ${result.blockNumber}: ${toHex(result.rawData)}`];
  }
}

function invokeText(apdu: Apdu): string {
  if (!('invokeIdAndPriority' in apdu)) return '';
  const { invokeIdAndPriority: octet } = apdu;
  const serviceClass = isConfirmed(octet) ? 'confirmed' : 'unconfirmed';
  return ` #${invokeIdOf(octet)}, ${serviceClass}, ${isHighPriority(octet) ? 'high' : 'normal'} priority`;
}

function widthOf(asked: readonly Asked[]): number {
  return Math.max(0, ...asked.map(({ label }) => label.length));
}
