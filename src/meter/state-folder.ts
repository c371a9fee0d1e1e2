/** Where this package keeps what must outlive it, unless it is told otherwise. */
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** DLMS_STATE_DIR; else `dlms` in the folder for state that the system has for each user. */
export function stateFolder(
  environment: Environment = process.env,
  platform: string = process.platform,
): string {
  const given = environment.DLMS_STATE_DIR;
  if (given) return given;
  const { LOCALAPPDATA, XDG_STATE_HOME } = environment;
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'dlms');
  return join(XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'dlms');
}
