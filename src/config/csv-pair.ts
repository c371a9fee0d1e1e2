/**
 * The two files of a CSV pair: a name with `Devices` in it and the same name with `Signals`, side by side. A
 * file of another name is known by its first row.
 */

import { DlmsError } from '../errors.js';
import { csvTable } from './csv.js';
import { DEVICE_ENTRY_NAMES, findFileName, SIGNAL_FILE_NAMES } from './file-names.js';
import { configError, type Findings, inFile } from './findings.js';
import type { Folder } from './folder.js';
import type { RawFile } from './raw-file.js';
import { type Table, tableEntries } from './table.js';
import { decodeText } from './text-encoding.js';

const HALVES = { devices: /devices(?!.*devices)/i, signals: /signals(?!.*signals)/i } as const;
type Half = keyof typeof HALVES;

/**
 * @param folder what lies beside the file; undefined where only this one file is there
 * @throws DlmsError DLMS_CONFIG_FILE where a file is not CSV, or the other half is missing
 */
export async function readCsvPair(
  fileName: string,
  text: string,
  folder: Folder | undefined,
  findings: Findings,
): Promise<RawFile> {
  const table = csvTable(fileName, text);
  const half = halfOf(fileName) ?? halfByNames(table);
  const other = await otherHalf(fileName, half, folder, findings);
  const [devices, signals] = half === 'devices' ? [table, other] : [other, table];
  return {
    devices: devices ? tableEntries(devices, DEVICE_ENTRY_NAMES, 'a device', findings) : [],
    signals: signals ? tableEntries(signals, SIGNAL_FILE_NAMES, 'a signal', findings) : [],
    ofNodes: false,
  };
}

/** Which half a file is by its name, where the name tells. */
export function halfOf(fileName: string): Half | undefined {
  const isOf = { devices: HALVES.devices.test(fileName), signals: HALVES.signals.test(fileName) };
  if (isOf.devices === isOf.signals) return undefined;
  return isOf.devices ? 'devices' : 'signals';
}

/** Most names of a table are those of one half. */
function halfByNames({ rows: [header] }: Table): Half {
  const names = header?.number === 1 ? header.cells.map(({ value }) => String(value)) : [];
  const known = (table: Parameters<typeof findFileName>[1]) =>
    names.filter((name) => findFileName(name, table) !== undefined).length;
  return known(SIGNAL_FILE_NAMES) > known(DEVICE_ENTRY_NAMES) ? 'signals' : 'devices';
}

async function otherHalf(
  fileName: string,
  half: Half,
  folder: Folder | undefined,
  findings: Findings,
): Promise<Table | undefined> {
  if (folder === undefined) return undefined;
  const other = half === 'devices' ? 'signals' : 'devices';
  const wanted = fileName.replace(HALVES[half], other);
  const name = (await folder.names()).find((each) => each.toLowerCase() === wanted.toLowerCase());
  if (wanted !== fileName && name !== undefined) return tableOf(name, await folder.read(name));
  if (half === 'signals') throw configError([`${wanted} with the devices is not beside it`]);
  findings.warning(fileName, `no file ${wanted} is beside it: there are no signals`);
  return undefined;
}

function tableOf(name: string, octets: Uint8Array): Table {
  try {
    return csvTable(name, decodeText(octets));
  } catch (error) {
    throw error instanceof DlmsError ? inFile(name, error) : error;
  }
}
