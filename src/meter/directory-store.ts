/** Where what was learned of meters outlives the program: JSON texts under keys. */

export interface DirectoryStore {
  /** The text kept under the key; undefined where there is none or it cannot be read. */
  load(key: string): Promise<string | undefined>;
  /** Keeps the text, soon. */
  save(key: string, json: string): void;
  /** Resolves when everything that was saved is kept. */
  flush(): Promise<void>;
}

/** Forgets all when the program ends. */
export function memoryStore(): DirectoryStore {
  const texts = new Map<string, string>();
  return {
    load: async (key) => texts.get(key),
    save: (key, json) => {
      texts.set(key, json);
    },
    flush: async () => undefined,
  };
}
