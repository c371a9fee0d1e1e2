/** The object lists of meters, kept beside what else is learned of them, for edit dialogs that are offline. */
import { withKnownUnits } from '../src/diagnosis/known-units.js';
import { keptObjectList, type ObjectListFile, objectListJson } from '../src/diagnosis/object-list-file.js';
import type { DirectoryStore } from '../src/meter/directory-store.js';
import { loadDirectory } from '../src/meter/object-directory.js';
import { resolveSettings } from '../src/meter/resolve-settings.js';
import type { MeterSettings } from '../src/meter/settings.js';
import { directoryKey } from '../src/pool/settings-key.js';
import type { UnsavedMeter } from './unsaved-meter.js';

/** What names the meter, and the client whose rights the list shows. */
const NAMING = [
  ...['transport', 'host', 'port', 'serialPort', 'mode', 'referencing', 'clientAddress', 'logicalAddress'],
  ...['physicalAddress', 'addressSize', 'serialNumber', 'serialNumberFormula'],
];

/**
 * Settings that name the meter; what else may be wrong or missing in a form does not matter here.
 * @throws DlmsError DLMS_SETTING
 */
export function namingSettings({ properties }: UnsavedMeter): MeterSettings {
  const naming = NAMING.flatMap((name) => (properties[name] ? [[name, properties[name]] as const] : []));
  return resolveSettings(Object.fromEntries(naming)).settings;
}

export class KeptLists {
  readonly #store: DirectoryStore;

  constructor(store: DirectoryStore) {
    this.#store = store;
  }

  /** With the units that the meter has told since. Undefined where none is kept. */
  async load(settings: MeterSettings): Promise<ObjectListFile | undefined> {
    const file = keptObjectList(await this.#store.load(listKey(settings)));
    const directory = await loadDirectory(this.#store, directoryKey(settings));
    return file && withKnownUnits(file, directory);
  }

  async save(settings: MeterSettings, file: ObjectListFile): Promise<void> {
    this.#store.save(listKey(settings), objectListJson(file));
    await this.#store.flush();
  }
}

function listKey(settings: MeterSettings): string {
  return `${directoryKey(settings)} objects`;
}
