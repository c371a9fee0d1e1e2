/** Names of ExceptionResponse and ConfirmedServiceError codes (Green Book, ServiceError ASN.1). */
import { type CodeTable, codeOf, nameOf } from './enumeration.js';

export const STATE_ERROR = { 'service-not-allowed': 1, 'service-unknown': 2 } as const;

export const SERVICE_ERROR = {
  'operation-not-possible': 1,
  'service-not-supported': 2,
  'other-reason': 3,
  'pdu-too-long': 4,
  'deciphering-error': 5,
  'invocation-counter-error': 6,
} as const;

export const CONFIRMED_SERVICE = {
  initiateError: 1,
  getStatus: 2,
  getNameList: 3,
  getVariableAttribute: 4,
  read: 5,
  write: 6,
  getDataSetAttribute: 7,
  getTIAttribute: 8,
  changeScope: 9,
  start: 10,
  stop: 11,
  resume: 12,
  makeUsable: 13,
  initiateLoad: 14,
  loadSegment: 15,
  terminateLoad: 16,
  initiateUpLoad: 17,
  upLoadSegment: 18,
  terminateUpLoad: 19,
} as const;

export const ERROR_CLASS = {
  'application-reference': 0,
  'hardware-resource': 1,
  'vde-state-error': 2,
  service: 3,
  definition: 4,
  access: 5,
  initiate: 6,
  'load-data-set': 7,
  'change-scope': 8,
  task: 9,
  other: 10,
} as const;

const ERROR_VALUE: Readonly<Record<string, CodeTable>> = {
  'application-reference': numbered([
    'other',
    'time-elapsed',
    'application-unreachable',
    'application-reference-invalid',
    'application-context-unsupported',
    'provider-communication-error',
    'deciphering-error',
  ]),
  'hardware-resource': numbered([
    'other',
    'memory-unavailable',
    'processor-resource-unavailable',
    'mass-storage-unavailable',
    'other-resource-unavailable',
  ]),
  'vde-state-error': numbered([
    'other',
    'no-dlms-context',
    'loading-data-set',
    'status-nochange',
    'status-inoperable',
  ]),
  service: numbered(['other', 'pdu-size', 'service-unsupported']),
  definition: numbered([
    'other',
    'object-undefined',
    'object-class-inconsistent',
    'object-attribute-inconsistent',
  ]),
  access: numbered([
    'other',
    'scope-of-access-violated',
    'object-access-violated',
    'hardware-fault',
    'object-unavailable',
  ]),
  initiate: numbered([
    'other',
    'dlms-version-too-low',
    'incompatible-conformance',
    'pdu-size-too-short',
    'refused-by-the-VDE-handler',
  ]),
  'load-data-set': numbered([
    'other',
    'primitive-out-of-sequence',
    'not-loadable',
    'dataset-size-too-large',
    'not-awaited-segment',
    'interpretation-failure',
    'storage-failure',
    'data-set-not-ready',
  ]),
  task: numbered(['other', 'no-remote-control', 'ti-stopped', 'ti-running', 'ti-unusable']),
};

/** The name of an error value in the table of its class; classes without a table give `unknown-<code>`. */
export function errorValueName(errorClass: string, code: number): string {
  return nameOf(ERROR_VALUE[errorClass] ?? {}, code);
}

export function errorValueCode(errorClass: string, name: string): number {
  return codeOf(ERROR_VALUE[errorClass] ?? {}, name);
}

function numbered(names: readonly string[]): CodeTable {
  return Object.fromEntries(names.map((name, code) => [name, code]));
}
