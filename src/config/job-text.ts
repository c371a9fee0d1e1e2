/** A tag job in one notation, whatever the file has: jobs that fetch the same are the same. */
import { formatTag, parseJob, type Tag } from '../cosem/obis.js';
import { DlmsError } from '../errors.js';

/** '' for none; what is no list of codes, such as a variable, stays as it is. */
export function formatJob(job: unknown): string {
  const text = job === undefined || job === null ? '' : String(job).trim();
  return tagsIn(text)?.map(formatTag).join(', ') ?? text;
}

/** Whether a text is a list of codes, each of them good. */
export function isJob(text: string): boolean {
  return tagsIn(text) !== undefined;
}

function tagsIn(text: string): readonly Tag[] | undefined {
  try {
    return parseJob(text);
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
