/**
 * What is said of a name that no setting has. A slip of the pen is a problem, since what was meant would be
 * lost; any other name is somebody else's, as in the sheets of gateways, and its values are left out.
 */
import { didYouMean, slipOf } from './closest-name.js';
import { canonical, DEVICE_ENTRY_NAMES, type FileName, SIGNAL_FILE_NAMES } from './file-names.js';
import type { Findings } from './findings.js';

export interface NamesOf {
  readonly names: readonly FileName[];
  /** For people: `a device`. */
  readonly what: string;
  /** Without which an entry says nothing: the property. */
  readonly needed?: string | undefined;
}

export const DEVICE_NAMES: NamesOf = { names: DEVICE_ENTRY_NAMES, what: 'a device' };
export const SIGNAL_NAMES: NamesOf = { names: SIGNAL_FILE_NAMES, what: 'a signal', needed: 'device' };

export function tellUnknown(
  place: string,
  written: string,
  { names, what }: NamesOf,
  findings: Findings,
): void {
  const files = names.map(({ file }) => file);
  const ofNode = names.find(({ property }) => canonical(property) === canonical(written));
  if (ofNode !== undefined || slipOf(written, files) !== undefined) {
    const suggestion = () => (ofNode ? `; did you mean ${ofNode.file}?` : didYouMean(written, files));
    findings.problem(place, () => `"${written}" is not a setting of ${what}${suggestion()}`);
    return;
  }
  findings.warning(place, () => {
    return `"${written}" is not a setting of ${what}, so it was not read${didYouMean(written, files)}`;
  });
}
