/**
 * OBIS codes as people write them (IEC 62056-61), and tag jobs: lists of codes, each with an optional
 * attribute. Inside, a code is the dotted logical name of six groups.
 */
import { DlmsError } from '../errors.js';
import type { LogicalName } from './descriptor.js';

/** One attribute of one object; without `attributeId` it is the value of the object. */
export interface AttributeTag {
  readonly kind: 'attribute';
  readonly logicalName: LogicalName;
  /** 1…127, or −1…−128 for attributes of the manufacturer. */
  readonly attributeId?: number | undefined;
  /** 0 to 65535: where READ finds this attribute, so that the meter's object list is not needed for it. */
  readonly shortName?: number | undefined;
}

/** The special job `device_status`: the state of the link, 1 or 0, which no object of the meter holds. */
export interface DeviceStatusTag {
  readonly kind: 'device-status';
}

export type Tag = AttributeTag | DeviceStatusTag;

const ATTRIBUTE = '(?::(?<attribute>-?\\d+))?';
const F = '(?<f>\\d+)';

const NOTATIONS: readonly RegExp[] = [
  // 1.0.1.8.0.255, 1.0.1.8.0
  new RegExp(`^(?<a>\\d+)\\.(?<b>\\d+)\\.(?<c>\\d+)\\.(?<d>\\d+)\\.(?<e>\\d+)(?:[.*&]${F})?${ATTRIBUTE}$`),
  // 1-0:1.8.0*255, 1-0:1.8.0, 1.8.0, 1.8, F.F; `&` says "reset by other means"
  new RegExp(
    `^(?:(?<a>\\d+)-(?<b>\\d+):)?(?<c>\\d+|[CFLP])\\.(?<d>\\d+|F)(?:\\.(?<e>\\d+))?(?:[.*&]${F})?${ATTRIBUTE}$`,
    'i',
  ),
  // 1-0-1-8-0-255, 1-0-1-8-0
  new RegExp(`^(?<a>\\d+)-(?<b>\\d+)-(?<c>\\d+)-(?<d>\\d+)-(?<e>\\d+)(?:-${F})?${ATTRIBUTE}$`),
];

const HEX_NOTATION = new RegExp(`^(?<octets>[0-9a-f]{12})${ATTRIBUTE}$`, 'i');

/** Letters that displays and IEC 62056-21 show for value group C. */
const LETTER_GROUP: Readonly<Record<string, string>> = { C: '96', F: '97', L: '98', P: '99' };

/** Groups that a notation may leave out: electricity, no channel, total, current billing period. */
const DEFAULT_GROUP = { a: '1', b: '0', e: '0', f: '255' };

const MAX_SHOWN = 60;

/** @throws DlmsError DLMS_SETTING when the text is no OBIS code; the message names the text. */
export function parseTag(text: string): AttributeTag {
  const tag = text.trim();
  const match = NOTATIONS.map((notation) => notation.exec(tag)).find((found) => found !== null);
  const groups = match?.groups ?? hexGroups(tag);
  if (groups === undefined) throw notObis(text, 'is not an OBIS code');
  const { attribute } = groups;
  const logicalName = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => group(text, name, groups)).join('.');
  return attribute === undefined
    ? { kind: 'attribute', logicalName }
    : { kind: 'attribute', logicalName, attributeId: attributeIdOf(text, attribute) };
}

/**
 * A tag job: OBIS codes, or `device_status`, separated by commas or white space.
 * @throws DlmsError DLMS_SETTING when an entry is no OBIS code, or there is none.
 */
export function parseJob(text: string): readonly Tag[] {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  if (entries.length === 0) throw notObis(text, 'holds no OBIS code');
  return entries.map((entry) =>
    entry.toLowerCase() === 'device_status' ? { kind: 'device-status' } : parseTag(entry),
  );
}

/** The dotted code of six groups, with `:n` where an attribute was written: also the default alias. */
export function formatTag(tag: Tag): string {
  if (tag.kind === 'device-status') return 'device_status';
  return tag.attributeId === undefined ? tag.logicalName : `${tag.logicalName}:${tag.attributeId}`;
}

/** `1-0:1.8.0*255`, as the standard prints it. */
export function formatLogicalName(name: LogicalName): string {
  const [a, b, c, d, e, f] = name.split('.');
  return `${a}-${b}:${c}.${d}.${e}*${f}`;
}

type Groups = Readonly<Record<string, string | undefined>>;

function hexGroups(tag: string): Groups | undefined {
  const { octets, attribute } = HEX_NOTATION.exec(tag)?.groups ?? {};
  if (octets === undefined) return undefined;
  const [a, b, c, d, e, f] = Array.from(Buffer.from(octets, 'hex'), String);
  return { a, b, c, d, e, f, attribute };
}

function group(text: string, name: string, groups: Groups): number {
  const defaults: Groups = DEFAULT_GROUP;
  const written = groups[name] ?? defaults[name] ?? '';
  const value = Number(LETTER_GROUP[written.toUpperCase()] ?? written);
  if (value > 255) throw notObis(text, `has ${written.slice(0, MAX_SHOWN)} in group ${name.toUpperCase()}`);
  return value;
}

function attributeIdOf(text: string, attribute: string): number {
  const id = Number(attribute);
  if (id !== 0 && id >= -128 && id <= 127) return id;
  throw notObis(text, `has the attribute ${attribute.slice(0, MAX_SHOWN)}`);
}

function notObis(text: string, what: string): DlmsError {
  return new DlmsError(`"${text.slice(0, MAX_SHOWN)}" ${what}`, {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
    hint:
      'Write an OBIS code as 1.0.1.8.0.255, 1-0:1.8.0*255 or 1-0:1.8.0, each group 0 to 255, with an ' +
      'attribute from 1 to 127 behind a colon where it is not the value, for example 0.0.1.0.0.255:2.',
  });
}
