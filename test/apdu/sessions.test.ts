/** Whole conversations of a server and a client that we did not write. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { decodeJoinedData } from '../../src/apdu/joined-data.js';
import { toHex } from '../../src/encoding/hex.js';
import { describeShared, sessions } from '../support/shared.js';
import { apdusOfSession, isPlainWrapper, type RecordedApdu } from './recorded-session.js';

describeShared('recorded conversations over WRAPPER, LN, without ciphering', (root) => {
  const plain = sessions(root).filter(isPlainWrapper);
  const listLengths = objectListLengths(root);

  it('are there: without authentication, with a password, with each high level mechanism, with GBT', () => {
    assert.equal(plain.length, 10);
  });

  for (const session of plain) {
    const apdus = apdusOfSession(session);

    it(`${session.file}: every APDU is read, and all but the RLRE go back to the same octets`, () => {
      assert.ok(apdus.length >= 40);
      for (const { octets } of apdus) {
        const apdu = decodeApdu(octets);
        // This server states the lengths of its RLRE too short.
        if (apdu.kind !== 'RLRE') assert.equal(toHex(encodeApdu(apdu)), toHex(octets));
        assert.notEqual(apdu.kind, 'unsupported');
      }
    });

    it(`${session.file}: the release carries an InitiateResponse behind lengths that are too short`, () => {
      const release = apdus.map(({ octets }) => decodeApdu(octets)).find(({ kind }) => kind === 'RLRE');
      assert.ok(release?.kind === 'RLRE' && release.reason === 'normal');
      assert.ok(release.userInformation?.kind === 'initiate-response');
      assert.equal(release.userInformation.serverMaxReceivePduSize, 1024);
      assert.equal(release.userInformation.vaaName, 7);
    });

    it(`${session.file}: long answers join to the object list that the client has counted`, () => {
      const lists = joinedBlocks(apdus).map(decodeJoinedData);
      const lengths = lists.map((data) => ('elements' in data ? data.elements.length : 0));
      if (session.file.includes('-gbt')) assert.deepEqual(lengths, []);
      else assert.ok(lengths.includes(listLengths.get(session.file) ?? 0), `${lengths}`);
    });
  }
});

/** The raw-data of each long GET, joined. */
function joinedBlocks(apdus: readonly RecordedApdu[]): Uint8Array[] {
  const joined: Uint8Array[] = [];
  let blocks: Uint8Array[] = [];
  for (const { octets } of apdus) {
    const apdu = decodeApdu(octets);
    if (apdu.kind !== 'get-response-with-datablock' || apdu.result.kind !== 'raw-data') continue;
    blocks.push(apdu.result.octets);
    assert.equal(apdu.blockNumber, blocks.length);
    if (!apdu.lastBlock) continue;
    joined.push(Buffer.concat(blocks));
    blocks = [];
  }
  return joined;
}

function objectListLengths(root: string): ReadonlyMap<string, number> {
  const index = JSON.parse(readFileSync(join(root, 'corpus', 'sessions', 'index.json'), 'utf8')) as {
    file: string;
    result: string;
  }[];
  return new Map(index.map(({ file, result }) => [file, Number(/objectList=(\d+)/.exec(result)?.[1])]));
}
