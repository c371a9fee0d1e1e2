import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GetStep } from '../../src/client/get-exchange.js';
import { dataBlock } from '../support/apdus.js';
import { answered, ENERGY, exchange, failure, results, SCALER, sent } from '../support/get-steps.js';
import { octetsOf } from '../support/recorded-conversation.js';

describe('a GET in data blocks', () => {
  it('of one attribute whose blocks begin with number 0', () => {
    const get = exchange();
    assert.equal(sent(answered(get, dataBlock(0, false, '0600'))), 'C002C100000000');
    assert.deepEqual(results(answered(get, dataBlock(1, true, '0003E8'))), [
      { kind: 'data', data: { kind: 'double-long-unsigned', value: 1000 } },
    ]);
  });

  it('of a list: count and choices stand in the joined octets', () => {
    const get = exchange(ENERGY, SCALER);
    answered(get, dataBlock(1, false, '0200060000'));
    assert.deepEqual(results(answered(get, dataBlock(2, true, '03E80104'))), [
      { kind: 'data', data: { kind: 'double-long-unsigned', value: 1000 } },
      { kind: 'data-access-result', result: 'object-undefined' },
    ]);
  });

  it('a block that holds nothing is passed over', () => {
    const get = exchange();
    answered(get, dataBlock(1, false, '11'), dataBlock(2, false, ''));
    assert.deepEqual(results(answered(get, dataBlock(3, true, '2A'))), [
      { kind: 'data', data: { kind: 'unsigned', value: 42 } },
    ]);
  });

  it('a block that comes again is an error where the link counts', () => {
    const { error, message } = failure(
      answered(exchange(), dataBlock(1, false, '11'), dataBlock(1, false, '11')),
    );
    assert.equal(error, 'DLMS_BLOCK_NUMBER service meter');
    assert.match(message, /data block 1 came where 2 was due/);
  });

  it('a block that comes again is late where a request was repeated, and its twin is not lost', () => {
    const get = exchange();
    get.handle(dataBlock(1, false, '11'), true);
    assert.equal(get.handle(dataBlock(1, false, '11'), true).kind, 'drop');
    assert.equal(results(get.handle(dataBlock(2, true, '2A'), true)).length, 1);
  });

  it('a whole answer in the middle of the blocks', () => {
    const step = answered(exchange(), dataBlock(1, false, '11'), 'C401C100112A');
    assert.match(failure(step).message, /a whole answer came where data block 2 was due/);
  });

  it('a plain refusal in the middle of the blocks', () => {
    const step = answered(exchange(), dataBlock(1, false, '11'), 'C401C10102');
    assert.deepEqual(results(step), [{ kind: 'data-access-result', result: 'temporary-failure' }]);
  });

  it('a meter that counts blocks and never ends is left at the limit', () => {
    const get = exchange();
    let step: GetStep = { kind: 'drop', note: '' };
    let blocks = 0;
    do {
      blocks += 1;
      step = get.handle(dataBlock(blocks, false, '00'), false);
    } while (step.kind === 'send');
    assert.equal(failure(step).error, 'DLMS_TOO_LONG service meter');
    assert.equal(blocks, 20_001);
  });

  it('a meter whose blocks are large is left at the limit, too', () => {
    const get = exchange();
    const large = Uint8Array.from([
      ...octetsOf('C402C1000000000100840010 0000'),
      ...new Uint8Array(0x100000),
    ]);
    let step: GetStep = { kind: 'drop', note: '' };
    let blocks = 0;
    do {
      blocks += 1;
      large[7] = blocks;
      step = get.handle(large, false);
    } while (step.kind === 'send');
    assert.equal(failure(step).error, 'DLMS_TOO_LONG service meter');
    assert.equal(blocks, 17);
  });
});

describe('a GET with another number of results', () => {
  const count = (message: string) => ({ error: 'DLMS_LIST_COUNT service meter', message });

  it('a list answered with one result too few, or too many', () => {
    const list = () => exchange(ENERGY, SCALER);
    assert.deepEqual(
      failure(answered(list(), 'C403C101001101')),
      count('the answer holds 1 instead of 2 results'),
    );
    assert.deepEqual(
      failure(answered(list(), 'C403C103001101001102001103')),
      count('the answer holds 3 instead of 2 results'),
    );
  });

  it('a list answered with a single refusal, plain or in a block', () => {
    const message = 'the answer holds 1 instead of 2 results';
    assert.deepEqual(failure(answered(exchange(ENERGY, SCALER), 'C401C10103')), count(message));
    assert.deepEqual(failure(answered(exchange(ENERGY, SCALER), 'C402C101000000010103')), count(message));
  });

  it('one attribute answered with a list of one is as good as a plain answer', () => {
    assert.equal(results(answered(exchange(), 'C403C10100112A')).length, 1);
  });
});

describe('a GET and the invoke-id of its answer', () => {
  it('another one is a constant of the meter, as long as nothing was repeated', () => {
    assert.equal(results(exchange().handle(octetsOf('C40100 00112A'), false)).length, 1);
  });

  it('another one is a late answer, once a request was repeated on a link that does not count', () => {
    const get = exchange();
    assert.deepEqual(get.handle(octetsOf('C401C0 00112A'), true), {
      kind: 'drop',
      note: 'late answer to an earlier request',
    });
    assert.equal(results(get.handle(octetsOf('C40141 00112A'), true)).length, 1);
  });
});

describe('octets of any kind in answer to a GET', () => {
  it('that no book knows are a failure, not a silence', () => {
    assert.equal(failure(answered(exchange(), 'FF00')).error, 'DLMS_UNKNOWN_APDU service meter');
    assert.equal(failure(answered(exchange(), '')).error, 'DLMS_TRUNCATED service meter');
  });

  it('throw nothing and never give another number of results than was asked for', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const answer = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(fc.constantFrom(1, 2, 3), fc.array(octet, { maxLength: 40 }))
        .map(([type, rest]) => Uint8Array.from([0xc4, type, 0xc1, ...rest])),
    );
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 6 }), fc.boolean(), (answers, late) => {
        const get = exchange(ENERGY, SCALER);
        for (const each of answers) {
          const step = get.handle(each, late);
          if (step.kind === 'confirm') assert.equal(step.results.length, 2);
          if (step.kind === 'confirm' || step.kind === 'failed') return;
        }
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});
