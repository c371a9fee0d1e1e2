/** What older `dlms-simulator` nodes meant. */
import { type Migration, withMissing } from './migrate.js';

/** 0.1.0 had no quirks and no protection; that its meters may be read by short names, too, disturbs nobody. */
const IN_VERSION_1 = {
  referencing: 'both',
  quirks: '',
  security: 'None',
  securitySuite: '0',
  systemTitle: '',
};

export const SIMULATOR_MIGRATIONS: readonly Migration[] = [
  { version: 2, up: (saved) => withMissing(saved, IN_VERSION_1) },
];
