/**
 * The two files of a CSV pair: a name with `Devices` in it and the same name with `Signals`, side by side. A
 * file of another name is known by its first row.
 */

import { DlmsError } from '../errors.js';
import { csvTable } from './csv.js';
import { findFileName } from './file-names.js';
import { configError, type Findings, inFile } from './findings.js';
import type { Folder } from './folder.js';
import type { RawFile } from './raw-file.js';
import { type Table, tableEntries } from './table.js';
import { decodeText } from './text-encoding.js';
import { DEVICE_NAMES, type NamesOf, SIGNAL_NAMES } from './unknown-name.js';

type Half = 'devices' | 'signals';

const NAMELESS = 'the other half is found where the names of both differ in devices and signals';

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
    devices: devices ? tableEntries(devices, DEVICE_NAMES, findings) : [],
    signals: signals ? tableEntries(signals, SIGNAL_NAMES, findings) : [],
    ofNodes: false,
  };
}

/** Which half a file is by its name, where the name tells. */
export function halfOf(fileName: string): Half | undefined {
  const [isDevices, isSignals] = [/device/i.test(fileName), /signal/i.test(fileName)];
  if (isDevices === isSignals) return undefined;
  return isDevices ? 'devices' : 'signals';
}

/** Most names of a table are those of one half. */
function halfByNames({ rows: [header] }: Table): Half {
  const names = header?.number === 1 ? header.cells.map(({ value }) => String(value)) : [];
  const known = (of: NamesOf) => names.filter((name) => findFileName(name, of.names) !== undefined).length;
  return known(SIGNAL_NAMES) > known(DEVICE_NAMES) ? 'signals' : 'devices';
}

async function otherHalf(
  fileName: string,
  half: Half,
  folder: Folder | undefined,
  findings: Findings,
): Promise<Table | undefined> {
  if (folder === undefined) return undefined;
  const [wanted, ...others] = otherNames(fileName, half);
  const isWanted = (name: string) => [wanted, ...others].includes(name.toLowerCase());
  const name = (await folder.names()).find(isWanted);
  if (name !== undefined) return tableOf(name, await folder.read(name));
  const what = half === 'signals' ? 'devices' : 'signals';
  const why = wanted === undefined ? NAMELESS : `no file ${wanted} is beside it`;
  if (half === 'signals') throw configError([`${why}: there are no ${what}`]);
  findings.warning(fileName, `${why}: there are no ${what}`);
  return undefined;
}

/** In small letters, the usual one first; none where the name does not say which half it is. */
function otherNames(fileName: string, half: Half): readonly string[] {
  const [own, other] = half === 'devices' ? ['device', 'signal'] : ['signal', 'device'];
  const name = fileName.toLowerCase();
  const at = name.lastIndexOf(own);
  if (at < 0) return [];
  const end = name.startsWith(`${own}s`, at) ? at + own.length + 1 : at + own.length;
  return [`${other}s`, other].map((word) => name.slice(0, at) + word + name.slice(end));
}

function tableOf(name: string, octets: Uint8Array): Table {
  try {
    return csvTable(name, decodeText(octets));
  } catch (error) {
    throw error instanceof DlmsError ? inFile(name, error) : error;
  }
}
