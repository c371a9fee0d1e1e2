import assert from 'node:assert/strict';
import { attribute, dataBlock } from '../support/apdus.js';
import { answered, ENERGY, exchange, failure, results, SCALER, sent } from '../support/get-steps.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { captures, describeShared, vectors } from '../support/shared.js';

describeShared("a GET in the book's examples", (root) => {
  const hex = (id: string): string => {
    const vector = vectors(root).find((each) => each.id === id);
    assert.ok(vector !== undefined, id);
    return vector.hex;
  };

  it('asks for one attribute: get.normal.ldn, get.normal.reg, get.normal.su', () => {
    const name = exchange(attribute(1, '0.0.42.0.0.255', 2));
    assert.equal(hexOf(name.request), hex('get.normal.ldn'));
    assert.equal(hexOf(exchange(ENERGY).request), hex('get.normal.reg'));
    assert.equal(hexOf(exchange(SCALER).request), hex('get.normal.su'));
  });

  it('asks for all attributes of an object: get.attr0', () => {
    assert.equal(hexOf(exchange(attribute(3, '1.0.1.8.0.255', 0)).request), hex('get.attr0'));
  });

  it('asks for a list and has its results in their order: get.list, get.res.list', () => {
    const get = exchange(ENERGY, SCALER);
    assert.equal(hexOf(get.request), hex('get.list'));
    assert.deepEqual(
      results(answered(get, hex('get.res.list'))).map((each) => each.kind === 'data' && each.data.kind),
      ['double-long-unsigned', 'structure'],
    );
  });

  it('has a value: get.res.u32', () => {
    assert.deepEqual(results(answered(exchange(), hex('get.res.u32'))), [
      { kind: 'data', data: { kind: 'double-long-unsigned', value: 1234567 } },
    ]);
  });

  it("has the meter's reason where there is no value: get.res.err, get.res.denied", () => {
    assert.deepEqual(results(answered(exchange(), hex('get.res.err'))), [
      { kind: 'data-access-result', result: 'object-undefined' },
    ]);
    assert.deepEqual(results(answered(exchange(), hex('get.res.denied'))), [
      { kind: 'data-access-result', result: 'read-write-denied' },
    ]);
  });

  it('a list of which one is denied has the other: get.res.list.mixed', () => {
    const [energy, scaler] = results(answered(exchange(ENERGY, SCALER), hex('get.res.list.mixed')));
    assert.equal(energy?.kind, 'data');
    assert.deepEqual(scaler, { kind: 'data-access-result', result: 'read-write-denied' });
  });

  it('joins data blocks, asking for each: get.res.block1, get.next, get.res.block2', () => {
    const get = exchange();
    assert.equal(sent(answered(get, hex('get.res.block1'))), hex('get.next'));
    const [result] = results(answered(get, hex('get.res.block2')));
    assert.ok(result?.kind === 'data' && result.data.kind === 'array');
    assert.deepEqual(
      result.data.elements.map((each) => each.kind === 'double-long-unsigned' && each.value),
      Array.from({ length: 12 }, (_, at) => 1000 + at),
    );
  });

  it('broken off in the middle of its blocks: get.res.block.err', () => {
    const { error, message } = failure(answered(exchange(), hex('get.res.block1'), hex('get.res.block.err')));
    assert.equal(error, 'DLMS_BLOCK_NUMBER service meter');
    assert.match(message, /long-get-aborted/);
  });

  it('refused as a whole: exc.notallowed, exc.unknown, cse.read', () => {
    const refused = (id: string) => failure(answered(exchange(), hex(id)));
    assert.deepEqual(refused('exc.notallowed'), {
      error: 'DLMS_SERVICE_NOT_ALLOWED service meter',
      message: 'the meter refuses the service: service-not-allowed, operation-not-possible',
    });
    assert.deepEqual(refused('exc.unknown'), {
      error: 'DLMS_EXCEPTION_RESPONSE service meter',
      message: 'the meter refuses the service: service-unknown, service-not-supported',
    });
    assert.deepEqual(refused('cse.read'), {
      error: 'DLMS_SERVICE_ERROR service meter',
      message: 'the meter refuses the service: read: access, scope-of-access-violated',
    });
  });

  for (const id of ['data.notif', 'event.notif', 'sn.inforep', 'aare.ln.none', 'rlre.normal', 'set.res.ok']) {
    it(`is not troubled by what comes in between: ${id}`, () => {
      const get = exchange();
      const step = answered(get, hex(id));
      assert.equal(step.kind, 'drop');
      assert.equal(results(answered(get, hex('get.res.u32'))).length, 1);
    });
  }

  it('every truncation of an answer is an error that says so, never a result', () => {
    for (const id of ['get.res.u32', 'get.res.su', 'get.res.list', 'get.res.block2']) {
      const whole = octetsOf(hex(id));
      for (let length = 1; length < whole.length; length += 1) {
        const step = exchange(...(id === 'get.res.list' ? [ENERGY, SCALER] : [ENERGY])).handle(
          whole.subarray(0, length),
          false,
        );
        assert.equal(failure(step).error, 'DLMS_TRUNCATED service meter', `${id} after ${length}`);
      }
    }
  });

  it('an answer with an octet too many is not believed', () => {
    assert.equal(
      failure(answered(exchange(), `${hex('get.res.u32')}00`)).error,
      'DLMS_MALFORMED service meter',
    );
  });
});

describeShared('a GET answered by captured meters', (root) => {
  const capture = (id: string) => captures(root).find((each) => each.id === id);
  const apdu = (id: string): string => capture(id)?.hex ?? assert.fail(id);
  const frames = (id: string): string[] =>
    (capture(id)?.frames ?? []).filter(({ dir }) => dir === 'rx').map(({ hex }) => hex);

  it('a list of two, and of nine with structures inside', () => {
    const two = results(answered(exchange(ENERGY, SCALER), apdu('u9n-get-resp-list-iskra')));
    const [name] = two;
    assert.ok(name?.kind === 'data' && name.data.kind === 'octet-string');
    assert.equal(Buffer.from(name.data.octets).toString(), 'ISK1030777764366');
    const nine = exchange(...Array.from({ length: 9 }, () => ENERGY));
    assert.equal(results(answered(nine, apdu('u9n-get-resp-list-compound'))).length, 9);
  });

  it('a refusal in place of a block, whether it calls itself the last or not', () => {
    for (const id of ['pwit-get-resp-block-err', 'pwit-get-resp-lastblock-err']) {
      assert.deepEqual(results(answered(exchange(), apdu(id))), [
        { kind: 'data-access-result', result: 'hardware-fault' },
      ]);
    }
  });

  it('a block that states more octets than it has', () => {
    const step = answered(exchange(), apdu('pwit-get-resp-block-badlen'));
    assert.equal(failure(step).error, 'DLMS_TRUNCATED service meter');
  });

  it('a profile in blocks: from block 1 to 184 something is missing, from 184 to 185 nothing', () => {
    const blocks = frames('profile-blocks-185').map((frame) => frame.replace(/^.*?e6e700/, '').slice(0, -6));
    const [, first = '', almost = '', last = ''] = blocks;
    const gap = failure(answered(exchange(), first, almost));
    assert.equal(gap.error, 'DLMS_BLOCK_NUMBER service meter');
    assert.match(gap.message, /data block 184 came where 2 was due/);
    const get = exchange();
    assert.equal(sent(answered(get, almost)), 'C002C1000000B8');
    // The pieces fit, but without the 183 blocks before them they are no Data.
    assert.equal(failure(answered(get, last)).error.split(' ')[1], 'service');
  });

  it('three blocks that are an array of five', () => {
    const get = exchange(attribute(7, '1.0.99.1.0.255', 2));
    const [result] = results(answered(get, ...frames('gosem-get-blocks-3')));
    assert.ok(result?.kind === 'data' && result.data.kind === 'array');
    assert.equal(result.data.elements.length, 5);
  });

  it('a profile of five rows that ends after two is not believed', () => {
    const step = answered(
      exchange(attribute(7, '1.0.99.1.0.255', 2)),
      ...frames('gosem-get-block-short-last'),
    );
    assert.equal(failure(step).error, 'DLMS_TRUNCATED service meter');
  });

  it('an object list of five objects that ends after two gives those, with a note', () => {
    const list = attribute(15, '0.0.40.0.0.255', 2);
    const step = answered(exchange(list), ...frames('gosem-get-block-short-last'));
    assert.ok(step.kind === 'confirm' && step.results[0]?.kind === 'data');
    assert.ok(step.results[0].data.kind === 'array');
    assert.equal(step.results[0].data.elements.length, 2);
    assert.equal(step.note, '3 of the announced objects are missing');
    assert.equal(
      failure(answered(exchange(list), dataBlock(1, true, '0105110111'))).error.slice(0, 14),
      'DLMS_TRUNCATED',
    );
    assert.equal(
      failure(answered(exchange(list), dataBlock(1, true, '0101110111'))).error.slice(0, 14),
      'DLMS_MALFORMED',
    );
  });

  it('an association lost on the way: D8 01 01', () => {
    const step = answered(exchange(), apdu('assoc-lost-d80101'));
    assert.equal(failure(step).error, 'DLMS_SERVICE_NOT_ALLOWED service meter');
  });
});
