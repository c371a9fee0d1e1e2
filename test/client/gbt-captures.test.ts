/** Pushes in blocks as meters send them, block by block. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { HdlcDeframer } from '../../src/framing/hdlc/deframer.js';
import { GbtBench } from '../support/gbt-bench.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { type Capture, captures, describeShared } from '../support/shared.js';

/** What its checkers say of a capture: the number of blocks, and the octets that they make. */
function claims(capture: Capture): { readonly blocks: number; readonly octets: number } | undefined {
  const checks = JSON.stringify(capture);
  const blocks = /GBT blocks reassembled \((\d+)\)/.exec(checks)?.[1];
  const octets = /all (\d+) bytes consumed/.exec(checks)?.[1];
  return blocks === undefined || octets === undefined
    ? undefined
    : { blocks: Number(blocks), octets: Number(octets) };
}

/** The blocks in the frames of a capture; LLC stands before the first one only. */
function blocksOf({ hex = '' }: Capture): string[] {
  const deframer = new HdlcDeframer();
  return [...deframer.push(octetsOf(hex)), ...deframer.flush()].flatMap((output) => {
    if (output.kind !== 'frame') return [];
    const information = hexOf(output.frame.information).replace(/^E6E700/, '');
    return information.startsWith('E0') ? [information] : [];
  });
}

describeShared('captured pushes in blocks', (root) => {
  const all = captures(root).filter(({ layer }) => layer === 'hdlc-stream');
  const whole = all.filter((capture) => claims(capture) !== undefined);

  it('are there', () => assert.ok(whole.length >= 5, `${whole.length}`));

  for (const capture of whole) {
    it(`${capture.id}: ${capture.description}`, () => {
      const bench = new GbtBench();
      const blocks = blocksOf(capture);
      const expected = claims(capture);
      assert.equal(blocks.length, expected?.blocks);
      const heard = blocks.flatMap((block) => bench.hear(block));
      const joined = heard.find((word) => word.startsWith('< '))?.slice(2) ?? '';
      assert.equal(joined.length / 2, expected?.octets);
      const apdu = decodeApdu(octetsOf(joined));
      assert.ok(apdu.kind === 'data-notification' || apdu.kind === 'general-glo-ciphering');
      assert.deepEqual(bench.notes, []);
    });
  }

  it('that are cut short bring nothing, and the next one is whole', () => {
    const cut = all.filter(({ id }) => id === 'ams-landis-gyr-gh740-1' || id === 'ams-landis-gyr-gh949-1');
    const [next] = whole;
    assert.ok(cut.length === 2 && next !== undefined);
    const bench = new GbtBench();
    for (const capture of cut) {
      assert.deepEqual(
        blocksOf(capture).flatMap((block) => bench.hear(block)),
        [],
      );
    }
    assert.equal(
      blocksOf(next)
        .flatMap((block) => bench.hear(block))
        .filter((word) => word.startsWith('<')).length,
      1,
    );
  });
});
