/** What older `dlms-read` nodes meant. */
import { type Migration, withMissing } from './migrate.js';

/** 0.1.0 read its own meter only. */
const IN_VERSION_1 = { allowMeter: '0' };

export const READ_MIGRATIONS: readonly Migration[] = [
  { version: 2, up: (saved) => withMissing(saved, IN_VERSION_1) },
];
