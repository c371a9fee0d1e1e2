/** The fields of IEC 62056-21 messages: lines of a readout with what they show, identifications, checks. */
import { obisName } from '../../../cosem/obis-name.js';
import { readoutName } from '../../../cosem/readout-name.js';
import { readoutNumber } from '../../../cosem/readout-value.js';
import type { DlmsError } from '../../../errors.js';
import { speedProposal } from '../../../framing/iec62056-21/baud-rate.js';
import { END, EOT, ETX, STX } from '../../../framing/iec62056-21/characters.js';
import { type DataSet, type DataValue, readPlacedDataSets } from '../../../framing/iec62056-21/data-set.js';
import type { Identification } from '../../../framing/iec62056-21/identification.js';
import type { IecMessage } from '../../../framing/iec62056-21/message.js';
import { type PlacedOctets, placeBehind } from '../place.js';
import { type Field, makeField, type Told } from './field.js';

/** `/`, three letters of the maker. */
const BAUD_AT = 4;

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
      const name = [part('command', source, 1, 2, { value: command + type })];
      return [...name, part('data', source, 3, source.octets.length - 3, { hidden: true })];
    }
    case 'sign-on':
      return [part('device address', source, 2, message.address.length, { value: message.address })];
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

/** What a damaged block holds all the same, and its end. @param error of the check behind it */
export function damagedBlockFields(source: PlacedOctets, error: DlmsError): readonly Field[] {
  return [...dataSetFields(source), ...endFields(source, { error })];
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
    meaning: [...(name === undefined ? [] : [name]), ...values.flatMap(numberText)].join(' = ') || undefined,
  };
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
  return at < source.octets.length
    ? [part('end and check', source, at, source.octets.length - at, told)]
    : [];
}

function blockEnd(octets: Uint8Array): number {
  const checked = Math.max(octets.lastIndexOf(ETX), octets.lastIndexOf(EOT));
  if (octets[0] === STX && checked >= 0) return checked;
  const end = octets.lastIndexOf(END);
  return end < 0 ? octets.length : end;
}

function part(name: string, { octets, place }: PlacedOctets, at: number, length: number, told: Told): Field {
  const own = octets.subarray(at, at + Math.max(0, length));
  return makeField(name, { offset: placeBehind(place, at)(0), length: own.length, octets: own }, told);
}
