/**
 * A meter of a few lines with keys: it associates by whatever mechanism, proves itself, and answers each GET
 * as it is told to. What it says can be spoilt on its way out.
 */
import { encodeApdu } from '../../src/apdu/apdu.js';
import { conformanceOf } from '../../src/apdu/conformance.js';
import { type HlsMechanism, hlsAnswer } from '../../src/security/hls.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { isProtected, SecurityContext } from '../../src/security/security-context.js';
import { hexOf, octetsOf } from './recorded-conversation.js';
import { CTOS, SECRET, STOC } from './security-keys.js';
import type { Said } from './stack-pair.js';
import type { ApduServer } from './tiny-wrapper.js';

export interface SecuredScript {
  readonly material: SecurityMaterial;
  /** Low or none where left out. */
  readonly mechanism?: HlsMechanism | undefined;
  /** Application context; 3 where left out. */
  readonly context?: 1 | 2 | 3 | 4;
  readonly conformance?: number;
  readonly maxPduSize?: number;
  /** The answer to the n-th request, counted from 0, in clear; 42 where left out. */
  readonly get?: (n: number, request: string) => Uint8Array;
  /** What is said of the n-th answer, AARE first: itself where left out; nothing, or several. */
  readonly say?: (answer: Uint8Array, n: number) => Said | readonly Said[] | undefined;
}

const NO_TITLE = new Uint8Array(0);
const CONTEXT_NAME = '2.16.756.5.8.1.';

export interface SecuredMeter {
  readonly serve: ApduServer;
  /** Requests in clear, without the AARQ. */
  readonly heard: string[];
  readonly context: SecurityContext;
}

export function securedMeter(script: SecuredScript): SecuredMeter {
  const context = new SecurityContext(script.material);
  const heard: string[] = [];
  let [said, asked] = [0, 0];
  let last = '';
  const answerTo = (request: Uint8Array): Uint8Array => {
    if (hexOf(request) === last) return replayed(request);
    last = hexOf(request);
    if (request[0] === 0x60) return aare(script, context);
    if (request[0] === 0x62) return encodeApdu({ kind: 'RLRE', reason: 'normal' });
    const opened = isProtected(request) ? context.open(request) : undefined;
    const plain = opened?.apdu ?? request;
    heard.push(hexOf(plain));
    const answer =
      script.mechanism !== undefined && heard.length === 1
        ? pass4(script.mechanism, script, context)
        : (script.get ?? fortyTwo)(asked++, hexOf(plain));
    return opened === undefined ? answer : context.protect(answer, opened);
  };
  const serve: ApduServer = (request) => {
    const answer = answerTo(request);
    const n = said;
    said += 1;
    return script.say === undefined ? answer : script.say(answer, n);
  };
  return { serve, heard, context };
}

/** What a strict meter says to a message that comes again: the number that it has seen, in clear. */
function replayed(request: Uint8Array): Uint8Array {
  const number = /^(?:[CD]...|DB.{18}..)..(.{8})/.exec(hexOf(request))?.[1];
  return octetsOf(number === undefined ? 'D80101' : `D80206${number}`);
}

/** A get-response-normal, under the invoke-id of the request. */
function fortyTwo(_n: number, request: string): Uint8Array {
  return octetsOf(`C401${request.slice(4, 6)}00112A`);
}

function aare(script: SecuredScript, context: SecurityContext): Uint8Array {
  const { mechanism, context: number = 3, conformance = 0x00101d, maxPduSize = 1024 } = script;
  const initiate = encodeApdu({
    kind: 'initiate-response',
    negotiatedDlmsVersionNumber: 6,
    negotiatedConformance: conformanceOf(conformance),
    serverMaxReceivePduSize: maxPduSize,
    vaaName: number % 2 === 0 ? 0xfa00 : 7,
  });
  const octets = number > 2 ? context.protectInitiate(initiate) : initiate;
  return encodeApdu({
    kind: 'AARE',
    applicationContextName: `${CONTEXT_NAME}${number}`,
    result: 'accepted',
    resultSourceDiagnostic: {
      source: 'acse-service-user',
      diagnostic: mechanism === undefined ? 'null' : 'authentication-required',
    },
    respondingApTitle: script.material.systemTitle,
    respondingAuthenticationValue: mechanism === undefined ? undefined : STOC,
    userInformation: { kind: 'unsupported', tag: octets[0] ?? 0, name: 'unknown-0', octets },
  });
}

/** What the meter answers to CtoS of the examples. */
export function proof(mechanism: HlsMechanism, material: SecurityMaterial): Uint8Array {
  const { systemTitle: title, peerSystemTitle: otherTitle = NO_TITLE } = material;
  return hlsAnswer(
    { mechanism, secret: SECRET, challenge: CTOS, ownChallenge: STOC, title, otherTitle },
    material,
  );
}

function pass4(mechanism: HlsMechanism, { context: number = 3 }: SecuredScript, context: SecurityContext) {
  const data = {
    kind: 'data',
    data: { kind: 'octet-string', octets: proof(mechanism, context.material) },
  } as const;
  if (number % 2 === 0) return encodeApdu({ kind: 'read-response', results: [data] });
  return encodeApdu({
    kind: 'action-response-normal',
    invokeIdAndPriority: 0xc1,
    outcome: { result: 'success', returnParameters: data },
  });
}
