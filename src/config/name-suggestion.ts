/** What to write in place of a name that no setting has. */
import { didYouMean } from './closest-name.js';
import type { FileName } from './file-names.js';

/** `; did you mean baudrate?`, also where the node's own name was written; or nothing. */
export function suggestedName(written: string, names: readonly FileName[]): string {
  const ofNode = names.find(({ property }) => property.toLowerCase() === written.trim().toLowerCase());
  if (ofNode !== undefined) return `; did you mean ${ofNode.file}?`;
  return didYouMean(
    written,
    names.map(({ file }) => file),
  );
}
