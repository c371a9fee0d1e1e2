/** General block transfer of the simulated meter, against octets written down by hand. */
import assert from 'node:assert/strict';
import { conformanceOf } from '../../src/apdu/conformance.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import type { GbtFaults } from '../../src/simulator/faults.js';
import { GbtService } from '../../src/simulator/gbt-service.js';
import { block, LAST, STREAMING } from '../support/gbt-bench.js';
import { recordedApdus } from '../support/recorded-conversation.js';
import { describeShared, sessions } from '../support/shared.js';
import { open } from './get-fixture.js';
import { NOON } from './reading.js';

/** get, general-block-transfer, selective-access. */
const GRANTED = 0x200014;
const GET_NAME = 'C001C1000100002A0000FF0200';
const NAME = 'C401C10009104D464C30303030303132333435363738';
const GET_OBJECTS = 'C001C1000F0000280000FF0200';

class Paper {
  readonly service: GbtService;

  constructor(gbt: GbtFaults = {}, pduSize = 30, granted = GRANTED) {
    const limits = { conformance: conformanceOf(granted), maxPduSize: 64, blockWindow: 5 };
    this.service = new GbtService(
      open(pduSize, { conformance: granted, faults: { gbt }, options: { limits } }),
    );
  }

  say(hex: string): string[] {
    return this.service.answers(fromHex(hex), NOON).map((answer) => toHex(answer));
  }
}

/** Control octet, number, acknowledged number, of blocks. */
function heads(blocks: readonly string[]): string[] {
  return blocks.map((hex) => `${hex.slice(2, 4)} ${hex.slice(4, 8)} ${hex.slice(8, 12)}`);
}

function dataOf(blocks: readonly string[]): string {
  return blocks.map((hex) => hex.slice(14)).join('');
}

describe('an answer that is longer than the client takes', () => {
  it('comes in blocks, the next when the one before is acknowledged', () => {
    const paper = new Paper({}, 20);
    assert.deepEqual(paper.say(GET_NAME), [block(5, 1, 0, NAME.slice(0, 26))]);
    assert.deepEqual(paper.say('E0810001000100'), [block(LAST | 5, 2, 0, NAME.slice(26))]);
    assert.deepEqual(paper.say('E0810002000200'), []);
  });

  it('comes whole where it fits, and where blocks were not granted', () => {
    assert.deepEqual(new Paper().say(GET_NAME), [NAME]);
    assert.equal(new Paper({}, 30, 0x000014).say(GET_OBJECTS).length, 1);
  });

  it('comes as many blocks in a row as the client takes', () => {
    const paper = new Paper();
    assert.deepEqual(heads(paper.say(GET_OBJECTS)), ['05 0001 0000']);
    assert.deepEqual(heads(paper.say(block(LAST | 3, 1, 1))), [
      '45 0002 0000',
      '45 0003 0000',
      '05 0004 0000',
    ]);
  });

  it('comes again from where the client says', () => {
    const paper = new Paper();
    paper.say(GET_OBJECTS);
    const blocks = paper.say(block(LAST | 3, 1, 1));
    assert.deepEqual(paper.say(block(LAST | 2, 2, 2)), [blocks[1], `E005${blocks[2]?.slice(4)}`]);
    assert.deepEqual(paper.say(block(LAST | 1, 3, 99)).length, 1);
    assert.deepEqual(paper.say(block(LAST | 1, 3, 40_000)), []);
  });

  it('is forgotten when the client asks for something else', () => {
    const paper = new Paper();
    paper.say(GET_OBJECTS);
    assert.deepEqual(paper.say(GET_NAME), [NAME]);
    assert.deepEqual(paper.say('E0810001000100'), []);
  });
});

describeShared('the acknowledgements of a recorded client', (root) => {
  it('bring all blocks of a long answer', () => {
    const [session] = sessions(root).filter(({ file }) => file.includes('-gbt'));
    assert.ok(session !== undefined);
    const acknowledgements = recordedApdus(session).filter(
      ({ direction, hex }) => direction === 'c>s' && hex.startsWith('E0'),
    );
    const paper = new Paper({}, 1024);
    const blocks = [GET_OBJECTS, ...acknowledgements.map(({ hex }) => hex)].flatMap((hex) => paper.say(hex));
    assert.deepEqual(
      blocks.slice(0, 14).map((hex) => hex.slice(4, 8)),
      Array.from({ length: 14 }, (_, at) => (at + 1).toString(16).padStart(4, '0').toUpperCase()),
    );
    assert.ok(dataOf(blocks).startsWith('C401C10001'));
  });
});

describe('a request in blocks', () => {
  const parts = [GET_NAME.slice(0, 10), GET_NAME.slice(10, 20), GET_NAME.slice(20)] as const;

  it('is acknowledged block by block, and answered in blocks', () => {
    const paper = new Paper();
    assert.deepEqual(paper.say(block(1, 1, 0, parts[0])), [block(LAST | 5, 1, 1)]);
    assert.deepEqual(paper.say(block(1, 2, 0, parts[1])), [block(LAST | 5, 2, 2)]);
    assert.deepEqual(paper.say(block(LAST | 1, 3, 0, parts[2])), [block(LAST | 5, 3, 3, NAME)]);
  });

  it('in a row is acknowledged at its end, up to what is missing', () => {
    const paper = new Paper();
    assert.deepEqual(paper.say(block(STREAMING | 1, 1, 0, parts[0])), []);
    assert.deepEqual(paper.say(block(LAST | 1, 3, 0, parts[2])), [block(LAST | 5, 1, 1)]);
    assert.deepEqual(paper.say(block(STREAMING | 1, 2, 0, parts[1])), []);
    assert.deepEqual(paper.say(block(LAST | 1, 3, 0, parts[2])), [block(LAST | 5, 2, 3, NAME)]);
  });

  it('whose last block comes again is answered again, and not carried out twice', () => {
    const paper = new Paper();
    const request = block(LAST | 1, 1, 0, GET_NAME);
    assert.deepEqual(paper.say(request), paper.say(request));
  });

  it('that another one follows before its end is forgotten', () => {
    const paper = new Paper();
    paper.say(block(1, 1, 0, parts[0]));
    paper.say(block(1, 2, 0, parts[1]));
    assert.deepEqual(paper.say(block(LAST | 1, 1, 0, GET_NAME)), [block(LAST | 5, 1, 1, NAME)]);
  });

  it('may be longer than one APDU', () => {
    const request = `C003C107${'000100002A0000FF0200'.repeat(7)}`;
    assert.ok(request.length / 2 > 64);
    const paper = new Paper({}, 0xffff, GRANTED | 0x200);
    paper.say(block(1, 1, 0, request.slice(0, 80)));
    const [answer = ''] = paper.say(block(LAST | 9, 2, 0, request.slice(80)));
    assert.ok(answer.startsWith('E045'));
  });

  it('of no sense is refused', () => {
    assert.deepEqual(new Paper().say('E0810001'), ['D80203']);
    assert.deepEqual(new Paper().say(block(LAST, 1, 0, 'FF')), [block(LAST | 5, 1, 1, 'D80202')]);
  });

  it('without end is refused', () => {
    const paper = new Paper();
    const said = Array.from({ length: 600 }, (_, at) =>
      paper.say(block(1, at + 1, 0, '00'.repeat(120))),
    ).flat();
    assert.ok(said.includes('D80204'));
  });
});

describe('a meter that misbehaves in general block transfer', () => {
  const window = (gbt: GbtFaults) => {
    const paper = new Paper(gbt);
    const [first = ''] = paper.say(GET_OBJECTS);
    const number = Number.parseInt(first.slice(4, 8), 16);
    return heads([first, ...paper.say(block(LAST | 3, 1, number))]);
  };

  it('can lose blocks, once', () => {
    const paper = new Paper({ loseEvery: 3 });
    paper.say(GET_OBJECTS);
    assert.deepEqual(heads(paper.say(block(LAST | 3, 1, 1))), ['45 0002 0000', '05 0004 0000']);
    assert.deepEqual(heads(paper.say(block(LAST | 1, 2, 2))), ['05 0003 0000']);
  });

  it('can double them, turn them round, and say that more follow', () => {
    assert.deepEqual(window({ double: true }).slice(1, 3), ['45 0002 0000', '45 0002 0000']);
    assert.deepEqual(window({ reverse: true }).slice(1), ['05 0004 0000', '45 0003 0000', '45 0002 0000']);
    assert.deepEqual(window({ alwaysStreaming: true })[3], '45 0004 0000');
  });

  it('can count from elsewhere, and on', () => {
    assert.deepEqual(window({ firstNumber: 0xffff }).slice(0, 2), ['05 FFFF 0000', '45 0000 0000']);
    const paper = new Paper({ neverReset: true }, 20);
    paper.say(GET_NAME);
    assert.deepEqual(heads(paper.say(GET_NAME)), ['05 0003 0000']);
  });

  it('can leave its acknowledgements without numbers', () => {
    const paper = new Paper({ uncountedAcknowledgements: true });
    assert.deepEqual(paper.say(block(1, 1, 0, 'C0')), [block(LAST | 5, 0, 1)]);
  });

  it('can be deaf', () =>
    assert.deepEqual(new Paper({ deaf: true }).say(block(LAST, 1, 0, GET_NAME)), ['D80202']));
});
