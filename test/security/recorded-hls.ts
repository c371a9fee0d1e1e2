/**
 * The four passes of high level security in a recorded session. Ciphered APDUs are opened here by hand, so
 * that the engine's own protection has no say in what was recorded.
 */
import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeAare } from '../../src/apdu/aare.js';
import { decodeAarq } from '../../src/apdu/aarq.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import type { HlsMechanism, HlsPass } from '../../src/security/hls.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { octetsOf, type RecordedApdu, recordedApdus } from '../support/recorded-conversation.js';
import type { Session } from '../support/shared.js';

/** One side's answer, and all that it was made of. */
export interface RecordedAnswer {
  readonly answer: Uint8Array;
  readonly pass: HlsPass;
  /** Of the side that answered, without its key pair. */
  readonly material: SecurityMaterial;
}

/** f(StoC) of the client and f(CtoS) of the server. */
export interface RecordedHls {
  readonly client: RecordedAnswer;
  readonly server: RecordedAnswer;
}

type Header = Session['header'];

const MECHANISMS: Readonly<Record<string, HlsMechanism>> = {
  high: 'High',
  md5: 'HighMd5',
  sha1: 'HighSha1',
  gmac: 'HighGmac',
  sha256: 'HighSha256',
  ecdsa: 'HighEcdsa',
};

export function mechanismOf({ header }: Session): HlsMechanism | undefined {
  return MECHANISMS[String(header.authentication)];
}

export function recordedHls(session: Session): RecordedHls {
  const { header } = session;
  const apdus = recordedApdus(session);
  const at = apdus.findIndex(({ hex }) => hex.startsWith('60'));
  const [request, response, pass3, pass4] = apdus.slice(at, at + 4);
  const mechanism = mechanismOf(session);
  assert.ok(mechanism && request && response && pass3 && pass4, session.file);
  const { callingAuthenticationValue: ctos } = decodeAarq(new OctetReader(octetsOf(request.hex)));
  const { respondingAuthenticationValue: stoc } = decodeAare(new OctetReader(octetsOf(response.hex)));
  assert.ok(ctos && stoc, session.file);
  const [title, otherTitle] = [titleOf(header, 'c>s'), titleOf(header, 's>c')];
  const both = { mechanism, secret: new TextEncoder().encode(String(header.hlsSecret ?? '')) };
  return {
    client: {
      answer: lastOctetString(plain(pass3, header)),
      pass: { ...both, challenge: stoc, ownChallenge: ctos, title, otherTitle },
      material: materialOf(header, title),
    },
    server: {
      answer: lastOctetString(plain(pass4, header)),
      pass: { ...both, challenge: ctos, ownChallenge: stoc, title: otherTitle, otherTitle: title },
      material: materialOf(header, otherTitle),
    },
  };
}

function titleOf(header: Header, direction: 'c>s' | 's>c'): Uint8Array {
  return octetsOf(String(direction === 'c>s' ? header.clientSystemTitle : header.serverSystemTitle));
}

function materialOf(header: Header, systemTitle: Uint8Array): SecurityMaterial {
  return {
    suite: header.suite as 0 | 1 | 2,
    protection: { authenticated: true, encrypted: true },
    systemTitle,
    blockCipherKey: octetsOf(String(header.guek)),
    authenticationKey: octetsOf(String(header.gak)),
    counter: { take: () => assert.fail('nothing is sent here'), raise: () => undefined },
    received: new ReceivedCounters(),
  };
}

/**
 * What is inside service-specific and general-glo ciphering; what is not ciphered as it is. With short names
 * this server ciphers its read response, puts it in front of a write response, and ciphers both again.
 */
function plain({ hex, direction }: RecordedApdu, header: Header): string {
  const [, content] = /^(?:CB|CF|26|2C|2D|DB08.{16})(?:81)?..(3[012].*|[12]0.*)$/.exec(hex) ?? [];
  if (content === undefined) return hex;
  const inner = opened(octetsOf(content), titleOf(header, direction), octetsOf(String(header.guek)));
  const first = inner.replace(/^E6E700/, '').replace(/0D0100$/, '');
  return plain({ hex: first.startsWith('2C') ? first : inner, direction }, header);
}

/** @param content security control, invocation counter, and what they say of */
function opened(content: Uint8Array, title: Uint8Array, key: Uint8Array): string {
  const control = content[0] ?? 0;
  const body = content.subarray(5, (control & 0x10) === 0 ? undefined : -12);
  if ((control & 0x20) === 0) return Buffer.from(body).toString('hex').toUpperCase();
  const cipher = key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
  const decipher = createDecipheriv(cipher, key, Buffer.concat([title, content.subarray(1, 5)]));
  return decipher.update(body).toString('hex').toUpperCase();
}

/** The octet-string that an APDU ends with, but for the write response that this server appends. */
function lastOctetString(hex: string): Uint8Array {
  const octets = octetsOf(hex.replace(/^(0C.*?)(?:E6E700)?0D0100$/, '$1'));
  const start = octets.findIndex((tag, at) => tag === 9 && octets[at + 1] === octets.length - at - 2);
  assert.ok(start >= 0, hex);
  return octets.subarray(start + 2);
}

/** The key pairs behind the ECDSA sessions, by `server256`, `client384`, … */
export function recordedKeys(root: string): ReadonlyMap<string, { priv: string; pub: string }> {
  const text = readFileSync(join(root, 'corpus', 'sessions', 'ecdsa-test-keys.txt'), 'utf8');
  const lines = text.matchAll(/^(\w+) priv=(\w+) pub=(\w+)$/gm);
  return new Map(Array.from(lines, ([, name = '', priv = '', pub = '']) => [name, { priv, pub }]));
}
