/**
 * Meters that only speak plain IEC 62056-21, read by the same tags: a readout is asked for, and each tag is
 * looked up among its lines. A number keeps the unit that the meter writes behind it.
 */
import type { Readout, ReadoutInput, ReadoutOutput } from '../client/readout-primitive.js';
import type { AttributeDescriptor, LogicalName } from '../cosem/descriptor.js';
import type { AttributeTag, Tag } from '../cosem/obis.js';
import { findReadoutLine, readoutName } from '../cosem/readout-name.js';
import { mainReadoutValue, type ReadoutValue, readoutNumber } from '../cosem/readout-value.js';
import type { GetDataResult } from '../cosem/result.js';
import { DlmsError } from '../errors.js';
import {
  closedHere,
  type LineInput,
  type LineOutput,
  Pump,
  type PumpedMachine,
  type PumpOptions,
} from './pump.js';
import { deviceStatusReading, qualityOf, type Reading } from './reading.js';

/** What a line has that shows an object: its value, and whether a unit stands with it. */
export interface ReadoutObject {
  readonly logicalName: LogicalName;
  readonly hasUnit: boolean;
}

type Request = Exclude<ReadoutInput, LineInput>;
type Told = Exclude<ReadoutOutput, LineOutput>;

/** The attribute that a line of a readout stands for. */
const VALUE = 2;
/** What a meter that was called says where it has no HDLC to go over to. */
const WITHOUT_HDLC: readonly string[] = ['DLMS_IEC_READOUT', 'DLMS_IEC_MODE', 'DLMS_IEC_REFUSED'];

/** Whether a meter showed that it has nothing but a plain readout. */
export function isWithoutHdlc(error: unknown): boolean {
  return error instanceof DlmsError && WITHOUT_HDLC.includes(error.code);
}

/** One readout over an open line. @throws DlmsError, DLMS_CLOSED when `ended` says so */
export function readOut(
  machine: PumpedMachine<ReadoutInput, ReadoutOutput>,
  options: PumpOptions,
  ended: AbortSignal,
): Promise<Readout> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void): void => {
      ended.removeEventListener('abort', giveUp);
      pump.end();
      act();
    };
    const giveUp = (): void => end(() => reject(closedHere()));
    const pump = new Pump<Request, Told>(options, machine, {
      told: (output) =>
        end(() => (output.kind === 'READOUT.failed' ? reject(output.cause) : resolve(output))),
      failed: (cause) => end(() => reject(cause)),
    });
    ended.addEventListener('abort', giveUp);
    pump.feed({ kind: 'READOUT.request' });
  });
}

/** @param time milliseconds since 1970-01-01 UTC */
export function readoutReadings({ lines }: Readout, tags: readonly Tag[], time: number): readonly Reading[] {
  return tags.map((tag) =>
    tag.kind === 'device-status' ? deviceStatusReading(tag, 1, time) : readingOf(lines, tag, time),
  );
}

/** The text of a line, as data. */
export function readoutResult({ lines }: Readout, attribute: AttributeDescriptor): GetDataResult {
  const shown = shownValue(lines, attribute.logicalName, attribute.attributeId);
  return shown === undefined
    ? { kind: 'data-access-result', result: 'object-undefined' }
    : { kind: 'data', data: { kind: 'visible-string', text: shown.value } };
}

/** What the lines show, as far as it has an OBIS code. */
export function readoutObjects({ lines }: Readout): readonly ReadoutObject[] {
  const objects = lines.flatMap(({ address, values }) => {
    const name = readoutName(address);
    const hasUnit = mainReadoutValue(values)?.unit !== undefined;
    return name === undefined
      ? []
      : [[name.logicalName, { logicalName: name.logicalName, hasUnit }] as const];
  });
  return [...new Map(objects).values()];
}

function readingOf(lines: Readout['lines'], tag: AttributeTag, time: number): Reading {
  const { logicalName, attributeId = VALUE } = tag;
  const common = { obis: logicalName, attribute: attributeId, classId: 0, time };
  const shown = shownValue(lines, logicalName, attributeId);
  if (shown === undefined) return { ...common, quality: 'object-undefined' };
  const data = { kind: 'visible-string', text: shown.value } as const;
  const numeric = readoutNumber(shown);
  if (numeric.kind === 'not-numeric') return { ...common, data, quality: qualityOf(numeric.reason) };
  const { value, raw, exact } = numeric;
  return { ...common, data, quality: 'good', value, raw, exact, unit: shown.unit };
}

function shownValue(
  lines: Readout['lines'],
  logicalName: LogicalName,
  attributeId: number,
): ReadoutValue | undefined {
  const line = attributeId === VALUE ? findReadoutLine(lines, logicalName) : undefined;
  return line && mainReadoutValue(line.values);
}
