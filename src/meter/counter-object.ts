/**
 * Where the meter's own counter object says that this client's counter stands (Green Book, invocation
 * counter; Data, 0.0.43.1.e.255). It is read without security, so that whoever stands between may push the
 * counter up, but never down: it counts only where it is above what was used from here.
 */
import type { Data } from '../cosem/data.js';
import type { AttributeDescriptor, LogicalName } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import { DlmsError } from '../errors.js';

/** Reads an attribute through a public association. @throws DlmsError */
export type PublicGet = (attribute: AttributeDescriptor) => Promise<GetDataResult>;

const DATA = { classId: 1, attributeId: 2 } as const;
/** What is above would leave too few numbers: nobody gets there in earnest. */
const MOST = 0xf000_0000;
const WHOLE =
  /^(?:double-long|long|integer|unsigned|double-long-unsigned|long-unsigned|long64|long64-unsigned)$/;

/** The last number that the meter has seen. @throws DlmsError DLMS_COUNTER_UNREADABLE, or why there is no line */
export async function readCounterObject(logicalName: LogicalName, get: PublicGet): Promise<number> {
  const result = await get({ ...DATA, logicalName }).catch((error: unknown) => {
    throw error instanceof DlmsError ? reasonOf(logicalName, error) : error;
  });
  if (result.kind === 'data-access-result') throw unreadable(logicalName, `is refused: ${result.result}`);
  const number = numberIn(result.data);
  if (number === undefined) throw unreadable(logicalName, `holds no number, but ${result.data.kind}`);
  if (number <= MOST) return number;
  throw unreadable(logicalName, `stands at ${number}, which is too high to go on from`);
}

function numberIn(data: Data): number | undefined {
  if (!WHOLE.test(data.kind) || !('value' in data)) return undefined;
  const number = Number(data.value);
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A line that is not there says nothing of the object. */
function reasonOf(logicalName: LogicalName, cause: DlmsError): DlmsError {
  return cause.layer === 'transport'
    ? cause
    : unreadable(logicalName, `cannot be read: ${cause.message}`, cause);
}

function unreadable(logicalName: LogicalName, why: string, cause?: DlmsError): DlmsError {
  return new DlmsError(`the invocation counter ${logicalName}, asked for by the public client 16, ${why}`, {
    code: 'DLMS_COUNTER_UNREADABLE',
    layer: cause?.layer ?? 'service',
    fault: cause?.fault ?? 'meter',
    hint: 'Check the OBIS code in invocation_counter; where the meter has no public client, set stored, or a number to start from.',
    cause,
  });
}
