/** The object list of a foreign server, and every value that it gave, as a person gets to see them. */
import assert from 'node:assert/strict';
import { decodeCutArray } from '../../src/cosem/cut-array.js';
import { decodeObjectList } from '../../src/cosem/object-list.js';
import { dataText } from '../../src/diagnosis/data-text.js';
import { objectListJson, parseObjectList } from '../../src/diagnosis/object-list-file.js';
import { objectListView } from '../../src/diagnosis/object-list-view.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { answersOf } from '../support/recorded-answers.js';
import { describeShared, sessions } from '../support/shared.js';

const OBJECT_LIST = '000F0000280000FF0200';
const dataIn = (hex: string) => decodeCutArray(new OctetReader(fromHex(hex))).data;

describeShared('the objects of recorded sessions', (root) => {
  const plain = sessions(root).filter(
    ({ file, header }) => header.security === 'none' && header.referencing === 'ln' && !file.includes('-gbt'),
  );

  it('are there', () => assert.ok(plain.length > 10));

  for (const session of plain) {
    it(`${session.file}: are shown with names, groups and rights, and kept as they are`, () => {
      const answers = answersOf(session);
      const list = answers.find(({ request }) => request === OBJECT_LIST);
      const objects = decodeObjectList(dataIn(list?.data ?? ''));
      const file = { readAt: 0, name: '', referencing: 'LN', objects, units: new Map() } as const;
      const kept = parseObjectList(objectListJson(file)).objects;
      assert.deepEqual(JSON.parse(JSON.stringify(kept)), JSON.parse(JSON.stringify(objects)));

      const { objects: views, accesses, classes, groups } = objectListView(file);
      assert.equal(views.length, objects.length);
      assert.ok(accesses.length > 0 && accesses.every((words) => !words.startsWith('mode ')));
      assert.ok(Object.values(classes).every(({ name }) => !name.startsWith('class ')));
      assert.ok(
        ['energy', 'clock', 'security', 'profiles'].every((group) => groups.includes(group as never)),
      );
      const nameless = views.filter(({ name }) => name === undefined);
      const strays = views.filter(({ group }) => group === 'other');
      assert.ok(nameless.length + strays.length < views.length / 10, `${nameless.length} ${strays.length}`);
    });

    it(`${session.file}: values are texts of bounded length`, () => {
      for (const { data } of answersOf(session)) {
        const text = dataText(dataIn(data));
        assert.ok(text.length > 0 && text.length <= 501, text);
        assert.doesNotMatch(text, /\p{Cc}/u);
      }
    });
  }
});
