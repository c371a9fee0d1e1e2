/**
 * What a node shows of itself: one state, one status. Green dot: a value; yellow ring: connecting, retrying,
 * or a value that should have been renewed; red ring: why not; grey ring: nothing to do.
 */
import type { NodeStatus } from 'node-red';
import type { SessionStatus } from '../src/pool/session-status.js';
import { timeOfDay } from '../src/pool/time-of-day.js';

export type NodeState =
  | { readonly kind: 'idle' | 'connecting' | 'connected' | 'refused' | 'no-device' | 'disabled' }
  | { readonly kind: 'retrying'; readonly attempt: number }
  /** `age`: that of the last value, where it should have been renewed. */
  | { readonly kind: 'failed'; readonly reason: string; readonly age?: string | undefined }
  | { readonly kind: 'held-back'; readonly reason: string; readonly until: string }
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'signals'; readonly count: number }
  | { readonly kind: 'stale'; readonly text: string; readonly age: string };

export type Translate = (key: string, values?: Record<string, string>) => string;

const MAX_TEXT = 20;
/** The time that stands at the end is worth the room. */
const MAX_WITH_TIME = 40;

const SECONDS = ['seconds', 1000] as const;
const AGE_UNITS = [['days', 86_400_000], ['hours', 3_600_000], ['minutes', 60_000], SECONDS] as const;

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
      return state.age === undefined
        ? ring('red', state.reason)
        : ring('red', aged(state.reason, state.age, translate), MAX_WITH_TIME);
    case 'held-back': {
      const { reason, until } = state;
      return ring('red', translate('status.held-back', { reason, time: until }), MAX_WITH_TIME);
    }
    case 'stale':
      return ring('yellow', aged(state.text, state.age, translate), MAX_WITH_TIME);
    case 'value':
      return dot(state.text);
    case 'signals':
      return dot(translate('status.signals', { count: String(state.count) }));
  }
}

/** How it stands with the meter: while it does not answer, the try that is under way, or the reason. */
export function sessionState(status: SessionStatus, translate: Translate): NodeState {
  const { state, error, nextTryAt, trying, heldBack } = status;
  if (state === 'disconnected') return { kind: 'idle' };
  if (state !== 'retrying') return { kind: state };
  if (trying || error === undefined) return { kind: 'retrying', attempt: status.try };
  const reason = reasonText(error.code, translate);
  if (!heldBack || nextTryAt === undefined) return { kind: 'failed', reason };
  return { kind: 'held-back', reason, until: timeOfDay(nextTryAt) };
}

/** How long ago something was, in one number and its unit. */
export function ageText(ms: number, translate: Translate): string {
  const [unit, unitMs] = AGE_UNITS.find(([, least]) => ms >= least) ?? SECONDS;
  return translate(`status.age.${unit}`, { count: String(Math.floor(ms / unitMs)) });
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

function aged(text: string, age: string, translate: Translate): string {
  return translate('status.aged', { text: short(text, MAX_TEXT), age });
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
