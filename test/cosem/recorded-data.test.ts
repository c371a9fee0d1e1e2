import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCutArray } from '../../src/cosem/cut-array.js';
import { type Data, decodeData, encodeData } from '../../src/cosem/data.js';
import { decodeDateTime } from '../../src/cosem/date-time.js';
import { toIsoText } from '../../src/cosem/instant.js';
import { interfaceClassName } from '../../src/cosem/interface-class.js';
import { numericOf } from '../../src/cosem/numeric.js';
import { decodeObjectList } from '../../src/cosem/object-list.js';
import { scalerUnitOf } from '../../src/cosem/scaler-unit.js';
import { unitSymbol } from '../../src/cosem/unit.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { type Coding, decoded, encoded } from '../encoding/coding.js';
import { type Answer, answersOf } from '../support/recorded-answers.js';
import { describeShared, sessions } from '../support/shared.js';

const DATA: Coding<Data> = { encode: encodeData, decode: decodeData };

function dataOf(answers: readonly Answer[], request: string): Data {
  const answer = answers.find((each) => each.request === request);
  assert.ok(answer !== undefined, request);
  return decodeCutArray(new OctetReader(fromHex(answer.data))).data;
}

describeShared('Data in recorded sessions', (root) => {
  const index = JSON.parse(readFileSync(join(root, 'corpus', 'sessions', 'index.json'), 'utf8')) as {
    file: string;
    result: string;
  }[];
  const plain = sessions(root).filter(
    ({ file, header }) => header.security === 'none' && header.referencing === 'ln' && !file.includes('-gbt'),
  );

  it('is there', () => assert.ok(plain.length > 10));

  for (const session of plain) {
    it(`${session.file}: what the server's own client made of it`, () => {
      const answers = answersOf(session);
      const result = index.find(({ file }) => file === session.file)?.result ?? '';

      const name = dataOf(answers, '000100002A0000FF0200');
      assert.ok(name.kind === 'octet-string');
      assert.match(result, new RegExp(`ldn=${Buffer.from(name.octets).toString('latin1')};`));

      const scalerUnit = scalerUnitOf(dataOf(answers, '00030100010800FF0300'));
      assert.deepEqual(scalerUnit, { scaler: -3, unit: 30 });
      assert.equal(unitSymbol(scalerUnit?.unit ?? 0), 'Wh');
      assert.match(result, /scalerUnit=0\.001 Active energy; value=1000\.0;/);
      assert.deepEqual(numericOf(dataOf(answers, '00030100010800FF0200'), scalerUnit), {
        kind: 'number',
        value: 1000,
        raw: 1000000,
      });

      const clock = dataOf(answers, '00080000010000FF0200');
      assert.ok(clock.kind === 'octet-string');
      const [month, day, hour, minute, second] =
        result.match(/clock=(\d+)\/(\d+)\/\d+, (\d+):(\d+):(\d+)/)?.slice(1) ?? [];
      const text = `-${month}-${day}T${hour}:${minute}:${second}`;
      assert.ok(toIsoText(decodeDateTime(clock.octets) ?? assert.fail())?.includes(text), text);

      const objectList = decodeObjectList(dataOf(answers, '000F0000280000FF0200'));
      // This server announces 251 objects everywhere, and where it has 4096 octets a PDU it sends 238 of them;
      // its own client lists as many.
      assert.match(result, new RegExp(`objectList=${objectList.length}(;|$)`));
      assert.ok(objectList.every(({ classId }) => !interfaceClassName(classId).startsWith('class ')));
      assert.ok(objectList.every(({ attributes }) => attributes.length > 0));
    });

    it(`${session.file}: comes back octet for octet`, () => {
      const answers = answersOf(session);
      assert.ok(answers.length > 8);
      for (const { request, data } of answers) {
        const { missing } = decodeCutArray(new OctetReader(fromHex(data)));
        assert.ok(missing === 0 || session.file.includes('-info1024'));
        if (missing === 0) assert.equal(encoded(DATA, decoded(DATA, data)), data, request);
      }
    });
  }
});
