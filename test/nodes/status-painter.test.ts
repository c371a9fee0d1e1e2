import assert from 'node:assert/strict';
import type { NodeStatus } from 'node-red';
import { ageText, type NodeState, reasonText, sessionState, statusOf } from '../../nodes/node-status.js';
import { StatusPainter } from '../../nodes/status-painter.js';
import { DlmsError } from '../../src/errors.js';
import type { Clock } from '../../src/meter/clock.js';
import { VirtualClock } from '../support/virtual-clock.js';

describe('the status of a node', () => {
  let time: VirtualClock;
  let clock: Clock;
  beforeEach(() => {
    time = new VirtualClock();
    clock = {
      now: () => time.now,
      wallTime: () => time.now,
      after: (ms, action) => time.after(ms, action),
    };
  });

  const paint = () => {
    const painted: unknown[] = [];
    const push = (status: NodeStatus) => painted.push(typeof status === 'string' ? status : status.text);
    return { painted, painter: new StatusPainter(push, clock) };
  };

  it('is painted when it has settled, then at most once a second, and the last one always arrives', () => {
    const { painted, painter } = paint();
    for (const text of ['a', 'b', 'c']) painter.show({ text });
    time.advance(50);
    assert.deepEqual(painted, ['c']);
    for (const text of ['d', 'e']) painter.show({ text });
    time.advance(999);
    assert.deepEqual(painted, ['c']);
    time.advance(1);
    assert.deepEqual(painted, ['c', 'e']);
    painter.show({ text: 'f' });
    painter.show({ text: 'e' });
    time.advance(5000);
    assert.deepEqual(painted, ['c', 'e'], 'what is shown already is not painted again');
    painter.show({ text: 'g' });
    time.advance(50);
    assert.deepEqual(painted, ['c', 'e', 'g']);
  });

  it('is not painted after the node was closed', () => {
    const { painted, painter } = paint();
    painter.show({ text: 'a' });
    painter.close();
    time.advance(5000);
    assert.deepEqual(painted, []);
  });

  const translate = (key: string, values: Record<string, string> = {}) =>
    [key, ...Object.values(values)].join(' ');
  const cases: readonly (readonly [NodeState, string])[] = [
    [{ kind: 'idle' }, 'grey ring status.idle'],
    [{ kind: 'connecting' }, 'yellow ring status.connecting'],
    [{ kind: 'retrying', attempt: 3 }, 'yellow ring status.retrying 3'],
    [{ kind: 'connected' }, 'green dot status.connected'],
    [{ kind: 'refused' }, 'red ring status.refused'],
    [{ kind: 'no-device' }, 'red ring status.no-device'],
    [{ kind: 'failed', reason: 'no answer' }, 'red ring no answer'],
    [{ kind: 'failed', reason: 'scope-of-access-violated' }, 'red ring scope-of-access-vio…'],
    [
      { kind: 'held-back', reason: 'wrong password', until: '16:45' },
      'red ring status.held-back wrong password 16:45',
    ],
    [{ kind: 'value', text: '230.4 V' }, 'green dot 230.4 V'],
    [{ kind: 'signals', count: 6 }, 'green dot status.signals 6'],
    [{ kind: 'stale', text: '230.4 V', age: '12 s ago' }, 'yellow ring status.aged 230.4 V 12 s ago'],
    [{ kind: 'failed', reason: 'no answer', age: '5 min ago' }, 'red ring status.aged no answer 5 min ago'],
    [{ kind: 'disabled' }, 'grey ring status.disabled'],
  ];
  for (const [state, expected] of cases) {
    it(`is "${expected}" when ${JSON.stringify(state)}`, () => {
      const status = statusOf(state, translate);
      assert.ok(typeof status === 'object');
      assert.equal(`${status.fill} ${status.shape} ${status.text}`, expected);
    });
  }

  it('shows a code without words of its own as it is', () => {
    const words = (key: string) => (key === 'reason.DLMS_TIMEOUT' ? 'no answer' : `x.${key}`);
    assert.equal(reasonText('DLMS_TIMEOUT', words), 'no answer');
    assert.equal(reasonText('DLMS_LINE_CLOSED', words), 'line closed');
  });

  it('says of a meter that might lock when it goes on, and of others the try under way, or the reason', () => {
    const error = new DlmsError('', {
      code: 'DLMS_AUTHENTICATION_FAILED',
      layer: 'association',
      fault: 'settings',
    });
    const nextTryAt = new Date(2025, 0, 15, 16, 5).getTime();
    const failed = { state: 'retrying', try: 3, error, nextTryAt } as const;
    const words = () => 'wrong password';
    assert.deepEqual(sessionState({ ...failed, heldBack: true }, words), {
      kind: 'held-back',
      reason: 'wrong password',
      until: '16:05',
    });
    assert.deepEqual(sessionState(failed, words), { kind: 'failed', reason: 'wrong password' });
    assert.deepEqual(sessionState({ ...failed, trying: true }, words), { kind: 'retrying', attempt: 3 });
  });

  it('tells an age in one number', () => {
    const ages = [0, 999, 12_000, 59_999, 60_000, 3_599_999, 3_600_000, 86_399_999, 172_800_000];
    assert.deepEqual(
      ages.map((ms) => ageText(ms, translate).replace('status.age.', '')),
      ['seconds 0', 'seconds 0', 'seconds 12', 'seconds 59', 'minutes 1', 'minutes 59', 'hours 1'].concat([
        'hours 23',
        'days 2',
      ]),
    );
  });
});
