/** General block transfer: the worked blocks, recorded and captured ones, and what they join to. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { describeApdu } from '../../src/apdu/describe.js';
import { blockDataSize, type GeneralBlockTransfer } from '../../src/apdu/general-block-transfer.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { captures, describeShared, sessions, vectors } from '../support/shared.js';
import { assertSame } from './defined.js';
import { apdusOfSession } from './recorded-session.js';

type Fields = Omit<GeneralBlockTransfer, 'kind' | 'blockData'>;

const answer: Fields = { lastBlock: false, streaming: false, window: 1, blockNumber: 1, blockNumberAck: 1 };
const push: Fields = { lastBlock: false, streaming: true, window: 0, blockNumber: 1, blockNumberAck: 0 };

/** What the worked blocks say, by the id of the vector, and how many octets of data they carry. */
const CASES: Readonly<Record<string, readonly [Fields, number]>> = {
  'gbt.1': [answer, 30],
  'gbt.ack': [{ ...answer, lastBlock: true }, 0],
  'gbt.2': [{ ...answer, lastBlock: true, blockNumber: 2 }, 36],
  'gbt.stream': [{ ...answer, streaming: true, window: 3, blockNumberAck: 0 }, 20],
  'gbt.push.1': [push, 60],
  'gbt.push.2': [{ ...push, blockNumber: 2 }, 60],
  'gbt.push.3': [{ ...push, lastBlock: true, blockNumber: 3 }, 16],
};

function blockOf(octets: Uint8Array): GeneralBlockTransfer {
  const apdu = decodeApdu(octets);
  assert.ok(apdu.kind === 'general-block-transfer', apdu.kind);
  return apdu;
}

function joined(blocks: readonly GeneralBlockTransfer[]): Uint8Array {
  return Buffer.concat(blocks.map(({ blockData }) => blockData));
}

describeShared('the blocks of the reference', (root) => {
  const all = vectors(root);
  const worked = all.filter(({ kind }) => kind === 'gbt');
  const hexOf = (id: string) => all.find((vector) => vector.id === id)?.hex ?? assert.fail(id);

  it('are all here', () => assert.deepEqual(worked.map(({ id }) => id).sort(), Object.keys(CASES).sort()));

  for (const { id, hex, meaning } of worked) {
    const [fields, length] = CASES[id] ?? [answer, 0];
    const octets = fromHex(hex);

    it(`${id}: ${meaning}`, () => {
      const block = blockOf(octets);
      const { kind, blockData, ...rest } = block;
      assert.deepEqual(rest, fields);
      assert.equal(blockData.length, length);
      assert.equal(toHex(blockData), hex.slice(hex.length - 2 * length));
      assert.equal(toHex(encodeApdu(block)), hex);
    });

    it(`${id}: cut off anywhere, and with octets after it`, () => {
      for (let size = 0; size < octets.length; size += 1) {
        assert.throws(() => decodeApdu(octets.subarray(0, size)), hasCode('DLMS_TRUNCATED'), `${size}`);
      }
      assert.throws(() => decodeApdu(Uint8Array.from([...octets, 0])), hasCode('DLMS_MALFORMED'));
    });
  }

  it('join to what they were made of', () => {
    const join = (...ids: string[]) => toHex(joined(ids.map((id) => blockOf(fromHex(hexOf(id))))));
    assert.equal(join('gbt.1', 'gbt.2'), hexOf('gbt.inner'));
    assert.equal(join('gbt.push.1', 'gbt.push.2', 'gbt.push.3'), hexOf('gbt.push.joined'));
    assert.ok(hexOf('gbt.inner').startsWith(join('gbt.stream')));
  });
});

describeShared('the blocks of a recorded conversation', (root) => {
  it('join to the answer, and the client acknowledges each but the last', () => {
    const [session] = sessions(root).filter(({ file }) => file.includes('-gbt'));
    assert.ok(session !== undefined);
    const said = (dir: string) =>
      apdusOfSession(session)
        .filter((apdu) => apdu.dir === dir && apdu.octets[0] === 0xe0)
        .map(({ octets }) => blockOf(octets));
    const [blocks, acknowledgements] = [said('s>c'), said('c>s')];
    assert.deepEqual(
      blocks.map(({ blockNumber }) => blockNumber),
      Array.from({ length: 14 }, (_, at) => at + 1),
    );
    assert.deepEqual(
      acknowledgements.map(({ blockNumberAck }) => blockNumberAck),
      Array.from({ length: 13 }, (_, at) => at + 1),
    );
    assert.ok(acknowledgements.every(({ blockData, lastBlock }) => blockData.length === 0 && lastBlock));
    const list = decodeApdu(joined(blocks));
    assert.ok(list.kind === 'get-response-normal' && list.result.kind === 'data');
    assert.equal('elements' in list.result.data && list.result.data.elements.length, 251);
  });
});

describeShared('captured blocks', (root) => {
  const captured = (id: string) => captures(root).find((each) => each.id === id) ?? assert.fail(id);

  /** The information of UI frames with addresses of two octets and one, LLC taken off: flag, format, … */
  const piecesOf = (id: string) => {
    const stream = fromHex(captured(id).hex ?? '');
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < stream.length; ) {
      const length = stream[at + 2] ?? 0;
      const information = stream.subarray(at + 9, at + length - 1);
      pieces.push(information[0] === 0xe6 ? information.subarray(3) : information);
      at += length + 2;
    }
    return pieces;
  };

  it('of an unprotected push join to a data-notification', () => {
    const blocks = piecesOf('ams-lng-gbt-push').map(blockOf);
    assert.deepEqual(
      blocks.map(({ lastBlock, streaming, window }) => [lastBlock, streaming, window]),
      [
        [false, true, 0],
        [true, true, 0],
      ],
    );
    const push = decodeApdu(joined(blocks));
    assert.ok(push.kind === 'data-notification' && push.body.kind === 'structure');
  });

  it('of an enciphered push join to a general-glo-ciphering', () => {
    const blocks = piecesOf('dlmsp-lg-e450-gbt').map(blockOf);
    assert.equal(blocks.length, 3);
    const push = decodeApdu(joined(blocks));
    assert.ok(push.kind === 'general-glo-ciphering');
    assert.deepEqual([push.payload.length, push.authenticationTag?.length], [242, 12]);
  });
});

describe('a block', () => {
  it('has names for people', () => {
    assert.deepEqual(describeApdu(decodeApdu(fromHex('E0C3000200010155'))), {
      kind: 'general-block-transfer',
      lastBlock: true,
      streaming: true,
      window: 3,
      blockNumber: 2,
      blockNumberAck: 1,
      blockData: '55',
    });
  });

  it('carries as much as fits the limit, and not an octet less', () => {
    const lengthOf = (limit: number) =>
      encodeApdu({
        kind: 'general-block-transfer',
        ...answer,
        blockData: new Uint8Array(blockDataSize(limit)),
      }).length;
    for (const limit of [8, 64, 133, 134, 200, 262, 265, 500, 1024, 65535]) {
      assert.ok(lengthOf(limit) <= limit && lengthOf(limit) >= limit - 1, `${limit}: ${lengthOf(limit)}`);
    }
    assert.equal(blockDataSize(0), 1);
  });

  it('of any numbers goes through octets unchanged', () => {
    const block = fc.record({
      kind: fc.constant('general-block-transfer' as const),
      lastBlock: fc.boolean(),
      streaming: fc.boolean(),
      window: fc.nat(63),
      blockNumber: fc.nat(0xffff),
      blockNumberAck: fc.nat(0xffff),
      blockData: fc.uint8Array({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(block, (given) => assertSame(decodeApdu(encodeApdu(given)), given)),
      { seed: 6, numRuns: 300 },
    );
  });
});

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
