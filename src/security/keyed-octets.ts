/**
 * The parameter of key_transfer and key_agreement, and the answer of the latter (class 64, Blue Book): array
 * of structure {enum key_id, octet-string}.
 */
import type { Data } from '../cosem/data.js';
import { senseless } from './refusals.js';
import { SETUP_KEY_ID, type SetupKeyId } from './security-setup.js';

export interface KeyedOctets {
  readonly keyId: SetupKeyId;
  readonly octets: Uint8Array;
}

export function keyedOctetsData(list: readonly KeyedOctets[]): Data {
  return {
    kind: 'array',
    elements: list.map(({ keyId, octets }) => ({
      kind: 'structure',
      elements: [
        { kind: 'enum', value: SETUP_KEY_ID[keyId] },
        { kind: 'octet-string', octets },
      ],
    })),
  };
}

/** @throws DlmsError DLMS_MALFORMED for other Data, a key_id that no book has, or one that comes twice */
export function readKeyedOctets(data: Data): readonly KeyedOctets[] {
  if (data.kind !== 'array') throw senseless(`keys as ${data.kind}, not as array`);
  const list = data.elements.map(readElement);
  if (new Set(list.map(({ keyId }) => keyId)).size < list.length) throw senseless('the same key_id twice');
  return list;
}

function readElement(data: Data): KeyedOctets {
  const [id, octets, ...more] = data.kind === 'structure' ? data.elements : [];
  if (id?.kind !== 'enum' || octets?.kind !== 'octet-string' || more.length > 0) {
    throw senseless('a key is no structure of enum and octet-string');
  }
  const ids = Object.keys(SETUP_KEY_ID) as SetupKeyId[];
  const keyId = ids.find((name) => SETUP_KEY_ID[name] === id.value);
  if (keyId === undefined) throw senseless(`the unknown key_id ${id.value}`);
  return { keyId, octets: octets.octets };
}
