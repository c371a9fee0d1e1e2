/** "Find my meter": the search, live. */
import type { Finding } from '../src/diagnosis/finding.js';
import type { Reach } from '../src/diagnosis/reach.js';
import { type SearchTarget, search } from '../src/diagnosis/search.js';
import type { StepName } from '../src/diagnosis/step.js';
import { resolveSettings } from '../src/meter/resolve-settings.js';
import { settingError } from '../src/meter/setting-reader.js';
import type { MeterSettings } from '../src/meter/settings.js';
import type { Pool } from '../src/pool/pool.js';
import { toldError } from './tool-error.js';
import type { Tool } from './tool-run.js';
import type { UnsavedMeter } from './unsaved-meter.js';

/** What the line itself is; all else is searched for. */
const LINE = ['transport', 'host', 'port', 'serialPort', 'tlsVerify', 'tlsCa', 'tlsServerName', 'tlsCert'];
/** At which step of the ladder a search that came so far ended. */
const STEP_OF: Readonly<Partial<Record<Reach, StepName>>> = {
  silent: 'link',
  'hung-up': 'link',
  noise: 'link',
  iec: 'iec-sign-on',
  'refused-link': 'link',
};

/** @throws DlmsError DLMS_SETTING where the line or the serial number cannot be right */
export function searchTarget({ properties, secrets }: UnsavedMeter): SearchTarget {
  const line = Object.fromEntries(
    LINE.flatMap((name) => (properties[name] ? [[name, properties[name]] as const] : [])),
  );
  const { tlsKey } = secrets;
  const serialNumber = Number((properties.serialNumber ?? '').trim() || 0);
  if (!Number.isSafeInteger(serialNumber) || serialNumber < 0) {
    throw settingError(`serialNumber "${properties.serialNumber}" is not allowed: a whole number`);
  }
  const target = { line, secrets: { tlsKey }, serialNumber };
  resolveSettings(line, target.secrets);
  return target;
}

/** @param target from `searchTarget` */
export function findTool(pool: Pool, target: SearchTarget): Tool {
  const { settings } = resolveSettings(target.line, target.secrets);
  return async (tell, signal) => {
    const visitor = pool.visitor(settings);
    try {
      const onProgress = (progress: object): void => tell({ kind: 'progress', ...progress });
      const found = await search(target, { visitor, signal, onProgress });
      tell({ kind: 'found', findings: found.map((each) => toldFinding(each, settings.transport)) });
    } catch (cause) {
      tell({ kind: 'failed', error: toldError(cause, { step: 'line', transport: settings.transport }) });
    } finally {
      await visitor.leave();
    }
  };
}

function toldFinding(finding: Finding, transport: MeterSettings['transport']): object {
  const { error, ...found } = finding;
  const step = STEP_OF[finding.reach] ?? 'association';
  return { ...found, error: error && toldError(error, { step, transport }) };
}
