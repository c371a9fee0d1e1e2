/** Secrets that no output may show, and the search for them in every form that octets and texts are printed in. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';

export interface Secret {
  readonly name: string;
  readonly octets: Uint8Array;
  /** As the user wrote it, where that is not the octets in hexadecimal. */
  readonly text?: string | undefined;
}

const hexSecret = (name: string, hex: string): Secret => ({ name, octets: Buffer.from(hex, 'hex') });

const textSecret = (name: string, text: string): Secret & { readonly text: string } => ({
  name,
  octets: Buffer.from(text),
  text,
});

export const SECRETS = {
  password: textSecret('password', 'Gold-unter-Diele'),
  wrongPassword: textSecret('wrong password', 'Eisen:im:Schrank'),
  blockCipherKey: hexSecret('block cipher key', 'A1F7C3905B6E48D2B7E1094C5D8F3A62'),
  authenticationKey: hexSecret('authentication key', 'D94E21B8730FA5C6E8124B97F05D3CA1'),
  dedicatedKey: hexSecret('dedicated key', '6C0B9FE2D41857A3B5C8E17F2A904D36'),
  wrongKey: hexSecret('wrong key', '83B5D1F7092C4E6A8D0F1B3C5E7A9264'),
  signingKey: hexSecret('signing key', '5F3A9C1D7E8B2046A1B3C5D7E9F0123456789ABCDEF0FEDCBA98765432100F1E'),
  meterSigningKey: hexSecret(
    'signing key of the meter',
    '2D61F7C08B934EA5D0173C6F9E8A4B52718D3FE4605CB9A7D1E2F3048596A7B8',
  ),
} as const satisfies Readonly<Record<string, Secret>>;

export const hexOf = ({ octets }: Secret): string => Buffer.from(octets).toString('hex').toUpperCase();

/** A part of a secret counts when it is so long, in octets or characters. */
const PART = 6;

/** The form in which a part of the secret stands in the output; undefined where there is none. */
export function leakIn(output: string, { octets, text }: Secret): string | undefined {
  const digits = output.replace(/[^0-9a-fA-F]/g, '').toLowerCase();
  const decimals = output.replace(/"\d+":/g, '').replace(/\s/g, '');
  const forms: readonly (readonly [form: string, where: string, parts: readonly string[]])[] = [
    ['text', output, text === undefined ? [] : windowsOf([...text], '')],
    ['octets', output, windowsOf([...Buffer.from(octets).toString('latin1')], '')],
    ['hexadecimal', digits, windowsOf([...octets].map(hexOctet), '')],
    ['decimal', decimals, windowsOf([...octets].map(String), ',')],
    ['base64', output, [0, 1, 2].map((shift) => base64Of(octets, shift))],
  ];
  return forms.find(([, where, parts]) => parts.some((part) => where.includes(part)))?.[0];
}

/** @param what was done, for the message */
export function assertNoSecret(output: string, what: string, secrets: readonly Secret[] = all()): void {
  for (const secret of secrets) {
    const form = leakIn(output, secret);
    assert.equal(form, undefined, `${what} shows the ${secret.name} as ${form}`);
  }
}

/** Whatever a program may print of a value. */
export function printsOf(value: unknown): string {
  const shallow = inspect(value);
  const deep = inspect(value, { depth: Number.POSITIVE_INFINITY, maxArrayLength: null, getters: true });
  return [shallow, deep, String(value), jsonOf(value), errorPrints(value)].join('\n');
}

function errorPrints(value: unknown): string {
  if (!(value instanceof Error)) return '';
  const { message, stack, cause } = value;
  const own = Object.entries(value).map(([name, each]) => `${name}: ${String(each)}`);
  return [message, stack, ...own, cause === undefined ? '' : printsOf(cause)].join('\n');
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

function all(): readonly Secret[] {
  return Object.values(SECRETS);
}

function windowsOf(pieces: readonly string[], separator: string): readonly string[] {
  const count = Math.max(1, pieces.length - PART + 1);
  return Array.from({ length: count }, (_, at) => pieces.slice(at, at + PART).join(separator));
}

function hexOctet(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}

/** The part that stands for whole octets of the secret, however many octets are in front of it. */
function base64Of(octets: Uint8Array, shift: number): string {
  const from = (3 - shift) % 3;
  const whole = Buffer.from(octets).subarray(from);
  return whole
    .subarray(0, whole.length - (whole.length % 3))
    .toString('base64')
    .slice(0, 16);
}
