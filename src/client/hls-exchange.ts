/**
 * Passes 3 and 4 of high level security (Green Book, HLS authentication): our answer to the meter's challenge,
 * and the meter's to ours. Both have to be right.
 */
import { DlmsError } from '../errors.js';
import { checkHlsAnswer, type HlsMechanism, hlsAnswer } from '../security/hls.js';
import { checkChallenge } from '../security/hls-challenge.js';
import type { SecurityMaterial } from '../security/material.js';
import { unawaited } from './awaited.js';
import { HLS_FORM, type HlsForm, type HlsReply } from './hls-form.js';
import type { Referencing } from './primitive.js';
import { secretRefused, withoutProof } from './protection-refusal.js';

export interface HlsSide {
  readonly challenge: Uint8Array;
  /** System title; empty where it is not known. */
  readonly title: Uint8Array;
}

export interface HlsParties {
  readonly mechanism: HlsMechanism;
  readonly secret: Uint8Array;
  readonly client: HlsSide;
  readonly server: HlsSide;
  readonly material?: SecurityMaterial | undefined;
  /** LN where left out. */
  readonly referencing?: Referencing | undefined;
}

export type HlsStep =
  /** The meter wants pass 3 in another form. */
  | { readonly kind: 'again' }
  /** Both sides have proven themselves. */
  | { readonly kind: 'proven' }
  | { readonly kind: 'failed'; readonly cause: DlmsError }
  /** Not the answer to pass 3, which is still to come. */
  | { readonly kind: 'drop'; readonly note: string };

export class HlsExchange {
  readonly #parties: HlsParties;
  #form: HlsForm;

  constructor(parties: HlsParties) {
    this.#parties = parties;
    this.#form = HLS_FORM[parties.referencing ?? 'LN'];
  }

  /**
   * Pass 3. @throws DlmsError DLMS_HLS_REFUSED for a challenge that is not to be answered; DLMS_SETTING and
   * others where this side has no answer
   */
  request(): Uint8Array {
    const { mechanism, secret, client, server, material } = this.#parties;
    checkChallenge(mechanism, server.challenge, client.challenge);
    const pass = {
      ...{ mechanism, secret, challenge: server.challenge, ownChallenge: client.challenge },
      ...{ title: client.title, otherTitle: server.title },
    };
    return this.#form.request(hlsAnswer(pass, material));
  }

  /** Takes an APDU of the meter. */
  handle(octets: Uint8Array): HlsStep {
    const other = unawaited(octets, this.#form.awaited);
    if (other !== undefined) return { kind: 'drop', note: `${other} is no answer to the authentication` };
    try {
      return this.#step(this.#form.read(octets));
    } catch (error) {
      if (error instanceof DlmsError) return { kind: 'failed', cause: error };
      throw error;
    }
  }

  #step(reply: HlsReply): HlsStep {
    switch (reply.kind) {
      case 'answer':
        this.#check(reply.octets);
        return { kind: 'proven' };
      case 'refused':
        return { kind: 'failed', cause: secretRefused(reply.words) };
      case 'unproven':
        return { kind: 'failed', cause: withoutProof('the meter does not answer our challenge') };
      case 'unsupported':
        return this.#instead() ?? { kind: 'failed', cause: secretRefused(reply.words) };
      case 'unrelated':
        return { kind: 'drop', note: `${reply.name} is no answer to the authentication` };
    }
  }

  /** Pass 4. */
  #check(answer: Uint8Array): void {
    const { mechanism, secret, client, server, material } = this.#parties;
    const pass = {
      ...{ mechanism, secret, challenge: client.challenge, ownChallenge: server.challenge },
      ...{ title: server.title, otherTitle: client.title },
    };
    checkHlsAnswer(answer, pass, material);
  }

  #instead(): HlsStep | undefined {
    const { instead } = this.#form;
    if (instead === undefined) return undefined;
    this.#form = instead;
    return { kind: 'again' };
  }
}
