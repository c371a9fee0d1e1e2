/** "Browse": reads a meter's object list, and single values of it, for an edit dialog. */
import type { Trace } from '../src/client/primitive.js';
import { type AttributeTag, parseTag } from '../src/cosem/obis.js';
import { objectListView } from '../src/diagnosis/object-list-view.js';
import { readObjectList } from '../src/diagnosis/read-object-list.js';
import { readingView } from '../src/diagnosis/reading-view.js';
import { systemClock } from '../src/meter/clock.js';
import { settingError } from '../src/meter/setting-reader.js';
import type { MeterSession } from '../src/pool/meter-session.js';
import type { BrowsedMeter, GuestSessions } from './guest-sessions.js';
import type { KeptLists } from './kept-lists.js';
import { toldError } from './tool-error.js';
import type { Tool } from './tool-run.js';

/** Read together; each answer is shown before the next question. */
const BATCH = 16;
const MOST_TAGS = 2_000;

/**
 * Reads the list anew, and keeps it.
 * @param language of the names
 */
export function objectsTool(
  guests: GuestSessions,
  lists: KeptLists,
  meter: BrowsedMeter,
  language: string,
): Tool {
  return async (tell, signal) => {
    let octets = 0;
    const watch = ({ layer, direction, octets: { length } }: Trace): void => {
      if (layer !== 'application' || direction !== 'received') return;
      octets += length;
      tell({ kind: 'progress', octets });
    };
    const read = (session: MeterSession) => readObjectList(session, systemClock.wallTime());
    try {
      const file = await guests.use(meter, signal, read, watch);
      await lists.save(meter.settings, file);
      tell({ kind: 'objects', list: objectListView((await lists.load(meter.settings)) ?? file, language) });
    } catch (cause) {
      tell({ kind: 'failed', error: toldError(cause, meter.settings) });
    }
  };
}

/** @param tags from `askedTags` */
export function valuesTool(guests: GuestSessions, meter: BrowsedMeter, tags: readonly AttributeTag[]): Tool {
  return async (tell, signal) => {
    try {
      await guests.use(meter, signal, async (session) => {
        for (let at = 0; at < tags.length && !signal.aborted; at += BATCH) {
          const { readings, failure } = await session.read(tags.slice(at, at + BATCH));
          if (failure !== undefined) throw failure;
          tell({ kind: 'values', values: readings.map(readingView) });
        }
      });
      tell({ kind: 'read' });
    } catch (cause) {
      tell({ kind: 'failed', error: toldError(cause, meter.settings) });
    }
  };
}

/**
 * @param asked texts `1.0.1.8.0.255:2`
 * @throws DlmsError DLMS_SETTING, DLMS_TAG… for what names no attribute
 */
export function askedTags(asked: unknown): readonly AttributeTag[] {
  if (!Array.isArray(asked) || asked.length > MOST_TAGS) {
    throw settingError(`tags is no list of up to ${MOST_TAGS} attributes`);
  }
  return asked.flatMap((text) => {
    const tag = parseTag(String(text));
    return tag.kind === 'attribute' ? [tag] : [];
  });
}
