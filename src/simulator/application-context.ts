/** The application contexts of a simulated meter (Green Book, application context names), and who may use which. */
import type { Aare } from '../apdu/aare.js';
import { type Conformance, LN_SERVICES, SN_SERVICES } from '../apdu/conformance.js';
import { APPLICATION_CONTEXT_NAME } from '../apdu/names.js';
import { RESERVED_BASE_NAME } from '../cosem/short-name.js';

/** What an association of one kind can be. */
export interface ApplicationContext {
  readonly name: NonNullable<Aare['applicationContextName']>;
  readonly ciphered: boolean;
  readonly referencing: 'LN' | 'SN';
  /** Services that exist in it. */
  readonly services: Conformance;
  readonly vaaName: number;
}

export interface ContextPolicy {
  readonly referencing: 'LN' | 'SN' | 'both';
  /** Whether the meter has the keys for contexts with ciphering, and whether it takes others. */
  readonly ciphered: boolean;
  readonly plain: boolean;
}

const LN = { referencing: 'LN', services: LN_SERVICES, vaaName: 0x0007 } as const;
const SN = {
  referencing: 'SN',
  services: SN_SERVICES,
  vaaName: RESERVED_BASE_NAME['current association'],
} as const;

const CONTEXTS: readonly ApplicationContext[] = [
  { ...LN, name: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering, ciphered: false },
  { ...SN, name: APPLICATION_CONTEXT_NAME.Short_Name_Referencing_No_Ciphering, ciphered: false },
  { ...LN, name: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_With_Ciphering, ciphered: true },
  { ...SN, name: APPLICATION_CONTEXT_NAME.Short_Name_Referencing_With_Ciphering, ciphered: true },
];

/** What a client may use; the first is what a refusal names. */
export function contextsOf({ referencing, ciphered, plain }: ContextPolicy): readonly ApplicationContext[] {
  return CONTEXTS.filter((context) => {
    const named = referencing === 'both' || referencing === context.referencing;
    return named && (context.ciphered ? ciphered : plain);
  });
}
