/**
 * What a node shows of itself: one state, one status. Green dot: a value; yellow ring: connecting or
 * retrying; red ring: why not; grey ring: nothing to do.
 */
import type { NodeStatus } from 'node-red';
import type { SessionStatus } from '../src/pool/session-status.js';

export type NodeState =
  | { readonly kind: 'idle' | 'connecting' | 'connected' | 'refused' | 'no-device' | 'disabled' }
  | { readonly kind: 'retrying'; readonly attempt: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'signals'; readonly count: number };

export type Translate = (key: string, values?: Record<string, string>) => string;

const MAX_TEXT = 20;

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
    case 'value':
      return dot(state.text);
    case 'signals':
      return dot(translate('status.signals', { count: String(state.count) }));
  }
}

/** How it stands with the meter: while it does not answer, the try, and then the reason. */
export function sessionStates(status: SessionStatus, translate: Translate): readonly NodeState[] {
  if (status.state === 'disconnected') return [{ kind: 'idle' }];
  if (status.state !== 'retrying') return [{ kind: status.state }];
  const retrying: NodeState = { kind: 'retrying', attempt: status.try };
  if (status.error === undefined) return [retrying];
  return [retrying, { kind: 'failed', reason: reasonText(status.error.code, translate) }];
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

function ring(fill: 'grey' | 'yellow' | 'red', text: string): NodeStatus {
  return { fill, shape: 'ring', text: short(text) };
}

function dot(text: string): NodeStatus {
  return { fill: 'green', shape: 'dot', text: short(text) };
}

function short(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`;
}
