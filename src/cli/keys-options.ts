/** The options of `dlms keys`, checked together. */
import { fromHex } from '../encoding/hex.js';
import type { RandomOctets } from '../meter/random-octets.js';
import { SettingReader } from '../meter/setting-reader.js';
import type { CertificateUsage } from '../security/certificate.js';
import type { Curve } from '../security/curve.js';
import { usageError } from './failure.js';

export interface KeysOptions {
  readonly curve: Curve;
  readonly systemTitle: Uint8Array;
  /** Whether the title is one that was made up. */
  readonly titleIsNew: boolean;
  readonly usage: CertificateUsage;
  /** What the files' names begin with, or a folder; '' for the current folder. */
  readonly out: string;
  readonly days: number;
  readonly force: boolean;
}

const CURVES = { 'P-256': 'P-256', 'P-384': 'P-384' } as const;
const CURVE_OF_SUITE: Readonly<Record<string, Curve>> = { '1': 'P-256', '2': 'P-384' };
const USAGES = { signature: 'signature', agreement: 'agreement' } as const;

export const DEFAULT_DAYS = 3650;
const MOST_DAYS = 36_500;

/** As the rule for system titles has it, three letters of the maker come first. */
const MAKER = new TextEncoder().encode('MFL');
const UNIQUE_OCTETS = 5;

/** @throws DlmsError that names each wrong option, its value and what is allowed */
export function keysOptions(given: Readonly<Record<string, unknown>>, random: RandomOctets): KeysOptions {
  const reader = new SettingReader(
    { ...given, security_suite: given.securitySuite, system_title: given.systemTitle },
    (name) => `--${name.replaceAll('_', '-')}`,
  );
  const title = readTitle(reader);
  const options = {
    curve: readCurve(reader),
    systemTitle: title ?? Uint8Array.of(...MAKER, ...random(UNIQUE_OCTETS)),
    titleIsNew: title === undefined,
    usage: reader.word<CertificateUsage>('usage', USAGES, 'signature'),
    out: reader.text('out'),
    days: reader.integer('days', { min: 1, max: MOST_DAYS, fallback: DEFAULT_DAYS }),
    force: given.force === true,
  };
  reader.finish('dlms keys --help shows what is allowed.');
  return options;
}

/** @throws DlmsError DLMS_USAGE where suite and curve do not belong together */
function readCurve(reader: SettingReader): Curve {
  const suite = reader.word('security_suite', CURVE_OF_SUITE, 'P-256');
  const curve = reader.word('curve', CURVES, suite);
  if (reader.isSet('security_suite') && curve !== suite) {
    throw usageError(
      `--curve ${curve} is not the curve of --security-suite ${reader.text('security_suite')}`,
      'Give one of the two: suite 1 has P-256, suite 2 has P-384.',
    );
  }
  return curve;
}

function readTitle(reader: SettingReader): Uint8Array | undefined {
  const text = reader.text('system_title');
  if (text === '') return undefined;
  if (/^(?:0x)?[0-9a-f]{16}$/i.test(text)) return fromHex(text);
  reader.refuse('system_title', 'is not allowed: 16 hexadecimal digits');
  return undefined;
}
