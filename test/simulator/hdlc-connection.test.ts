import assert from 'node:assert/strict';
import { decodeGetResponse } from '../../src/apdu/get.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import type { HdlcFrame } from '../../src/framing/hdlc/frame.js';
import { associated, controls, DM, GET_NAME, GET_OBJECTS, LLC, NAME, parameters } from './hdlc-fixture.js';
import { same } from './stacks.js';

describe('an HDLC station with answers longer than a frame', () => {
  for (const size of [32, 64, 128, 500, 1024]) {
    for (const window of [1, 2, 3, 7]) {
      it(`sends segments of ${size} octets in windows of ${window}`, () => {
        const paper = associated(parameters(size, size, window, window));
        const whole = paper.ask(GET_OBJECTS);
        const response = decodeGetResponse(new OctetReader(whole));
        assert.ok(response.kind === 'get-response-normal' && response.result.kind === 'data');
        assert.ok(whole.length > 2000);
        same(paper.ask(GET_NAME), NAME);
      });
    }
  }

  it('fills the frames and marks all but the last, with LLC in the first only', () => {
    const paper = associated(parameters(100, 100, 7, 7));
    const frames = paper.information(Buffer.concat([LLC, GET_OBJECTS]));
    assert.equal(frames.length, 7);
    assert.ok(frames.every(({ segmented, information }) => segmented && information.length === 100));
    assert.deepEqual(
      frames.map(({ control }) => 'pollFinal' in control && control.pollFinal),
      [false, false, false, false, false, false, true],
    );
    assert.deepEqual([...(frames[0]?.information.subarray(0, 4) ?? [])], [0xe6, 0xe7, 0x00, 0xc4]);
    assert.notEqual(frames[1]?.information[0], 0xe6);
  });

  it('repeats from the first frame that the client is missing', () => {
    const paper = associated(parameters(100, 100, 5, 5));
    const whole = paper.ask(GET_OBJECTS);
    const first = paper.information(Buffer.concat([LLC, GET_OBJECTS]));
    const joined = new OctetWriter();
    // The third frame of the first window is lost, and what follows it is of no use.
    paper.take([...first.slice(0, 1)].map(final), joined);
    paper.take([...first.slice(1, 2)].map(final), joined);
    for (;;) {
      const last = paper.take(paper.poll(), joined);
      if (last === undefined || !last.segmented) break;
    }
    same(joined.toOctets().subarray(3), whole);
  });

  it('repeats the whole window when the client polls with the old number', () => {
    const paper = associated(parameters(100, 100, 3, 3));
    const first = paper.information(Buffer.concat([LLC, GET_OBJECTS]));
    assert.deepEqual(paper.poll(), first);
    assert.deepEqual(paper.send({ kind: 'REJ', receiveNumber: paper.received, pollFinal: true }), first);
  });

  it('holds its segments back while the client is not ready', () => {
    const paper = associated(parameters(100, 100));
    paper.take(paper.information(Buffer.concat([LLC, GET_OBJECTS])), new OctetWriter());
    const held = paper.send({ kind: 'RNR', receiveNumber: paper.received, pollFinal: true });
    assert.deepEqual(controls(held), [{ kind: 'RR', receiveNumber: paper.sent, pollFinal: true }]);
    assert.equal(paper.poll()[0]?.control.kind, 'I');
  });

  /** A frame as if it had been the last of its window. */
  function final(frame: HdlcFrame): HdlcFrame {
    return frame.control.kind === 'I' ? { ...frame, control: { ...frame.control, pollFinal: true } } : frame;
  }

  it('is not kept waiting with more and more answers by a client that never listens', () => {
    const paper = associated(parameters(1024, 32, 7, 1));
    for (let request = 0; request < 200; request += 1) {
      assert.deepEqual(paper.information(Buffer.concat([LLC, GET_OBJECTS]), false, false), []);
    }
    let segments = 0;
    for (; segments < 20_000; segments += 1) {
      const [frame] = paper.poll();
      if (frame?.control.kind !== 'I') break;
      paper.received = (paper.received + 1) & 7;
    }
    assert.ok(segments > 2000 && segments < 4000, `${segments} segments`);
  });
});

describe('an HDLC station with commands longer than a frame', () => {
  const command = Buffer.concat([LLC, GET_NAME]);
  const parts = [command.subarray(0, 5), command.subarray(5, 9), command.subarray(9)];

  it('acknowledges each segment, then answers', () => {
    const paper = associated();
    for (const part of parts.slice(0, 2)) {
      const rr = paper.information(part, true);
      assert.deepEqual(controls(rr), [{ kind: 'RR', receiveNumber: paper.sent, pollFinal: true }]);
    }
    const joined = new OctetWriter();
    paper.take(paper.information(parts[2] ?? LLC), joined);
    same(joined.toOctets(), Buffer.concat([Uint8Array.of(0xe6, 0xe7, 0), fromHex(NAME)]));
  });

  it('takes a window of segments and speaks when it gets the turn', () => {
    const paper = associated(parameters(128, 128, 3, 3));
    assert.deepEqual(paper.information(parts[0] ?? LLC, true, false), []);
    assert.deepEqual(paper.information(parts[1] ?? LLC, true, false), []);
    const joined = new OctetWriter();
    paper.take(paper.information(parts[2] ?? LLC, false, true), joined);
    assert.equal(joined.length, 25);
  });

  it('asks for the rest when a frame of the window was lost', () => {
    const paper = associated(parameters(128, 128, 3, 3));
    paper.information(parts[0] ?? LLC, true, false);
    paper.sent = (paper.sent + 1) & 7;
    const rr = paper.information(parts[2] ?? LLC, false, true);
    const missing = (paper.sent - 2) & 7;
    assert.deepEqual(controls(rr), [{ kind: 'RR', receiveNumber: missing, pollFinal: true }]);
    paper.sent = missing;
    assert.deepEqual(paper.information(parts[1] ?? LLC, true, false), []);
    paper.take(paper.information(parts[2] ?? LLC), new OctetWriter());
  });

  it('gives up one that never ends', () => {
    const paper = associated(parameters(1024, 1024, 7, 7));
    let answer: readonly HdlcFrame[] = [];
    for (let frame = 0; frame < 70 && answer[0]?.control.kind !== 'FRMR'; frame += 1) {
      answer = paper.information(new Uint8Array(1024), true);
    }
    assert.equal(answer[0]?.control.kind, 'FRMR');
  });
});

describe('an HDLC station that hears a frame twice', () => {
  it('answers it again and does nothing twice', () => {
    const paper = associated();
    const control = {
      kind: 'I',
      sendNumber: paper.sent,
      receiveNumber: paper.received,
      pollFinal: true,
    } as const;
    const disconnect = fromHex('E6 E6 00 C3 01 C1 00 46 00 00 60 03 0A FF 01 01 0F 00');
    const answer = paper.send(control, disconnect);
    assert.equal(answer[0]?.control.kind, 'I');
    assert.deepEqual(paper.send(control, disconnect), answer);
    assert.deepEqual(paper.send(control, disconnect), answer);
    paper.sent = (paper.sent + 1) & 7;
    paper.received = (paper.received + 1) & 7;
    same(paper.ask(GET_NAME), NAME);
  });

  it('says what it expects when a number comes out of order', () => {
    const paper = associated();
    const control = {
      kind: 'I',
      sendNumber: (paper.sent + 3) & 7,
      receiveNumber: paper.received,
      pollFinal: true,
    } as const;
    const rr = paper.send(control, Buffer.concat([LLC, GET_NAME]));
    assert.deepEqual(controls(rr), [{ kind: 'RR', receiveNumber: paper.sent, pollFinal: true }]);
  });

  it('answers a poll with RR when there is nothing to send', () => {
    const paper = associated();
    for (let poll = 0; poll < 3; poll += 1) {
      assert.deepEqual(controls(paper.poll()), [{ kind: 'RR', receiveNumber: paper.sent, pollFinal: true }]);
    }
  });
});

describe('frames that an HDLC station rejects', () => {
  const rejected = (frames: readonly HdlcFrame[], flags: number) => {
    assert.equal(frames.length, 1);
    assert.equal(frames[0]?.control.kind, 'FRMR');
    assert.equal(frames[0]?.information[2], flags);
  };

  it('are an information field longer than negotiated', () => {
    const paper = associated();
    rejected(paper.information(new Uint8Array(129)), 0x04);
    assert.deepEqual(controls(paper.poll()), [DM]);
  });

  it('are acknowledgements of what was never sent', () => {
    const paper = associated();
    rejected(paper.poll((paper.received + 1) & 7), 0x08);
    const other = associated();
    other.received = (other.received - 3) & 7;
    rejected(other.information(LLC), 0x08);
  });

  it('are control fields without a meaning', () => {
    const paper = associated();
    rejected(paper.send({ kind: 'unknown', octet: 0xef }), 0x01);
  });

  it('are not frames that merely do not belong there', () => {
    const paper = associated();
    assert.deepEqual(paper.send({ kind: 'UI', pollFinal: true }), []);
    assert.deepEqual(paper.send({ kind: 'DM', pollFinal: true }), []);
    const rr = paper.information(GET_NAME);
    assert.deepEqual(controls(rr), [{ kind: 'RR', receiveNumber: paper.sent, pollFinal: true }]);
    same(paper.ask(GET_NAME), NAME);
  });
});
