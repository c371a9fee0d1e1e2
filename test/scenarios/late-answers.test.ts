/** Answers that come late, twice, or under another number than the request. */
import assert from 'node:assert/strict';
import { dataBlock } from '../support/apdus.js';
import { BOTH, get, notes, opened, overHdlc, overWrapper } from '../support/conversation.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { late, value } from '../support/scripted-meter.js';

const NOTIFICATION = octetsOf('0F00000001000600000001');

describe('a late answer after a repetition', () => {
  it('over the WRAPPER is not taken for the answer to the next request', () => {
    const pair = opened(
      overWrapper({
        get: (n, invoke) =>
          n === 0 ? late(value(1, invoke), 3000) : late(value(n === 1 ? 1 : 2, invoke), 1000),
      }),
    );
    assert.equal(get(pair), '1');
    assert.equal(get(pair), '2');
    assert.ok(notes(pair).includes('late answer to an earlier request'));
  });

  it('over HDLC is not delivered twice', () => {
    const pair = opened(
      overHdlc({ get: (n, invoke) => (n === 0 ? late(value(1, invoke), 3000) : value(n + 1, invoke)) }),
    );
    assert.equal(get(pair), '1');
    assert.equal(get(pair), '2');
    assert.equal(get(pair), '3');
  });
});

describe('a meter that uses one invoke-id for all', () => {
  for (const [name, over] of BOTH) {
    it(`is read over ${name}`, () => {
      const pair = opened(over({ get: (n) => value(n, '40') }));
      assert.deepEqual([get(pair), get(pair), get(pair)], ['0', '1', '2']);
    });
  }
});

describe('data blocks', () => {
  const blocks = [
    ['060000', false],
    ['03', false],
    ['E8', true],
  ] as const;
  const block = (number: number, invoke: string) => {
    const [raw, last] = blocks[number - 1] ?? ['', true];
    return dataBlock(number, last, raw, invoke);
  };
  const asked = (request: string) =>
    (request.startsWith('C002') ? Number.parseInt(request.slice(6), 16) : 0) + 1;

  for (const [name, over] of BOTH) {
    it(`are read to their end over ${name}, with a notification in between`, () => {
      const pair = opened(
        over({ get: (_, invoke, request) => [NOTIFICATION, block(asked(request), invoke)] }),
      );
      assert.equal(get(pair), '1000');
    });

    it(`whose number is repeated over ${name} break off the read, and the next one goes on`, () => {
      const pair = opened(over({ get: (n, invoke) => (n < 2 ? block(1, invoke) : value(n, invoke)) }));
      assert.equal(get(pair), 'DLMS_BLOCK_NUMBER service meter');
      assert.equal(get(pair), '2');
    });
  }

  it('of which an old one comes again after a repetition over the WRAPPER are read all the same', () => {
    const pair = opened(
      overWrapper({
        get: (n, invoke, request) => late(block(asked(request), invoke), n === 1 ? 3000 : 1000),
      }),
    );
    assert.equal(get(pair), '1000');
    assert.ok(notes(pair).includes('late answer to an earlier request'));
  });

  it('of which one is lost on the way over the WRAPPER are asked for again', () => {
    const pair = opened(
      overWrapper({ get: (n, invoke, request) => (n === 1 ? undefined : block(asked(request), invoke)) }),
    );
    assert.equal(get(pair), '1000');
  });
});
