/** What must outlive the program goes to a folder of the tests, and not to that of the user who runs them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** To be called in a `describe`; what it gives is the folder for all its tests. */
export function stateInTempFolder(): () => string {
  const earlier = process.env.DLMS_STATE_DIR;
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dlms-state-'));
    process.env.DLMS_STATE_DIR = folder;
  });
  after(() => {
    if (earlier === undefined) delete process.env.DLMS_STATE_DIR;
    else process.env.DLMS_STATE_DIR = earlier;
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
