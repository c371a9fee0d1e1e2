/**
 * The engine for use without Node-RED. A meter in a few lines:
 *
 *     const { settings } = resolveSettings({
 *       host: '192.168.1.10', mode: 'DLMS-WRAPPER', referencing: 'LN', logicalAddress: 1,
 *     });
 *     const meter = new MeterClient({ settings, open: openTransport(settings) });
 *     const [energy] = await meter.read(['1-0:1.8.0']);
 *     await meter.close();
 *
 * Keys that are to be changed in a meter: `keyTransfer` and `keyAgreement` give the method of its Security
 * setup object and the parameters that it is invoked with.
 */
export type { MethodDescriptor } from './apdu/method-descriptor.js';
export type { AuthName } from './client/authentication.js';
export type { Trace } from './client/primitive.js';
export type { Data } from './cosem/data.js';
export type { AttributeDescriptor, LogicalName, SelectiveAccess } from './cosem/descriptor.js';
export { type AttributeTag, formatTag, parseJob, parseTag, type Tag } from './cosem/obis.js';
export type { ObjectListElement } from './cosem/object-list.js';
export type { DataAccessResult, GetDataResult } from './cosem/result.js';
export { DlmsError, type DlmsErrorDetails, type ErrorFault, type ErrorLayer } from './errors.js';
export type { AgreedSecurity, MeterNegotiated } from './meter/agreed-security.js';
export { counterStore } from './meter/counter-store.js';
export type { DirectoryStore } from './meter/directory-store.js';
export { type FileStoreOptions, fileStore } from './meter/file-store.js';
export type { CounterStart, CounterStore, KeptCounter } from './meter/kept-counter.js';
export { MeterClient } from './meter/meter-client.js';
export type { MeterClientOptions, TagLike } from './meter/meter-client-options.js';
export type { MeterObject } from './meter/meter-object.js';
export { loadDirectory, ObjectDirectory } from './meter/object-directory.js';
export type { RandomOctets } from './meter/random-octets.js';
export type { Quality, Reading } from './meter/reading.js';
export { type ResolvedSettings, resolveSettings, type SettingSecrets } from './meter/resolve-settings.js';
export type {
  CounterSetting,
  IecSettings,
  MeterSettings,
  ModeName,
  Parity,
  SecurityName,
  SecuritySettings,
  SerialSettings,
  TlsSettings,
  TransportName,
} from './meter/settings.js';
export { stateFolder } from './meter/state-folder.js';
export type { MeterSession, ScanOutcome, Watch, Watching } from './pool/meter-session.js';
export { openTransport } from './pool/open-transport.js';
export { Pool, type PoolOptions } from './pool/pool.js';
export type { SessionStatus } from './pool/session-status.js';
export {
  type CertificateInput,
  type CertificateUsage,
  selfSignedCertificate,
} from './security/certificate.js';
export type { Curve } from './security/curve.js';
export type { InvocationCounter } from './security/invocation-counter.js';
export type { Parties } from './security/key-agreement.js';
export { agreedKeys, keyAgreement, type Offer } from './security/key-agreement-method.js';
export { privateKeyFromRandom, randomLength } from './security/key-generation.js';
export {
  type PrivateKey,
  type PublicKey,
  publicOf,
  readPrivateKey,
  readPublicKey,
} from './security/key-pair.js';
export { certificatePem, privateKeyPem, publicKeyPem } from './security/key-pem.js';
export { keyTransfer, type NewKey, readKeyTransfer } from './security/key-transfer.js';
export { unwrapKey, wrapKey } from './security/key-wrap.js';
export type { Protection, ProtectionForm } from './security/material.js';
export { type MethodCall, type SetupKeyId, securityActivate } from './security/security-setup.js';
export type { SecuritySuiteId } from './security/suite.js';
export type {
  LineConfiguration,
  OpenTransport,
  Transport,
  TransportListener,
} from './transport/transport.js';
