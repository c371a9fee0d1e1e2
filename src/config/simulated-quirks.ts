/** How a simulated meter shows the quirks that it can have, to try what makes up for them. */
import { describeQuirks, quirkFault } from '../client/quirks.js';
import type { SettingReader } from '../meter/setting-reader.js';
import type { Faults } from '../simulator/faults.js';
import type { SimulatorOptions } from '../simulator/simulator-options.js';

export type QuirkyOptions = Pick<SimulatorOptions, 'faults' | 'clock'>;

type Showing = (number: number) => QuirkyOptions;

const withFaults = (faults: Faults): Showing => {
  return () => ({ faults });
};

const SHOWN: Readonly<Record<string, Showing>> = {
  'plain-snrm': withFaults({ snrm: 'only without parameters' }),
  'max-info': withFaults({ ua: 'overstated' }),
  window: withFaults({ ua: 'overstated' }),
  'forced-link-parameters': withFaults({ ua: 'understated', refuseSegments: true }),
  'disconnect-first': withFaults({ snrm: 'only when disconnected' }),
  'uncounted-frames': withFaults({ uncountedFrames: true }),
  'no-release': withFaults({ ignoreRelease: true }),
  'constant-invoke-id': withFaults({ constantInvokeId: true }),
  'no-lists': withFaults({ list: { items: 1, how: 'wrong count' } }),
  'list-limit': (items) => ({ faults: { list: { items, how: 'exception-response' } } }),
  'scaler-missing': withFaults({ scalerMissing: true }),
  'deviation-inverted': () => ({
    clock: { offsetMinutes: 60, daylightSaving: true, show: 'inverted deviation' },
  }),
  'other-address-size': withFaults({ answerSize: 4 }),
  'block-numbers-run-on': withFaults({ blockNumbersRunOn: true }),
  'mechanism-name-high-bit': withFaults({ mechanismNameHighBit: true }),
  'counter-restarts': withFaults({ counterRestarts: true }),
  'counter-repeats': withFaults({ counterRepeats: true }),
  'general-protection': withFaults({ onlyForm: 'general' }),
  'general-ciphering': withFaults({ onlyForm: 'general-ciphering' }),
  signed: withFaults({ onlySigned: true }),
  'high-secret-as-challenge': withFaults({ secretAsChallenge: true }),
};

/** As they are written, with the range of the number where they have one. */
export const SIMULATED_QUIRKS: readonly string[] = describeQuirks()
  .map(({ name }) => name)
  .filter((name) => shown(name) !== undefined);

/** What the names under `property` ask of the simulator; what is wrong with them is told to the reader. */
export function quirkyOptions(reader: SettingReader, property: string): QuirkyOptions {
  const names = namesOf(reader.text(property));
  const faults = names.map(quirkFault).filter((fault) => fault !== undefined);
  if (faults.length > 0) reader.refuse(property, `is not allowed: ${faults.join(', ')}`);
  const unknown = names.filter((name) => faults.length === 0 && shown(name) === undefined);
  if (unknown.length > 0) reader.refuse(property, `cannot be simulated: ${SIMULATED_QUIRKS.join(', ')}`);
  return names.map((name) => shown(name) ?? {}).reduce(together, {});
}

/** Names separated by commas or white space. */
export function namesOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}

function shown(name: string): QuirkyOptions | undefined {
  const [key = '', number] = name.split('=');
  return Object.hasOwn(SHOWN, key) ? SHOWN[key]?.(Number(number)) : undefined;
}

function together(first: QuirkyOptions, second: QuirkyOptions): QuirkyOptions {
  return { ...first, ...second, faults: { ...first.faults, ...second.faults } };
}
