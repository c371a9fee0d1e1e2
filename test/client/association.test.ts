import assert from 'node:assert/strict';
import type { AssociationInput } from '../../src/client/association-primitive.js';
import { DlmsError } from '../../src/errors.js';
import {
  AARE,
  AssociationBench,
  DISCONNECTED,
  ENERGY,
  OPEN,
  OVER_HDLC,
  RELEASE,
} from '../support/association-bench.js';
import { octetsOf } from '../support/recorded-conversation.js';

const REFUSAL = '6117A109060760857405080101A203020101A305A10302010D';
const LOST = new DlmsError('the line is gone', {
  code: 'DLMS_LINE_CLOSED',
  layer: 'transport',
  fault: 'line',
});

describe('an association that is opened', () => {
  it('connects the link, proposes, and tells what was negotiated', () => {
    const bench = new AssociationBench();
    assert.deepEqual(bench.put(OPEN), ['DL-CONNECT.request']);
    const [proposal = ''] = bench.put({ kind: 'DL-CONNECT.confirm', negotiated: OVER_HDLC });
    assert.match(proposal, /^DL-DATA\.request 60[0-9A-F]+FFFF$/);
    const outputs = bench.association.handle({ kind: 'DL-DATA.indication', apdu: octetsOf(AARE()) });
    const confirm = outputs.find((output) => output.kind === 'COSEM-OPEN.confirm');
    assert.equal(confirm?.negotiated.serverMaxReceivePduSize, 1024);
    assert.equal(confirm?.negotiated.link, OVER_HDLC);
    assert.ok(confirm?.negotiated.conformance.has('multiple-references'));
  });

  it('sends the password, but does not show it', () => {
    const bench = new AssociationBench();
    bench.put(OPEN);
    const outputs = bench.association.handle({ kind: 'DL-CONNECT.confirm' });
    const [trace, request] = outputs;
    assert.ok(trace?.kind === 'TRACE' && request?.kind === 'DL-DATA.request');
    assert.ok(Buffer.from(request.apdu).includes('LabPass1'));
    assert.ok(Buffer.from(trace.octets).includes('********'));
    assert.equal(trace.octets.length, request.apdu.length);
  });

  it('by a meter that refuses: first the link is given up, then the reason is told', () => {
    const bench = new AssociationBench();
    bench.put(OPEN);
    bench.put({ kind: 'DL-CONNECT.confirm' });
    assert.deepEqual(bench.hear(REFUSAL), ['DL-DISCONNECT.request']);
    assert.deepEqual(bench.put(DISCONNECTED), [
      'COSEM-ABORT.indication DLMS_AUTHENTICATION_FAILED association settings',
    ]);
    assert.equal(bench.association.state, 'idle');
  });

  it('by a meter that refuses and hangs up at once: the reason is told all the same', () => {
    const bench = new AssociationBench();
    bench.put(OPEN);
    bench.put({ kind: 'DL-CONNECT.confirm' });
    bench.hear(REFUSAL);
    assert.deepEqual(bench.put({ kind: 'DL-ABORT.indication', cause: LOST }), [
      'COSEM-ABORT.indication DLMS_AUTHENTICATION_FAILED association settings',
    ]);
  });

  it('while the meter tells something else: the AARE is waited for', () => {
    const bench = new AssociationBench();
    bench.put(OPEN);
    bench.put({ kind: 'DL-CONNECT.confirm' });
    assert.deepEqual(bench.hear('0F000000010000'), ['DL-WAIT.request']);
    assert.deepEqual(bench.notes.at(-1), 'data-notification is no answer to the AARQ');
    assert.deepEqual(bench.hear(AARE()), ['COSEM-OPEN.confirm']);
  });

  it('while the meter tells nothing else than other things, for ever', () => {
    const bench = new AssociationBench();
    bench.put(OPEN);
    bench.put({ kind: 'DL-CONNECT.confirm' });
    for (let count = 0; count < 64; count += 1) assert.deepEqual(bench.hear('C2000001'), ['DL-WAIT.request']);
    assert.deepEqual(bench.hear('C2000001'), ['DL-DISCONNECT.request']);
    assert.deepEqual(bench.put(DISCONNECTED), ['COSEM-ABORT.indication DLMS_NO_ANSWER service meter']);
  });

  it('on a line that breaks', () => {
    const bench = new AssociationBench();
    bench.put(OPEN);
    assert.deepEqual(bench.put({ kind: 'DL-ABORT.indication', cause: LOST }), [
      'COSEM-ABORT.indication DLMS_LINE_CLOSED transport line',
    ]);
    assert.deepEqual(bench.put(OPEN), ['DL-CONNECT.request']);
  });

  it('twice: the second opening breaks all down, and is told so', () => {
    const bench = new AssociationBench().opened();
    assert.deepEqual(bench.put(OPEN), ['COSEM-ABORT.indication DLMS_STATE association package']);
    assert.equal(bench.association.state, 'idle');
  });

  it('in the middle of a release: both askers have their answer', () => {
    const bench = new AssociationBench().opened();
    bench.put(RELEASE);
    assert.deepEqual(bench.put(OPEN), [
      'COSEM-RELEASE.confirm',
      'COSEM-ABORT.indication DLMS_STATE association package',
    ]);
  });

  it('anew starts with invoke-id 1 again', () => {
    const bench = new AssociationBench().opened().asking();
    bench.put({ kind: 'DL-ABORT.indication', cause: LOST });
    bench.opened();
    assert.match(bench.get(ENERGY)[0] ?? '', /C001C1/);
  });
});

describe('an association that is released', () => {
  it('says good-bye, then gives up the link', () => {
    const bench = new AssociationBench().opened();
    assert.deepEqual(bench.put(RELEASE), ['DL-DATA.request 6203800100']);
    assert.deepEqual(bench.hear('6303800100'), ['DL-DISCONNECT.request']);
    assert.deepEqual(bench.put(DISCONNECTED), ['COSEM-RELEASE.confirm']);
  });

  it('by a meter that does not answer an RLRQ, or answers it with an error or with rubbish', () => {
    const goodbye = (input: AssociationInput) => {
      const bench = new AssociationBench().opened();
      bench.put(RELEASE);
      return bench.put(input);
    };
    assert.deepEqual(goodbye({ kind: 'TIMER.expired', timer: 'response' }), ['DL-DISCONNECT.request']);
    for (const hex of ['D80101', '0E010602', 'FFFF', '']) {
      const apdu = octetsOf(hex);
      assert.deepEqual(goodbye({ kind: 'DL-DATA.indication', apdu }), ['DL-DISCONNECT.request'], hex);
    }
  });

  it('while the link breaks is released', () => {
    const bench = new AssociationBench().opened();
    bench.put(RELEASE);
    assert.deepEqual(bench.put({ kind: 'DL-ABORT.indication', cause: LOST }), ['COSEM-RELEASE.confirm']);
  });

  it('in the middle of a GET, or of its opening, gives up the link at once', () => {
    const asking = new AssociationBench().opened().asking();
    assert.deepEqual(asking.put(RELEASE), ['DL-DISCONNECT.request']);
    assert.deepEqual(asking.hear('C401C100112A'), []);
    assert.deepEqual(asking.put(DISCONNECTED), ['COSEM-RELEASE.confirm']);
    const opening = new AssociationBench();
    opening.put(OPEN);
    assert.deepEqual(opening.put(RELEASE), ['DL-DISCONNECT.request']);
    assert.deepEqual(opening.put(DISCONNECTED), ['COSEM-RELEASE.confirm']);
  });

  it('twice has one answer, and where nothing stands it has it at once', () => {
    const bench = new AssociationBench().opened();
    bench.put(RELEASE);
    assert.deepEqual(bench.put(RELEASE), []);
    bench.hear('6303800100');
    assert.deepEqual(bench.put(RELEASE), []);
    assert.deepEqual(bench.put(DISCONNECTED), ['COSEM-RELEASE.confirm']);
    assert.deepEqual(bench.put(RELEASE), ['COSEM-RELEASE.confirm']);
  });

  it('a silence is not its own while nothing is released', () => {
    const bench = new AssociationBench().opened().asking();
    assert.deepEqual(bench.put({ kind: 'TIMER.expired', timer: 'response' }), []);
  });
});

describe('a link that says what it cannot know', () => {
  it('breaks the association down with an error of this package', () => {
    const bench = new AssociationBench().opened();
    assert.deepEqual(bench.put(DISCONNECTED), ['COSEM-ABORT.indication DLMS_STATE association package']);
    const asking = new AssociationBench().opened().asking();
    assert.deepEqual(asking.put({ kind: 'DL-CONNECT.confirm' }), [
      'COSEM-ABORT.indication DLMS_STATE association package',
    ]);
  });
});
