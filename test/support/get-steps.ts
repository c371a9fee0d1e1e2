/** One GET without an association: what it does with the answers, in a few words each. */
import assert from 'node:assert/strict';
import { GetExchange, type GetStep } from '../../src/client/get-exchange.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { attribute, told } from './apdus.js';
import { hexOf, octetsOf } from './recorded-conversation.js';

export const ENERGY = attribute(3, '1.0.1.8.0.255', 2);
export const SCALER = attribute(3, '1.0.1.8.0.255', 3);
const INVOKE = 0xc1;

export function exchange(...attributes: readonly AttributeDescriptor[]): GetExchange {
  return new GetExchange(attributes.length === 0 ? [ENERGY] : attributes, INVOKE);
}

/** A GET or a READ. */
interface Exchange {
  handle(octets: Uint8Array, lateAnswers: boolean): GetStep;
}

export function answered(get: Exchange, ...answers: readonly (string | Uint8Array)[]): GetStep {
  const steps = answers.map((answer) =>
    get.handle(typeof answer === 'string' ? octetsOf(answer) : answer, false),
  );
  const last = steps.at(-1);
  assert.ok(last !== undefined);
  return last;
}

export function results(step: GetStep): readonly GetDataResult[] {
  assert.equal(step.kind, 'confirm', step.kind === 'failed' ? step.cause.message : step.kind);
  return step.results;
}

export function failure(step: GetStep): { readonly error: string; readonly message: string } {
  assert.equal(step.kind, 'failed');
  return { error: told(step.cause), message: step.cause.message };
}

export function sent(step: GetStep): string {
  assert.equal(step.kind, 'send');
  return hexOf(step.apdu);
}
