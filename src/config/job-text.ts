/** A tag job in one notation, whatever the file has: jobs that fetch the same are the same. */
import { formatTag, parseJob } from '../cosem/obis.js';
import { DlmsError } from '../errors.js';

/** '' for none; what is no list of codes, such as a variable, stays as it is. */
export function formatJob(job: unknown): string {
  const text = job === undefined || job === null ? '' : String(job).trim();
  if (text === '') return '';
  try {
    return parseJob(text).map(formatTag).join(', ');
  } catch (error) {
    if (error instanceof DlmsError) return text;
    throw error;
  }
}
