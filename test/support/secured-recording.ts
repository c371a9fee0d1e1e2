/** Our client in the place of one that was recorded with high level security, or ciphering, or both. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeApdu } from '../../src/apdu/apdu.js';
import type { AuthName } from '../../src/client/authentication.js';
import type { Referencing } from '../../src/client/primitive.js';
import type { StackOptions } from '../../src/client/stack.js';
import { readPrivateKey, readPublicKey } from '../../src/security/key-pair.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { clientStack } from './client-stacks.js';
import { type HandKeys, openedByHand } from './opened-by-hand.js';
import { octetsOf, recordedApdus, recordedServer } from './recorded-conversation.js';
import { CountFrom } from './security-keys.js';
import type { Session } from './shared.js';
import { StackPair } from './stack-pair.js';
import { wrapperServer } from './tiny-wrapper.js';

type Header = Session['header'];

const AUTH: Readonly<Record<string, AuthName>> = {
  none: 'None',
  low: 'Low',
  high: 'High',
  md5: 'HighMd5',
  sha1: 'HighSha1',
  gmac: 'HighGmac',
  sha256: 'HighSha256',
  ecdsa: 'HighEcdsa',
};

export const authOf = ({ header }: Session): AuthName => AUTH[String(header.authentication)] ?? 'None';

/** What the recorded client and server knew of keys; the title is the client's. */
export function clientKeys({ header }: Session): HandKeys {
  return {
    global: octetsOf(text(header.guek)),
    dedicated: optional(header.dedicatedKey),
    title: octetsOf(text(header.clientSystemTitle)),
  };
}

/** Its client's part in clear, AARQ first. */
export function recordedRequests(session: Session): string[] {
  const requests = recordedApdus(session).filter(({ direction }) => direction === 'c>s');
  const first = requests.findIndex(({ hex }) => hex.startsWith('60'));
  return requests.slice(first).map(({ hex }) => openedByHand(hex, clientKeys(session)));
}

/** The pair over the WRAPPER; the numbers of the recorded client come again. */
export function securedPair(root: string, session: Session): StackPair {
  const clear = (request: string) => openedByHand(request, clientKeys(session));
  const { header } = session;
  const stack = clientStack({
    framing: 'wrapper',
    referencing: referencingOf(header),
    client: Number(header.clientSAP),
    settings: securedSettings(root, session),
  });
  const server = wrapperServer(recordedServer(session, clear), Number(header.clientSAP));
  return new StackPair({ stack, server });
}

function securedSettings(root: string, session: Session): Partial<StackOptions> {
  const { header } = session;
  const [aarq = ''] = recordedRequests(session);
  const recorded = decodeApdu(octetsOf(aarq));
  assert.ok(recorded.kind === 'AARQ');
  return {
    auth: authOf(session),
    password: Buffer.from(text(header.password) || text(header.hlsSecret)),
    challenge: recorded.callingAuthenticationValue,
    security: materialOf(root, session),
  };
}

function materialOf(root: string, session: Session): SecurityMaterial {
  const { header } = session;
  const { dedicated: dedicatedKey, title: systemTitle } = clientKeys(session);
  const [blockCipherKey, authenticationKey] = [header.guek, header.gak].map(optional);
  const [authenticated, encrypted] = [/auth|both/, /enc|both/].map((each) =>
    each.test(text(header.security)),
  );
  return {
    suite: header.suite as SecurityMaterial['suite'],
    protection: { authenticated: authenticated === true, encrypted: encrypted === true },
    form: session.file.includes('genprot') ? 'general' : undefined,
    ...{ systemTitle, blockCipherKey, dedicatedKey, authenticationKey },
    ...signingKeys(root, header),
    counter: new CountFrom(firstNumber(session)),
    // With short names this server never counts on.
    received: new ReceivedCounters({ repeats: header.referencing === 'sn' }),
  };
}

/** Of the first APDU or GMAC that the recorded client sent. */
function firstNumber(session: Session): number {
  const ciphered = /BE..04..21..[123][012](.{8})/.exec(recordedRequests(session)[0] ?? '');
  const gmac = /0911[1][012](.{8})/.exec(recordedRequests(session)[1] ?? '');
  return Number.parseInt((ciphered ?? gmac)?.[1] ?? '0', 16);
}

function signingKeys(root: string, { ecdsaKeys, suite }: Header) {
  if (ecdsaKeys === null) return {};
  const lines = readFileSync(join(root, 'corpus', 'sessions', 'ecdsa-test-keys.txt'), 'utf8');
  const size = suite === 1 ? 256 : 384;
  const hex = (side: string, part: string) =>
    new RegExp(`^${side}${size} .*${part}=(\\w+)`, 'm').exec(lines)?.[1] ?? '';
  return {
    signingKey: readPrivateKey(hex('client', 'priv')),
    peerPublicKey: readPublicKey(hex('server', 'pub')),
  };
}

export function referencingOf({ referencing }: Header): Referencing {
  return referencing === 'sn' ? 'SN' : 'LN';
}

function optional(hex: unknown): Uint8Array | undefined {
  return typeof hex === 'string' ? octetsOf(hex) : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
