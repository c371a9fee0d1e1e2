/** Tags as captures have them. */
import { formatTag, parseJob, type Tag } from '../../cosem/obis.js';

export interface WrittenTag {
  readonly tag: string;
  /** The short name, where it was given. */
  readonly sn?: number | undefined;
}

const LARGEST_SHORT_NAME = 0xffff;

export function writtenTag(tag: Tag): WrittenTag {
  const shortName = tag.kind === 'attribute' ? tag.shortName : undefined;
  return { tag: formatTag(tag), ...(shortName === undefined ? {} : { sn: shortName }) };
}

/** @throws DlmsError DLMS_SETTING for what is no list of tags */
export function readWrittenTags(written: unknown): readonly Tag[] {
  const list: readonly unknown[] = Array.isArray(written) ? written : [];
  return list.flatMap((each) => {
    const { tag, sn } = (each ?? {}) as Readonly<Record<string, unknown>>;
    return parseJob(String(tag)).map((parsed) => withShortName(parsed, sn));
  });
}

function withShortName(tag: Tag, sn: unknown): Tag {
  const isName = typeof sn === 'number' && Number.isInteger(sn) && sn >= 0 && sn <= LARGEST_SHORT_NAME;
  return tag.kind === 'attribute' && isName ? { ...tag, shortName: sn } : tag;
}
