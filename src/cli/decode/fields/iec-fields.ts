/** The fields of IEC 62056-21 messages: lines of a readout with what they show, identifications, checks. */
import { obisName } from '../../../cosem/obis-name.js';
import { readoutName } from '../../../cosem/readout-name.js';
import { readoutNumber } from '../../../cosem/readout-value.js';
import type { DlmsError } from '../../../errors.js';
import { speedProposal } from '../../../framing/iec62056-21/baud-rate.js';
import { END, EOT, ETX, SOH, STX } from '../../../framing/iec62056-21/characters.js';
import type { CommandMessage } from '../../../framing/iec62056-21/command-message.js';
import { type DataSet, type DataValue, readPlacedDataSets } from '../../../framing/iec62056-21/data-set.js';
import type { Identification } from '../../../framing/iec62056-21/identification.js';
import type { IecMessage } from '../../../framing/iec62056-21/message.js';
import { type PlacedOctets, placeBehind } from '../place.js';
import { type Field, makeField, type Told } from './field.js';

/** `/`, three letters of the maker. */
const BAUD_AT = 4;

/** Passwords and what a meter makes of them (6.5.2). */
export const SECRET_COMMAND = 'P';

/** Those that meters know (6.5.2). */
const COMMANDS: Readonly<Record<string, string>> = {
  P0: 'operand for a password',
  P1: 'password',
  P2: 'password, made with the operand',
  R1: 'read',
  R2: 'read, formatted',
  R3: 'read, in blocks',
  R4: 'read, formatted, in blocks',
  R5: 'read a profile',
  R6: 'read a profile, in blocks',
  W1: 'write',
  W2: 'write, formatted',
  W3: 'write, in blocks',
  W4: 'write, formatted, in blocks',
  W5: 'write, extended',
  E2: 'execute, formatted',
  B0: 'break',
  B1: 'break, battery-powered device',
};

/** 101208152415W: year to second, and summer or winter time (DSMR P1). */
const TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([SW])$/;
/** Serial numbers and messages, which telegrams spell in hexadecimal. */
const SPELT = /^\d-\d{1,2}:96\.(?:1|13)\.\d+$/;
const PRINTABLE = /^(?:[2-7][0-9a-f]){3,}$/i;

/** @param source the message as it came, without parity */
export function iecFields(message: IecMessage, source: PlacedOctets): readonly Field[] {
  switch (message.kind) {
    case 'identification':
      return identificationFields(message, source);
    case 'data-block':
      return [
        ...dataSetFields(source),
        ...endFields(source, { meaning: message.check === 'none' ? 'none' : 'ok' }),
      ];
    case 'command': {
      const { command, type } = message;
      const name = command + type;
      return [
        part('command', source, 1, 2, { value: name, meaning: COMMANDS[name] }),
        ...commandFields(message, source),
      ];
    }
    case 'sign-on':
      return [part('device address', source, 2, message.address.length, addressTold(message.address))];
    case 'option-select':
      return [
        part('protocol control', source, 1, 1, { value: message.protocol }),
        part('baud rate', source, 2, 1, baudTold(message.baudCharacter)),
        part('mode control', source, 3, 1, { value: message.mode }),
      ];
    default:
      return [part(message.kind, source, 0, source.octets.length, {})];
  }
}

/** What a damaged block holds all the same, and its end. @param error of the check behind it, or that it is missing */
export function damagedBlockFields(source: PlacedOctets, error: DlmsError): readonly Field[] {
  return [...dataSetFields(source), ...endFields(source, { error })];
}

/** Its data is not told: a command with a wrong check may be a password. @param error of the check */
export function damagedCommandFields(source: PlacedOctets, error: DlmsError): readonly Field[] {
  const at = blockEnd(source.octets);
  const name = Buffer.from(source.octets.subarray(1, 3)).toString('latin1');
  return [
    part('command', source, 1, 2, { value: name, meaning: COMMANDS[name] }),
    part('data', source, 3, at - 3, { hidden: true, meaning: `${Math.max(0, at - 3)} octets` }),
    part('end and check', source, at, source.octets.length - at, { error }),
  ];
}

function commandFields({ command, data }: CommandMessage, source: PlacedOctets): readonly Field[] {
  if (data === undefined) return [];
  // STX, the data, ETX, block check.
  const told = command === SECRET_COMMAND ? { secret: true } : { value: data };
  return [
    part('data', source, 4, source.octets.length - 6, told),
    part('end and check', source, source.octets.length - 2, 2, { meaning: 'ok' }),
  ];
}

function addressTold(address: string): Told {
  return address === '' ? { meaning: 'none, any meter answers' } : { value: address };
}

function identificationFields(message: Identification, source: PlacedOctets): readonly Field[] {
  const { manufacturer, baudCharacter, capabilities, text } = message;
  const textAt = BAUD_AT + 1 + 2 * capabilities.length;
  return [
    part('manufacturer', source, 1, 3, { value: manufacturer }),
    part('baud rate', source, BAUD_AT, 1, baudTold(baudCharacter)),
    ...capabilities.map((capability, index) =>
      part('capability', source, BAUD_AT + 1 + 2 * index, 2, {
        value: capability,
        meaning: capability === '2' ? 'HDLC' : undefined,
      }),
    ),
    part('text', source, textAt, text.length, { value: text }),
  ];
}

function baudTold(character: string): Told {
  const proposal = speedProposal(character);
  if (proposal === undefined) return { value: character };
  const speed = 'baudRate' in proposal ? `, ${proposal.baudRate} Bd` : '';
  return { value: character, meaning: `mode ${proposal.mode}${speed}` };
}

/** Each line of data sets, from STX or the first character on. */
export function dataSetFields(source: PlacedOctets): readonly Field[] {
  const first = source.octets[0] === STX ? 1 : 0;
  const end = blockEnd(source.octets);
  const { sets } = readPlacedDataSets(source.octets.subarray(first, end));
  return sets.map(({ set, at, length }) => part('data set', source, first + at, length, dataSetTold(set)));
}

function dataSetTold({ address, values }: DataSet): Told {
  const found = readoutName(address);
  const name = found && obisName(found.logicalName);
  const texts = values.map(valueText);
  return {
    value: `${address} ${texts.map((text) => `(${text})`).join('')}`,
    meaning:
      [name ?? '', values.flatMap((each) => said(address, each)).join(', ')].filter(Boolean).join(' = ') ||
      undefined,
  };
}

function said(address: string, value: DataValue): string[] {
  const [, ...parts] = TIME.exec(value.value) ?? [];
  const [year, month, day, hour, minute, second, season] = parts;
  if (season !== undefined) {
    return [
      `20${year}-${month}-${day}T${hour}:${minute}:${second} ${season === 'S' ? 'summer' : 'winter'} time`,
    ];
  }
  if (SPELT.test(address) && PRINTABLE.test(value.value)) {
    return [JSON.stringify(Buffer.from(value.value, 'hex').toString('latin1'))];
  }
  return numberText(value);
}

function valueText({ value, unit }: DataValue): string {
  return unit === undefined ? value : `${value} ${unit}`;
}

/** Only what has a unit is a quantity for sure. */
function numberText(value: DataValue): string[] {
  const numeric = value.unit === undefined ? undefined : readoutNumber(value);
  return numeric?.kind === 'number' ? [`${numeric.value} ${value.unit}`] : [];
}

/** ETX and block check, or `!` and CRC. */
function endFields(source: PlacedOctets, told: Told): readonly Field[] {
  const at = blockEnd(source.octets);
  const isThere = at < source.octets.length || told.error !== undefined;
  return isThere ? [part('end and check', source, at, source.octets.length - at, told)] : [];
}

function blockEnd(octets: Uint8Array): number {
  const checked = Math.max(octets.lastIndexOf(ETX), octets.lastIndexOf(EOT));
  if ((octets[0] === STX || octets[0] === SOH) && checked >= 0) return checked;
  const end = octets.lastIndexOf(END);
  return end < 0 ? octets.length : end;
}

function part(name: string, { octets, place }: PlacedOctets, at: number, length: number, told: Told): Field {
  const own = octets.subarray(at, at + Math.max(0, length));
  return makeField(name, { offset: placeBehind(place, at)(0), length: own.length, octets: own }, told);
}
