/** The two objects that every meter lets everybody read: its logical device name, and its clock. */
import type { Data } from '../cosem/data.js';
import { decodeDateTime } from '../cosem/date-time.js';
import { toEpochMs, toIsoText } from '../cosem/instant.js';
import type { Clock } from '../meter/clock.js';
import type { MeterClient } from '../meter/meter-client.js';
import type { Facts } from './step.js';
import type { StepBoard } from './step-board.js';

const NAME = { classId: 1, logicalName: '0.0.42.0.0.255', attributeId: 2 } as const;
const TIME = { classId: 8, logicalName: '0.0.1.0.0.255', attributeId: 2 } as const;

/** @throws DlmsError where the meter cannot be reached any more */
export async function readName(client: MeterClient, board: StepBoard): Promise<void> {
  await read(client, board, 'logical-device-name', NAME, (data) => ({ name: textOf(data) }));
}

/** Also tells how far the meter's time is from that of this machine. @throws DlmsError as `readName` */
export async function readClock(client: MeterClient, board: StepBoard, clock: Clock): Promise<void> {
  await read(client, board, 'clock', TIME, (data) => timeFacts(data, clock.wallTime()));
}

async function read(
  client: MeterClient,
  board: StepBoard,
  step: 'logical-device-name' | 'clock',
  attribute: typeof NAME | typeof TIME,
  factsOf: (data: Data) => Facts,
): Promise<void> {
  board.begin(step);
  const result = await client.get(attribute);
  if (result.kind === 'data') board.note(step, factsOf(result.data));
  else board.note(step, { result: result.result });
  board.end(result.kind === 'data' ? 'done' : 'refused');
}

/** Logical device names are octets of printable characters, and begin with the three letters of the maker. */
function textOf(data: Data): string {
  if ('text' in data) return data.text;
  if (!('octets' in data)) return data.kind;
  return Array.from(data.octets, (octet) =>
    octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\x${octet.toString(16).padStart(2, '0')}`,
  ).join('');
}

function timeFacts(data: Data, wallTime: number): Facts {
  const dateTime = 'octets' in data ? decodeDateTime(data.octets) : undefined;
  if (dateTime === undefined) return { time: data.kind };
  const instant = toEpochMs(dateTime);
  const time = toIsoText(dateTime) ?? 'not set';
  return instant === undefined ? { time } : { time, aheadSeconds: Math.round((instant - wallTime) / 1000) };
}
