import assert from 'node:assert/strict';
import type { Link, LinkInput, LinkOutput, StackInput } from '../../src/client/primitive.js';
import { ClientStack } from '../../src/client/stack.js';
import { DlmsError } from '../../src/errors.js';
import { ENERGY } from '../support/association-bench.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { AARE, value } from '../support/scripted-meter.js';

const PASSWORD = 'LabPass1';
const NOTHING = new Uint8Array(0);
const LOST = new DlmsError('gone', { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line' });

/** A link of nothing but its words: sends APDUs bare, and takes octets for APDUs. */
class BareLink implements Link {
  readonly heard: LinkInput[] = [];
  /** Milliseconds that it waits for answers. */
  readonly waitMs: number;

  constructor(waitMs = 2500) {
    this.waitMs = waitMs;
  }

  handle(input: LinkInput): LinkOutput[] {
    this.heard.push(input);
    switch (input.kind) {
      case 'DL-CONNECT.request':
        return [{ kind: 'DL-CONNECT.confirm' }];
      case 'DL-DISCONNECT.request':
        return [{ kind: 'DL-DISCONNECT.confirm' }];
      case 'DL-DATA.request':
        return this.#send(input.apdu);
      case 'PH-DATA.indication':
        // The timer is stopped after the indication: the worst order for whoever starts it anew.
        return [
          { kind: 'DL-DATA.indication', apdu: input.octets },
          { kind: 'TIMER.stop', timer: 'response' },
        ];
      case 'TIMER.expired':
        return this.#send(NOTHING);
      case 'DL-WAIT.request':
        return [{ kind: 'TIMER.start', timer: 'response', ms: this.waitMs }];
    }
  }

  #send(octets: Uint8Array): LinkOutput[] {
    return [
      { kind: 'TRACE', layer: 'link', direction: 'sent', octets },
      { kind: 'PH-DATA.request', octets },
      { kind: 'TIMER.start', timer: 'response', ms: this.waitMs },
    ];
  }
}

function stackOn(link: Link, timeoutMs = 2500): ClientStack {
  return new ClientStack({ link, auth: 'Low', password: Buffer.from(PASSWORD), timeoutMs });
}

/** Puts inputs one after the other; the kinds of the last one's outputs, timers with their time. */
function kinds(stack: ClientStack, ...inputs: readonly StackInput[]): string[] {
  const last = inputs.map((input) => stack.handle(input)).at(-1) ?? [];
  return last.map((output) => (output.kind === 'TIMER.start' ? `${output.kind} ${output.ms}` : output.kind));
}

const OPEN: StackInput = { kind: 'COSEM-OPEN.request' };
const RELEASE: StackInput = { kind: 'COSEM-RELEASE.request' };
const GET: StackInput = { kind: 'GET.request', attributes: [ENERGY] };
const EXPIRED: StackInput = { kind: 'TIMER.expired', timer: 'response' };
const hear = (octets: Uint8Array): StackInput => ({ kind: 'PH-DATA.indication', octets });

describe('a stack on a link', () => {
  it('hands on what one says to the other, and lets out the rest', () => {
    const stack = stackOn(new BareLink());
    assert.deepEqual(kinds(stack, OPEN), ['TRACE', 'TRACE', 'PH-DATA.request', 'TIMER.start 2500']);
    assert.deepEqual(kinds(stack, hear(AARE)), ['TIMER.stop', 'TRACE', 'COSEM-OPEN.confirm']);
    assert.deepEqual(kinds(stack, GET), ['TRACE', 'TRACE', 'PH-DATA.request', 'TIMER.start 2500']);
    assert.deepEqual(kinds(stack, hear(value(1))), ['TIMER.stop', 'TRACE', 'GET.confirm']);
  });

  it('lets the timer of a next block start after the last one was stopped', () => {
    const block = octetsOf('C402C10000000001000106');
    assert.deepEqual(kinds(stackOn(new BareLink()), OPEN, hear(AARE), GET, hear(block)), [
      'TIMER.stop',
      'TRACE',
      'TRACE',
      'TRACE',
      'PH-DATA.request',
      'TIMER.start 2500',
    ]);
  });

  it('waits on where the awaited APDU was not the one that came', () => {
    const notification = octetsOf('C2000001');
    assert.deepEqual(kinds(stackOn(new BareLink()), OPEN, hear(AARE), GET, hear(notification)), [
      'TIMER.stop',
      'TRACE',
      'TIMER.start 2500',
    ]);
  });

  it('on a line that breaks stops its timer first, then says so', () => {
    const stack = stackOn(new BareLink());
    const broken = { kind: 'PH-ABORT.indication', cause: LOST } as const;
    assert.deepEqual(kinds(stack, OPEN, broken), ['TIMER.stop', 'COSEM-ABORT.indication']);
    assert.deepEqual(kinds(stack, broken), []);
    assert.equal(kinds(stack, OPEN).length, 4);
  });

  it('that is opened twice stops its timer, too', () => {
    const stack = stackOn(new BareLink());
    assert.deepEqual(kinds(stack, OPEN, OPEN), ['TIMER.stop', 'COSEM-ABORT.indication']);
  });

  it('lets the link bear a silence, but not that after an RLRQ', () => {
    const link = new BareLink();
    const stack = stackOn(link);
    assert.ok(kinds(stack, OPEN, hear(AARE), GET, EXPIRED).includes('PH-DATA.request'));
    kinds(stack, hear(value(1)), RELEASE);
    assert.deepEqual(kinds(stack, EXPIRED), ['TIMER.stop', 'COSEM-RELEASE.confirm']);
    assert.equal(link.heard.filter(({ kind }) => kind === 'TIMER.expired').length, 1);
  });

  it('waits a second for an RLRE, and as long as the octets take; less where an answer may take less', () => {
    const release = (waitMs: number, timeoutMs: number) =>
      kinds(stackOn(new BareLink(waitMs), timeoutMs), OPEN, hear(AARE), RELEASE).at(-1);
    assert.equal(release(2500, 2500), 'TIMER.start 1000');
    assert.equal(release(3100, 2500), 'TIMER.start 1600');
    assert.equal(release(300, 300), 'TIMER.start 300');
    assert.equal(release(100, 2500), 'TIMER.start 100');
  });

  it('shows the link that sends a password no password either, and sends it all the same', () => {
    const outputs = stackOn(new BareLink()).handle(OPEN);
    const shown = outputs.filter((output) => output.kind === 'TRACE');
    assert.equal(shown.length, 2);
    for (const { octets } of shown) assert.ok(Buffer.from(octets).includes('********'));
    const sent = outputs.find((output) => output.kind === 'PH-DATA.request');
    assert.ok(Buffer.from(sent?.octets ?? NOTHING).includes(PASSWORD));
  });

  it('proposes no limit for its APDUs, or the one it was given', () => {
    const proposed = (maxReceivePduSize?: number) => {
      const link = new BareLink();
      const password = Buffer.from(PASSWORD);
      new ClientStack({ link, auth: 'None', password, timeoutMs: 1, maxReceivePduSize }).handle(OPEN);
      const request = link.heard.find((input) => input.kind === 'DL-DATA.request');
      return Buffer.from(request?.apdu ?? NOTHING)
        .toString('hex')
        .slice(-4);
    };
    assert.equal(proposed(), 'ffff');
    assert.equal(proposed(1200), '04b0');
  });
});
