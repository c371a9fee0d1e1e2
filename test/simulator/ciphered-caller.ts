/**
 * A client of a simulated meter as a test writes it down, with all authentications and protections: it knows
 * codecs and the security room, but no client code of the package.
 */
import assert from 'node:assert/strict';
import { type Aare, decodeAare } from '../../src/apdu/aare.js';
import { type Aarq, encodeAarq } from '../../src/apdu/aarq.js';
import { LN_PROPOSAL, SN_PROPOSAL } from '../../src/apdu/conformance.js';
import { encodeInitiateRequest } from '../../src/apdu/initiate.js';
import { APDU_TAG, unsupportedApdu } from '../../src/apdu/tag.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { checkHlsAnswer, type HlsMechanism, hlsAnswer } from '../../src/security/hls.js';
import { privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';
import type { ProtectionForm, SecurityMaterial } from '../../src/security/material.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { type Opened, SecurityContext } from '../../src/security/security-context.js';
import { SECURITY_SUITE, type SecuritySuiteId } from '../../src/security/suite.js';
import type { ServerAssociation } from '../../src/simulator/association.js';
import { type AuthName, isHighLevel, mechanismName } from '../../src/simulator/authentication.js';
import { demoClientScalar, demoKeys, demoSigningKeys } from '../../src/simulator/demo-keys.js';
import { PROTECTION, type SecurityName } from '../../src/simulator/security-settings.js';
import { INITIATE } from './association-fixture.js';
import { NOON } from './reading.js';

export const SECRET = 'secret-of-8-or-+';
export const CLIENT_TITLE = fromHex('4D4D4D0000BC614E');
export const CHALLENGE = fromHex('A0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF');

/** How the test's client is; what is left out fits a meter with the demo keys. */
export interface CallerOptions {
  readonly auth?: AuthName;
  readonly secret?: string;
  readonly security?: SecurityName;
  readonly suite?: SecuritySuiteId;
  readonly referencing?: 'LN' | 'SN';
  readonly form?: ProtectionForm;
  readonly signed?: boolean;
  readonly dedicatedKey?: Uint8Array;
  readonly blockCipherKey?: Uint8Array;
  readonly authenticationKey?: Uint8Array;
  readonly challenge?: Uint8Array;
  readonly systemTitle?: Uint8Array;
  readonly counter?: number;
  readonly aarq?: Partial<Aarq>;
  readonly initiate?: Partial<typeof INITIATE>;
}

const CONTEXT = { LN: { plain: 1, ciphered: 3 }, SN: { plain: 2, ciphered: 4 } } as const;

export class CipheredCaller {
  readonly material: SecurityMaterial;
  context: SecurityContext;
  next: number;
  aare: Aare | undefined;

  constructor(
    readonly meter: ServerAssociation,
    readonly options: CallerOptions = {},
  ) {
    const { suite = 0, security = 'None', form, dedicatedKey, systemTitle = CLIENT_TITLE } = options;
    const demo = demoKeys(suite);
    this.next = options.counter ?? 1;
    this.material = {
      suite,
      protection: PROTECTION[security],
      form,
      signed: options.signed,
      systemTitle,
      blockCipherKey: options.blockCipherKey ?? demo.blockCipherKey,
      authenticationKey: options.authenticationKey ?? demo.authenticationKey,
      dedicatedKey,
      ...signingKeysOf(suite),
      counter: { take: () => this.next++, raise: () => undefined },
      received: new ReceivedCounters(),
    };
    this.context = new SecurityContext(this.material);
  }

  get ciphered(): boolean {
    const { security = 'None' } = this.options;
    return security !== 'None';
  }

  get challenge(): Uint8Array {
    return this.options.challenge ?? CHALLENGE;
  }

  aarq(): Uint8Array {
    const { auth = 'None', referencing = 'LN', secret = SECRET, dedicatedKey } = this.options;
    const proposedConformance = referencing === 'LN' ? LN_PROPOSAL : SN_PROPOSAL;
    const initiate = { ...INITIATE, proposedConformance, dedicatedKey, ...this.options.initiate };
    const octets = encodeInitiateRequest(new OctetWriter(), initiate).toOctets();
    const high = isHighLevel(auth) ? this.challenge : new TextEncoder().encode(secret);
    const request: Aarq = {
      kind: 'AARQ',
      applicationContextName: `2.16.756.5.8.1.${CONTEXT[referencing][this.ciphered ? 'ciphered' : 'plain']}`,
      callingApTitle: this.material.systemTitle,
      ...(auth !== 'None' && {
        senderAcseRequirements: '1',
        mechanismName: mechanismName(auth),
        callingAuthenticationValue: high,
      }),
      userInformation: this.ciphered
        ? unsupportedApdu(APDU_TAG['glo-initiateRequest'], this.context.protectInitiate(octets))
        : initiate,
      ...this.options.aarq,
    };
    return encodeAarq(new OctetWriter(), request).toOctets();
  }

  /** Sends the AARQ; the AARE, with its title kept. */
  associate(now = NOON): Aare {
    const answer = this.meter.answer(this.aarq(), now);
    assert.equal(answer?.[0], APDU_TAG.AARE, answer && toHex(answer));
    this.aare = decodeAare(new OctetReader(answer ?? new Uint8Array()));
    this.context.peerSystemTitle = this.aare.respondingApTitle;
    return this.aare;
  }

  /** What the meter says in its AARE, deciphered. */
  initiated(): Uint8Array {
    const information = this.aare?.userInformation;
    assert.ok(information?.kind === 'unsupported', information?.kind);
    return this.context.open(information.octets).apdu;
  }

  /** As it goes out. */
  protect(apdu: Uint8Array): Uint8Array {
    return this.ciphered ? this.context.protect(apdu) : apdu;
  }

  send(apdu: Uint8Array, now = NOON): Uint8Array | undefined {
    return this.meter.answer(this.protect(apdu), now);
  }

  /** A request and its answer, both without protection. */
  ask(apdu: Uint8Array, now = NOON): Uint8Array {
    return this.ciphered ? this.opened(apdu, now).apdu : (this.send(apdu, now) ?? new Uint8Array());
  }

  opened(apdu: Uint8Array, now = NOON): Opened {
    const answer = this.send(apdu, now);
    assert.ok(answer !== undefined, 'silence');
    return this.context.open(answer);
  }

  /** The client's answer to the meter's challenge. */
  proof(): Uint8Array {
    return hlsAnswer(this.#pass('client'), this.material);
  }

  /** @throws DlmsError DLMS_HLS_REFUSED */
  check(answer: Uint8Array): void {
    checkHlsAnswer(answer, this.#pass('server'), this.material);
  }

  #pass(side: 'client' | 'server') {
    const { auth = 'None', secret = SECRET } = this.options;
    const theirs = this.aare?.respondingAuthenticationValue ?? new Uint8Array();
    const titles = [this.material.systemTitle, this.aare?.respondingApTitle ?? new Uint8Array()] as const;
    const [title, otherTitle] = side === 'client' ? titles : titles.toReversed();
    const [challenge, ownChallenge] = side === 'client' ? [theirs, this.challenge] : [this.challenge, theirs];
    const mechanism = auth as HlsMechanism;
    const octets = new TextEncoder().encode(secret);
    assert.ok(title !== undefined && otherTitle !== undefined);
    return { mechanism, secret: octets, challenge, ownChallenge, title, otherTitle };
  }
}

function signingKeysOf(suite: SecuritySuiteId) {
  const { curve } = SECURITY_SUITE[suite];
  const demo = demoSigningKeys(suite);
  if (curve === undefined || demo === undefined) return {};
  return {
    signingKey: privateKeyFromScalar(curve, demoClientScalar(suite)),
    peerPublicKey: publicOf(demo.signingKey),
  };
}

/** ACTION reply_to_HLS_authentication. */
export function replyByAction(token: Uint8Array): Uint8Array {
  return withOctetString('C3 01 C1 00 0F 00 00 28 00 00 FF 01 01', token);
}

/** READ and WRITE of the same by short names. */
export function replyByRead(token: Uint8Array): Uint8Array {
  return withOctetString('05 01 04 FA 58 00', token);
}

export function replyByWrite(token: Uint8Array): Uint8Array {
  return withOctetString('06 01 02 FA 58 01', token);
}

function withOctetString(head: string, octets: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([fromHex(head), Uint8Array.of(9, octets.length), octets]));
}

/** The octet-string at the end of an answer. */
export function tokenIn(answer: Uint8Array, head: string): Uint8Array {
  const start = fromHex(head);
  assert.equal(toHex(answer.subarray(0, start.length)), toHex(start));
  assert.equal(answer[start.length], 9);
  assert.equal(answer[start.length + 1], answer.length - start.length - 2);
  return answer.subarray(start.length + 2);
}
