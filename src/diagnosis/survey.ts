/**
 * Which clients a meter takes, once it answers, and which of them it lets read: the public client mostly sees
 * little. Nothing of a password is tried; clients that need one are told.
 */
import { CLIENTS } from './candidates.js';
import { reaches, type Want, wantIn } from './finding.js';
import type { ProbeResult } from './probe.js';

/** clientAddress, referencing, and auth where the meter wants a password, so that its field is shown. */
type ClientProperties = Readonly<Record<string, string | number>>;

export interface SurveyedClient {
  readonly client: ClientProperties;
  readonly result: ProbeResult;
  readonly wants?: Want | undefined;
}

export interface SurveyOptions {
  /** What is known of one client by logical names. */
  readonly first: { readonly clientAddress: unknown; readonly result: ProbeResult };
  readonly probe: (client: ClientProperties) => Promise<ProbeResult>;
  readonly isOver: () => boolean;
}

const REFERENCINGS = ['LN', 'SN'];
/** Clients that are asked even when one is let in already, but reads little. */
const ASKED_ANYWAY = 5;

/** The clients that stand, or tell what they want: those that read first, then those that are let in. */
export async function survey(options: SurveyOptions): Promise<readonly SurveyedClient[]> {
  const known: SurveyedClient[] = [];
  for (const [index, clientAddress] of CLIENTS.entries()) {
    const isEnough = known.length > 0 && index >= ASKED_ANYWAY;
    if (isEnough || known.some(({ result }) => result.measures === true) || options.isOver()) break;
    const client = await ask(clientAddress, known[0]?.client.referencing, options);
    if (client !== undefined) known.push(client);
  }
  return known.sort((one, other) => orderOf(one) - orderOf(other));
}

function orderOf({ result, wants }: SurveyedClient): number {
  if (result.measures === true) return 0;
  if (wants === undefined) return 1;
  return wants === 'password' ? 2 : 3;
}

/** @param referencing that the meter is known to take; by default both are tried */
async function ask(
  clientAddress: number,
  referencing: string | number | undefined,
  { first, probe, isOver }: SurveyOptions,
): Promise<SurveyedClient | undefined> {
  let last: SurveyedClient | undefined;
  for (const each of referencing === undefined ? REFERENCINGS : [referencing]) {
    if (isOver()) break;
    const client = { clientAddress, referencing: each };
    const isFirst = clientAddress === first.clientAddress && each === 'LN';
    const result = isFirst ? first.result : await probe(client);
    if (reaches(result, 'readout')) return { client, result };
    const wants = wantIn(result);
    if (wants === 'password') return { client: { ...client, auth: 'Low' }, result, wants };
    // A refusal without a reason may be for the kind of referencing.
    if (wants === undefined && !reaches(result, 'linked')) return undefined;
    if (wants !== undefined) last = { client: { clientAddress, referencing: 'LN' }, result, wants };
  }
  return last;
}
