/**
 * What the HDLC link of a meter needs that has answered once: most want nothing; a few the deviations that show
 * at the link itself. What shows later (lists, scalers) is not found so.
 */
import type { TrialProperties } from './candidates.js';
import { reaches } from './finding.js';
import type { ProbeResult } from './probe.js';

export interface SettledLink {
  readonly trial: TrialProperties;
  readonly result: ProbeResult;
}

/** In the order in which they are tried; the first is the link as the book has it. */
const LINK_QUIRKS = ['', 'plain-snrm', 'forced-link-parameters', 'uncounted-frames'] as const;

/**
 * The trial with the first quirk, or none, on which the meter answers all that it is asked; else the one that
 * leads farthest.
 * @param trial that was answered @param isOver once it says so, what is known has to do
 */
export async function settledLink(
  trial: TrialProperties,
  probe: (trial: TrialProperties) => Promise<ProbeResult>,
  isOver: () => boolean,
): Promise<SettledLink | undefined> {
  const { quirks: _, ...plain } = trial;
  let best: SettledLink | undefined;
  for (const quirks of LINK_QUIRKS) {
    if (isOver()) break;
    const tried = quirks === '' ? plain : { ...plain, quirks };
    const result = await probe(tried);
    if (isSound(result)) return { trial: tried, result };
    if (best === undefined || !reaches(best.result, result.reach)) best = { trial: tried, result };
  }
  return best;
}

/** The meter lets the client in and goes on answering, or says that it does not let it in. */
function isSound(result: ProbeResult): boolean {
  if (result.reach === 'associated') return result.error === undefined;
  return result.reach === 'refused-link' || reaches(result, 'refused');
}
