/** What the readers of all formats give: entries with what stands in them and where, not yet judged. */
import type { FileName } from './file-names.js';

export interface RawCell {
  readonly name: FileName;
  /** The name as it stands in the file. */
  readonly written: string;
  /** Text, number or boolean; never empty. */
  readonly value: unknown;
  /** Why the value cannot be used, where it cannot: `is a date`. */
  readonly fault?: string | undefined;
  /** For people: `Devices row 5, column C`. */
  readonly place: string;
}

export interface RawEntry {
  /** For people: `Devices row 5`. */
  readonly place: string;
  readonly cells: readonly RawCell[];
}

export interface RawFile {
  readonly devices: readonly RawEntry[];
  readonly signals: readonly RawEntry[];
  /** Whether the file names settings as the node does, not by the names of files. */
  readonly ofNodes: boolean;
}
