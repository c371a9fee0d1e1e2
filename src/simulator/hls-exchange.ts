/**
 * The passes 3 and 4 of high level security, server side (Green Book, HLS authentication): the client's
 * answer comes as the parameter of reply_to_HLS_authentication, the meter's own goes back.
 */
import { DlmsError } from '../errors.js';
import { checkHlsAnswer, type HlsMechanism, type HlsPass, hlsAnswer } from '../security/hls.js';
import type { AssociationMaterial } from './meter-security.js';
import type { SecurityFaults } from './security-faults.js';

export interface HlsTerms {
  readonly mechanism: HlsMechanism;
  readonly secret: Uint8Array;
  /** CtoS and StoC. */
  readonly clientChallenge: Uint8Array;
  readonly serverChallenge: Uint8Array;
  /** Empty where the mechanism knows none. */
  readonly clientTitle: Uint8Array;
  readonly material: AssociationMaterial;
}

/** SC, invocation counter, tag. */
const GMAC_LENGTH = 17;

export class HlsExchange {
  #state: 'pending' | 'passed' | 'refused' = 'pending';
  #answer: Uint8Array | undefined;

  constructor(readonly terms: HlsTerms) {}

  get state(): 'pending' | 'passed' | 'refused' {
    return this.#state;
  }

  /** The meter's answer, once the client has given the right one. */
  get answer(): Uint8Array | undefined {
    return this.#answer;
  }

  /** Judges the client's answer, of which there is one only. */
  judge(answer: Uint8Array, { wrongHlsAnswer }: SecurityFaults): void {
    if (this.#state !== 'pending') return;
    this.#observe(answer);
    if (!this.#isRight(answer)) {
      this.#state = 'refused';
      return;
    }
    const { clientChallenge, serverChallenge } = this.terms;
    const own = hlsAnswer(
      { ...this.#pass('server'), challenge: clientChallenge, ownChallenge: serverChallenge },
      this.terms.material,
    );
    this.#state = 'passed';
    this.#answer = wrongHlsAnswer ? own.with(-1, (own.at(-1) ?? 0) ^ 1) : own;
  }

  #isRight(answer: Uint8Array): boolean {
    const { clientChallenge, serverChallenge, material } = this.terms;
    const pass = { ...this.#pass('client'), challenge: serverChallenge, ownChallenge: clientChallenge };
    try {
      checkHlsAnswer(answer, pass, material);
      return true;
    } catch (error) {
      if (error instanceof DlmsError) return false;
      throw error;
    }
  }

  /** What is the same for both challenges of the side that answers. */
  #pass(side: 'client' | 'server'): Omit<HlsPass, 'challenge' | 'ownChallenge'> {
    const { mechanism, secret, clientTitle, material } = this.terms;
    const [client, server] = [clientTitle, material.systemTitle];
    return side === 'client'
      ? { mechanism, secret, title: client, otherTitle: server }
      : { mechanism, secret, title: server, otherTitle: client };
  }

  #observe(answer: Uint8Array): void {
    const { mechanism, clientTitle, material } = this.terms;
    if (mechanism !== 'HighGmac' || answer.length !== GMAC_LENGTH) return;
    const counter = new DataView(answer.buffer, answer.byteOffset).getUint32(1);
    material.received.gmac(clientTitle, counter);
  }
}
