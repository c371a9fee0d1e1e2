/** What a simulated meter says in IEC 62056-21, and at which speed, as its behaviour wants it. */
import { OctetWriter } from '../encoding/octet-writer.js';
import { speedProposal } from '../framing/iec62056-21/baud-rate.js';
import { ETX, NAK } from '../framing/iec62056-21/characters.js';
import { encodeCommand } from '../framing/iec62056-21/command-message.js';
import { encodeDataBlock } from '../framing/iec62056-21/data-block.js';
import { writeDataSets } from '../framing/iec62056-21/data-set.js';
import { encodeIdentification } from '../framing/iec62056-21/identification.js';
import { encodeOptionSelect, type OptionSelect } from '../framing/iec62056-21/option-select.js';
import type { DemoMeter } from './demo-meter.js';
import type { IecBehaviour } from './iec-behaviour.js';
import { plainReadout } from './plain-readout.js';

const BAUD_9600 = '5';

export function identification(behaviour: IecBehaviour): Uint8Array {
  const { baudCharacter = BAUD_9600, quick, unmarked, cutIdentification } = behaviour;
  const octets = encodeIdentification(new OctetWriter(), {
    kind: 'identification',
    manufacturer: quick ? 'MFl' : 'MFL',
    baudCharacter,
    capabilities: unmarked ? [] : ['2'],
    text: 'MFL-DEMO',
  }).toOctets();
  return octets.subarray(0, cutIdentification);
}

/** The speed of a readout that follows the identification by itself, in modes A and B. */
export function naturalSpeed({ baudCharacter = BAUD_9600 }: IecBehaviour, start: number): number | undefined {
  const proposal = speedProposal(baudCharacter);
  if (proposal?.mode === 'A') return start;
  return proposal?.mode === 'B' ? proposal.baudRate : undefined;
}

/** The speed that an option select asks for; undefined where nobody knows it. */
export function selectedSpeed({ baudCharacter }: OptionSelect): number | undefined {
  const proposal = speedProposal(baudCharacter);
  return proposal?.mode === 'C' ? proposal.baudRate : undefined;
}

/** The confirmation of an option select is the same message. */
export function selectEcho(select: OptionSelect): Uint8Array {
  return encodeOptionSelect(new OctetWriter(), select).toOctets();
}

export function breakMessage(): Uint8Array {
  const message = { kind: 'command', command: 'B', type: '0', partial: false } as const;
  return encodeCommand(new OctetWriter(), message).toOctets();
}

export function refusal(): Uint8Array {
  return Uint8Array.of(NAK);
}

/** @param count of the readouts so far, this one included */
export function readout(meter: DemoMeter, now: number, behaviour: IecBehaviour, count: number): Uint8Array {
  const { wrongChecks = 0, withoutCheck, baudCharacter = BAUD_9600 } = behaviour;
  const data = writeDataSets(plainReadout(meter, now));
  // Mode A knows neither STX nor a check.
  if (speedProposal(baudCharacter)?.mode === 'A') return data;
  const block = { kind: 'data-block', data, partial: false, check: 'bcc' } as const;
  const octets = encodeDataBlock(new OctetWriter(), block).toOctets();
  if (withoutCheck) return octets.subarray(0, octets.indexOf(ETX));
  if (count <= wrongChecks) octets[octets.length - 1] = (octets.at(-1) ?? 0) ^ 0x55;
  return octets;
}
