/**
 * Whole conversations over lines that drop, repeat, harm and delay: each answer is delivered once and
 * whole, or the link ends with an error; never anything else.
 */
import assert from 'node:assert/strict';
import { HdlcLink } from '../../src/client/hdlc-link.js';
import type { Faults } from '../support/fault-line.js';
import { SETTINGS } from '../support/hdlc-bench.js';
import { LinkPair } from '../support/link-pair.js';
import { WindowedStation } from '../support/windowed-station.js';

interface Course {
  readonly title: string;
  readonly faults: Faults;
  /** Over the time-out of 1000 ms, answers come late and twice. */
  readonly slowestMs: number;
  readonly info: number;
  readonly window: number;
  /** What share of the answers must come without connecting anew. */
  readonly least: number;
}

const REQUESTS = 40;

/** Of any size, and different for each request. */
function answerTo(requestHex: string): string {
  const number = Number.parseInt(requestHex.slice(0, 4), 16);
  return requestHex.slice(0, 4) + 'AB7E'.repeat((number * 37) % 400);
}

function requestOf(number: number): string {
  return number.toString(16).toUpperCase().padStart(4, '0') + '7E01'.repeat((number * 13) % 90);
}

function converse(
  { faults, slowestMs, info, window }: Course,
  seed: number,
): { answered: number; harmed: number } {
  const station = new WindowedStation({ info, window, answer: answerTo });
  const proposal = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 7, windowReceive: 7 };
  const link = new HdlcLink({ ...SETTINGS, timeoutMs: 1000, retryCounter: 5, proposal });
  const pair = new LinkPair({ link, serve: (octets) => station.serve(octets), seed, faults, slowestMs });
  pair.connect();
  let answered = 0;
  for (let number = 1; number <= REQUESTS; number += 1) {
    const event = pair.request(requestOf(number));
    if (event.startsWith('DL-ABORT.indication')) pair.connect();
    else {
      assert.equal(event, `DL-DATA.indication ${answerTo(requestOf(number))}`);
      answered += 1;
    }
    assert.deepEqual(pair.takeEvents(), []);
  }
  return { answered, harmed: pair.harmed };
}

describe('an HDLC link over a bad line', () => {
  const courses: Course[] = [
    { title: 'a good line', faults: {}, slowestMs: 50, info: 128, window: 1, least: 1 },
    { title: 'octets in pieces', faults: { split: 1 }, slowestMs: 50, info: 64, window: 7, least: 1 },
    { title: 'lost bursts', faults: { drop: 0.2 }, slowestMs: 50, info: 128, window: 1, least: 0.9 },
    {
      title: 'lost bursts in windows',
      faults: { drop: 0.2 },
      slowestMs: 50,
      info: 32,
      window: 7,
      least: 0.9,
    },
    {
      title: 'bursts that come twice',
      faults: { duplicate: 0.4 },
      slowestMs: 50,
      info: 48,
      window: 3,
      least: 1,
    },
    {
      title: 'changed octets',
      faults: { corrupt: 0.3, split: 0.5 },
      slowestMs: 50,
      info: 64,
      window: 4,
      least: 0.9,
    },
    {
      title: 'noise before bursts',
      faults: { noise: 0.5, split: 0.5 },
      slowestMs: 50,
      info: 128,
      window: 2,
      least: 0.9,
    },
    { title: 'answers after the time-out', faults: {}, slowestMs: 1800, info: 128, window: 1, least: 0.9 },
    {
      title: 'all of it',
      faults: { drop: 0.1, duplicate: 0.1, corrupt: 0.1, noise: 0.2, split: 0.5 },
      slowestMs: 1300,
      info: 64,
      window: 7,
      least: 0.5,
    },
  ];
  for (const course of courses) {
    it(`${course.title}, with ${course.info} octets and windows of ${course.window}`, () => {
      for (const seed of [1, 2, 3]) {
        const { answered, harmed } = converse(course, seed * 100);
        assert.ok(answered >= course.least * REQUESTS, `seed ${seed}: ${answered} of ${REQUESTS}`);
        assert.equal(
          harmed > 0,
          Object.keys(course.faults).some((fault) => fault !== 'split'),
        );
      }
    });
  }
});
