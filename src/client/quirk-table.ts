/**
 * Deviations of makes from the books, by name: what the meter does, where it was seen, and the options that
 * make up for it. Nothing else in this package knows a make. `makes` are starting points, not findings
 * about every meter of that name.
 */
import type { QuirkOptions } from './quirk-options.js';

export interface Quirk {
  /** What the meter does. */
  readonly sentence: string;
  /** Where it was seen or is said to be; empty where no make is known for it. */
  readonly makes: readonly string[];
  /**
   * What makes up for it; with a number behind the name (`max-info=128`) what that number asks for. Empty
   * where it is borne without being told: the name then says so in the settings, and changes nothing.
   */
  readonly options: Partial<QuirkOptions> | ((value: number) => Partial<QuirkOptions>);
  /** The least and the most number behind the name. */
  readonly range?: readonly [number, number] | undefined;
}

export const QUIRKS = {
  'plain-snrm': {
    sentence: 'Does not answer an SNRM that proposes parameters.',
    makes: [],
    options: { link: { plainSnrm: true } },
  },
  'max-info': {
    sentence: 'States longer information fields in the UA than it takes.',
    makes: ['Landis+Gyr ZMD, ZFD, ZMG (128)'],
    options: (maxInfo) => ({ link: { maxInfo } }),
    range: [16, 2030],
  },
  window: {
    sentence: 'States larger windows in the UA than it keeps to.',
    makes: [],
    options: (window) => ({ link: { window } }),
    range: [1, 7],
  },
  'forced-link-parameters': {
    sentence: 'Keeps to what the SNRM proposes, and states something else in the UA.',
    makes: [],
    options: { link: { forcedParameters: true } },
  },
  'disconnect-first': {
    sentence: 'Answers no SNRM while it believes itself connected: a DISC has to come first.',
    makes: ['Itron/Actaris SL7000, ACE6000'],
    options: { link: { disconnectFirst: true } },
  },
  'uncounted-frames': {
    sentence: 'Never counts the N(S) of its HDLC frames.',
    makes: [],
    options: { link: { uncountedFrames: true, window: 1 } },
  },
  'no-release': {
    sentence: 'Does not know RLRQ: it stays silent, or drops the line.',
    makes: [],
    options: { stack: { withoutRelease: true } },
  },
  'constant-invoke-id': {
    sentence: 'Answers all requests under one invoke-id.',
    makes: [],
    options: { stack: { constantInvokeId: true } },
  },
  'no-block-transfer': {
    sentence: 'Grants general block transfer and fails in it.',
    makes: [],
    options: { stack: { withoutServices: ['general-block-transfer'] } },
  },
  'block-window': {
    sentence: 'Sends blocks of general block transfer so many at a time without being asked for each.',
    makes: [],
    options: (blockWindow) => ({ stack: { blockWindow } }),
    range: [1, 63],
  },
  'no-access': {
    sentence: 'Grants ACCESS and fails in it.',
    makes: [],
    options: { stack: { withoutServices: ['access'] } },
  },
  'no-lists': {
    sentence: 'Grants multiple references and fails in them, or answers them wrongly.',
    makes: [],
    options: { stack: { withoutServices: ['multiple-references', 'access'] }, reading: { listLimit: 1 } },
  },
  'list-limit': {
    sentence: 'Answers lists up to a certain length only.',
    makes: [],
    options: (listLimit) => ({ reading: { listLimit } }),
    range: [1, 6553],
  },
  'deviation-inverted': {
    sentence: 'Has the deviation of its date-times with the wrong sign: +60 where the book has −60.',
    makes: ['Indian meters of IS 15959 (+330)'],
    options: { reading: { deviationInverted: true } },
  },
  'scaler-missing': {
    sentence: 'Has registers without scaler_unit: their values count as they are.',
    makes: [],
    options: { reading: { missingScalerIsZero: true } },
  },
  'iec-wake-up': {
    sentence: 'Sleeps on battery: before the IEC start it has to be woken with NUL characters.',
    makes: [],
    options: { start: { wakeUp: true } },
  },
  'iec-pause': {
    sentence: 'Needs a longer pause, in milliseconds, before the speed changes after the option select.',
    makes: [],
    options: (switchPauseMs) => ({ start: { switchPauseMs } }),
    range: [0, 1000],
  },
  'iec-speed': {
    sentence:
      'Goes on at another speed than it proposes at the IEC start, or proposes one that nobody knows.',
    makes: [],
    options: (hdlcBaudRate) => ({ start: { hdlcBaudRate } }),
    range: [300, 115_200],
  },
  'counter-restarts': {
    sentence: 'Starts its invocation counter anew with each association.',
    makes: [],
    options: { security: { tolerance: { restarts: true } } },
  },
  'counter-repeats': {
    sentence: 'Sends several ciphered APDUs under the same invocation counter.',
    makes: [],
    options: { security: { tolerance: { repeats: true } } },
  },
  'general-protection': {
    sentence: 'Takes protected APDUs as general-glo- and general-ded-ciphering only.',
    makes: [],
    options: { security: { form: 'general' } },
  },
  'general-ciphering': {
    sentence: 'Takes protected APDUs as general-ciphering only, with the global key named in each.',
    makes: [],
    options: { security: { form: 'general-ciphering' } },
  },
  signed: {
    sentence: 'Wants protected APDUs signed as well, by general-signing.',
    makes: [],
    options: { security: { signed: true } },
  },
  'high-secret-as-challenge': {
    sentence: 'Wants the secret itself as the challenge of High.',
    makes: [],
    options: { stack: { secretAsChallenge: true } },
  },
  'other-address-size': {
    sentence: 'Answers under its address in another size than it was called with.',
    makes: [],
    options: {},
  },
  'block-numbers-run-on': {
    sentence: 'Does not begin anew with the number of the first data block.',
    makes: [],
    options: {},
  },
  'mechanism-name-high-bit': {
    sentence: 'Sets the high bit of the last octet of the mechanism-name.',
    makes: [],
    options: {},
  },
} as const satisfies Readonly<Record<string, Quirk>>;
