/** What lies beside a configuration file. */
export interface Folder {
  /** Of the files in it. */
  names(): Promise<readonly string[]>;
  read(name: string): Promise<Uint8Array>;
}
