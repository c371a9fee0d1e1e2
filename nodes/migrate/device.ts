/** What older `dlms-device` nodes meant. */
import { type Migration, withMissing } from './migrate.js';

/** 0.1.0 knew no protection, no TLS and no start by IEC 62056-21, and never held a meter back. */
const IN_VERSION_1 = {
  tlsVerify: 'on',
  tlsCa: '',
  tlsServerName: '',
  tlsCert: '',
  iecReadout: 'auto',
  iecStartBaud: '',
  iecDeviceAddress: '',
  security: 'None',
  securitySuite: '0',
  systemTitle: '',
  serverSystemTitle: '',
  invocationCounter: 'stored',
  lockoutWaitMs: '900000',
};

export const DEVICE_MIGRATIONS: readonly Migration[] = [
  { version: 2, up: (saved) => withMissing(saved, IN_VERSION_1) },
];
