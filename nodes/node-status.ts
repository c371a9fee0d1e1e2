/**
 * What a node shows of itself: one state, one status. Green dot: a value; yellow ring: connecting or
 * retrying; red ring: why not; grey ring: nothing to do.
 */
import type { NodeStatus } from 'node-red';
import type { SessionStatus } from '../src/pool/session-status.js';
import { timeOfDay } from '../src/pool/time-of-day.js';

export type NodeState =
  | { readonly kind: 'idle' | 'connecting' | 'connected' | 'refused' | 'no-device' | 'disabled' }
  | { readonly kind: 'retrying'; readonly attempt: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'held-back'; readonly reason: string; readonly until: string }
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'signals'; readonly count: number };

export type Translate = (key: string, values?: Record<string, string>) => string;

const MAX_TEXT = 20;
/** Nothing happens before the time that stands at its end: it is worth the room. */
const MAX_HELD_BACK = 40;

/** Keys are looked up under `status.` and `reason.` of the node's catalogue. */
export function statusOf(state: NodeState, translate: Translate): NodeStatus {
  switch (state.kind) {
    case 'idle':
    case 'disabled':
      return ring('grey', translate(`status.${state.kind}`));
    case 'connecting':
      return ring('yellow', translate('status.connecting'));
    case 'retrying':
      return ring('yellow', translate('status.retrying', { attempt: String(state.attempt) }));
    case 'connected':
      return dot(translate('status.connected'));
    case 'refused':
    case 'no-device':
      return ring('red', translate(`status.${state.kind}`));
    case 'failed':
      return ring('red', state.reason);
    case 'held-back': {
      const { reason, until } = state;
      return ring('red', translate('status.held-back', { reason, time: until }), MAX_HELD_BACK);
    }
    case 'value':
      return dot(state.text);
    case 'signals':
      return dot(translate('status.signals', { count: String(state.count) }));
  }
}

/** How it stands with the meter: while it does not answer, the try, and then the reason. */
export function sessionStates(status: SessionStatus, translate: Translate): readonly NodeState[] {
  const { state, error, nextTryAt } = status;
  if (state === 'disconnected') return [{ kind: 'idle' }];
  if (state !== 'retrying') return [{ kind: state }];
  const retrying: NodeState = { kind: 'retrying', attempt: status.try };
  if (error === undefined) return [retrying];
  const reason = reasonText(error.code, translate);
  if (!status.heldBack || nextTryAt === undefined) return [retrying, { kind: 'failed', reason }];
  return [{ kind: 'held-back', reason, until: timeOfDay(nextTryAt) }];
}

/** An error code in a word or two; a code that has no words of its own is shown as it is. */
export function reasonText(code: string, translate: Translate): string {
  const text = translate(`reason.${code}`);
  return text.endsWith(`reason.${code}`)
    ? code
        .replace(/^DLMS_/, '')
        .toLowerCase()
        .replaceAll('_', ' ')
    : text;
}

function ring(fill: 'grey' | 'yellow' | 'red', text: string, most = MAX_TEXT): NodeStatus {
  return { fill, shape: 'ring', text: short(text, most) };
}

function dot(text: string): NodeStatus {
  return { fill: 'green', shape: 'dot', text: short(text, MAX_TEXT) };
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
