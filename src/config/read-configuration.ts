/**
 * A configuration out of the octets of a file, whatever its format: what it is shows in its content. A
 * workbook, JSON, an exported flow, or one half of a CSV pair.
 */
import { DlmsError } from '../errors.js';
import { type AssembleOptions, assemble } from './assemble.js';
import type { Configuration } from './configuration.js';
import { readCsvPair } from './csv-pair.js';
import { findFileName } from './file-names.js';
import { configError, Findings, inFile } from './findings.js';
import { type FlowCredentials, readFlow } from './flow.js';
import { flowNodes, isFlow } from './flow-nodes.js';
import type { Folder } from './folder.js';
import { readJson } from './json.js';
import { isObject, parseJson } from './json-object.js';
import type { RawFile } from './raw-file.js';
import { decodeText } from './text-encoding.js';
import { DEVICE_NAMES, SIGNAL_NAMES } from './unknown-name.js';
import { isWorkbook, readWorkbook } from './workbook.js';

export interface ReadOptions extends AssembleOptions {
  /** What lies beside the file, where the other half of a CSV pair is; undefined for a file on its own. */
  readonly folder?: Folder | undefined;
  /** The secrets of a flow, which it does not hold itself. */
  readonly credentials?: FlowCredentials | undefined;
}

const BARE_LIST = 'is a bare list: it must be { "devices": [ … ], "signals": [ … ] }';

/** Larger files are no configuration. */
export const MOST_OCTETS = 10 * 1024 * 1024;

/**
 * @param fileName without its folders
 * @throws DlmsError DLMS_CONFIG_FILE that names the file and every problem in it, never with a secret
 */
export async function readConfiguration(
  fileName: string,
  octets: Uint8Array,
  options: ReadOptions = {},
): Promise<Configuration> {
  const findings = new Findings();
  try {
    return assemble(await readRaw(fileName, octets, options, findings), findings, options);
  } catch (error) {
    throw error instanceof DlmsError ? inFile(fileName, error) : error;
  }
}

async function readRaw(
  fileName: string,
  octets: Uint8Array,
  { folder, credentials = {} }: ReadOptions,
  findings: Findings,
): Promise<RawFile> {
  if (octets.length > MOST_OCTETS) throw configError([`is larger than ${MOST_OCTETS >> 20} MiB`]);
  if (isWorkbook(octets)) return readWorkbook(octets, findings);
  const text = decodeText(octets);
  const begin = text.trimStart().charAt(0);
  if (begin === '') throw configError(['is empty']);
  if (begin === '{' || begin === '[' || /\.json$/i.test(fileName))
    return readJsonText(text, credentials, findings);
  if (begin === '<') throw configError(['is XML or HTML under another name: save it as .xlsx']);
  if (text.includes('\0')) throw configError(['is none of JSON, CSV, .xlsx, and a flow of Node-RED']);
  return readCsvPair(fileName, text, folder, findings);
}

function readJsonText(text: string, credentials: FlowCredentials, findings: Findings): RawFile {
  const value = parseJson(text);
  if (isFlow(value)) {
    const nodes = flowNodes(value, text);
    if (nodes.length === 0 && Array.isArray(value) && value.some(isEntry)) throw configError([BARE_LIST]);
    return readFlow(nodes, credentials, findings);
  }
  if (!isObject(value)) throw configError(['is neither a JSON object nor a flow of Node-RED']);
  return readJson(value, text, findings);
}

function isEntry(value: unknown): boolean {
  const names = [...DEVICE_NAMES.names, ...SIGNAL_NAMES.names];
  return isObject(value) && Object.keys(value).some((key) => findFileName(key, names) !== undefined);
}
