/**
 * Nodes that an older version of this package saved, brought to what they meant then, step by step, whenever
 * a flow starts: nobody has to open and save his nodes anew. The property `version` says how far a node is;
 * the first version had none, and neither have nodes that were written by hand, so that the step from there
 * changes nothing that is said. New nodes of the editor have the version of the last step; what its dialogs make of
 * older ones is in resources/dlms-saved-nodes.js.
 */
export type Saved = Readonly<Record<string, unknown>>;

export interface Migration {
  /** Of the nodes that come out of it. */
  readonly version: number;
  readonly up: (saved: Saved) => Saved;
}

/** @param steps in rising order. What a newer version saved is left as it is. */
export function migrated<T extends Saved>(saved: T, steps: readonly Migration[]): T & Saved {
  const from = versionOf(saved);
  let node: T & Saved = saved;
  for (const { version, up } of steps) if (version > from) node = { ...node, ...up(node), version };
  return node;
}

/** What a node has not, as `values` say it. */
export function withMissing(saved: Saved, values: Saved): Saved {
  const missing = Object.entries(values).filter(([property]) => saved[property] === undefined);
  return { ...saved, ...Object.fromEntries(missing) };
}

function versionOf({ version }: Saved): number {
  const number = Number(version ?? 1);
  return Number.isInteger(number) && number >= 1 ? number : 1;
}
