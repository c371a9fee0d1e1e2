/**
 * A workbook with the sheets Devices and Signals: names are compared without regard to case and white space,
 * and every sheet whose name starts with Signals counts.
 */
import { configError, type Findings } from './findings.js';
import type { RawFile } from './raw-file.js';
import { type Table, tableEntries } from './table.js';
import { DEVICE_NAMES, SIGNAL_NAMES } from './unknown-name.js';
import { openWorkbook, type Sheet, type Workbook } from './workbook-parts.js';
import { worksheetRows } from './worksheet.js';

const ZIP = Uint8Array.of(0x50, 0x4b);
/** The container of old workbooks, and of those with a password. */
const OLD = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0);
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le');

export function isWorkbook(octets: Uint8Array): boolean {
  return beginsWith(octets, ZIP) || beginsWith(octets, OLD);
}

/** @throws DlmsError DLMS_CONFIG_FILE where it is no workbook that can be read */
export function readWorkbook(octets: Uint8Array, findings: Findings): RawFile {
  if (beginsWith(octets, OLD)) throw configError([whyOld(octets)]);
  const workbook = openWorkbook(octets);
  const names = workbook.sheets.map(({ name }) => name).join(', ');
  const devices = tablesOf(workbook, (name) => name === 'devices', findings);
  const signals = tablesOf(workbook, (name) => name.startsWith('signals'), findings);
  if (devices.length === 0) findings.problem('the workbook', `has no sheet Devices; it has ${names}`);
  if (signals.length === 0) {
    findings.warning('the workbook', `has no sheet whose name starts with Signals; it has ${names}`);
  }
  return {
    devices: devices.flatMap((table) => tableEntries(table, DEVICE_NAMES, findings)),
    signals: signals.flatMap((table) => tableEntries(table, SIGNAL_NAMES, findings)),
    ofNodes: false,
  };
}

/** An empty sheet beside others says nothing. */
function tablesOf(
  workbook: Workbook,
  isWanted: (name: string) => boolean,
  findings: Findings,
): readonly Table[] {
  const sheets = workbook.sheets.filter(({ name }) => isWanted(name.toLowerCase().replace(/\s/g, '')));
  const tables = sheets.map((sheet) => tableOf(sheet, workbook, findings));
  const filled = tables.filter(({ rows }) => rows.length > 0);
  return filled.length > 0 ? filled : tables.slice(0, 1);
}

function tableOf({ name, isHidden, xml }: Sheet, workbook: Workbook, findings: Findings): Table {
  if (isHidden) findings.warning(name, 'is a hidden sheet, and was read');
  return { name, rows: worksheetRows(xml(), workbook), slips: false };
}

function whyOld(octets: Uint8Array): string {
  return Buffer.from(octets).includes(LOCKED)
    ? 'is protected by a password: save it without one'
    : 'is a workbook of the old format (.xls): save it as .xlsx';
}

function beginsWith(octets: Uint8Array, begin: Uint8Array): boolean {
  return begin.every((octet, at) => octets[at] === octet);
}
