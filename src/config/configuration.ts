/** What a configuration file of any format says: meters, and the signals that are read of them. */
import type { Signal, SignalRow } from '../meter/signal-row.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** By the names of the node's properties; whole numbers as numbers, words as the node writes them. */
export type Properties = Readonly<Record<string, unknown>>;

export interface DeviceEntry {
  /** As in the file, or made from the name; each stands for one device. */
  readonly alias: string;
  readonly enabled: boolean;
  readonly properties: Properties;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface SignalEntry {
  /** The alias of its device. */
  readonly device: string;
  readonly enabled: boolean;
  /** By the names of the node's table of signals; without `device`. */
  readonly row: SignalRow;
  /** Undefined where the row is switched off and not complete, or an environment variable is left open in it. */
  readonly signal?: Signal | undefined;
}

export interface Configuration {
  readonly devices: readonly DeviceEntry[];
  readonly signals: readonly SignalEntry[];
  /** What the user should know of the file although it can be used, each with its place. */
  readonly warnings: readonly string[];
}
