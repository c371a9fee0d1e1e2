/**
 * The engine for use without Node-RED. A meter in a few lines:
 *
 *     const { settings } = resolveSettings({
 *       host: '192.168.1.10', mode: 'DLMS-WRAPPER', referencing: 'LN', logicalAddress: 1,
 *     });
 *     const meter = new MeterClient({ settings, open: openTransport(settings) });
 *     const [energy] = await meter.read(['1-0:1.8.0']);
 *     await meter.close();
 */
export type { Trace } from './client/primitive.js';
export type { Data } from './cosem/data.js';
export type { AttributeDescriptor, LogicalName, SelectiveAccess } from './cosem/descriptor.js';
export { type AttributeTag, formatTag, parseJob, parseTag, type Tag } from './cosem/obis.js';
export type { ObjectListElement } from './cosem/object-list.js';
export type { DataAccessResult, GetDataResult } from './cosem/result.js';
export { DlmsError, type DlmsErrorDetails, type ErrorFault, type ErrorLayer } from './errors.js';
export type { DirectoryStore } from './meter/directory-store.js';
export { type FileStoreOptions, fileStore } from './meter/file-store.js';
export { MeterClient, type MeterClientOptions, type TagLike } from './meter/meter-client.js';
export type { MeterObject } from './meter/meter-object.js';
export { loadDirectory, ObjectDirectory } from './meter/object-directory.js';
export type { Quality, Reading } from './meter/reading.js';
export { type ResolvedSettings, resolveSettings, type SettingSecrets } from './meter/resolve-settings.js';
export type {
  AuthName,
  IecSettings,
  MeterSettings,
  ModeName,
  Parity,
  SerialSettings,
  TlsSettings,
  TransportName,
} from './meter/settings.js';
export type { MeterSession, ScanOutcome, Watch, Watching } from './pool/meter-session.js';
export { openTransport } from './pool/open-transport.js';
export { Pool, type PoolOptions } from './pool/pool.js';
export type { SessionStatus } from './pool/session-status.js';
export type {
  LineConfiguration,
  OpenTransport,
  Transport,
  TransportListener,
} from './transport/transport.js';
