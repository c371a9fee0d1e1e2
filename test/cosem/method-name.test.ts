import assert from 'node:assert/strict';
import { methodName } from '../../src/cosem/method-name.js';
import { methodShortName } from '../../src/cosem/short-name.js';

describe('names of methods', () => {
  it('are those of the Blue Book', () => {
    assert.deepEqual(
      [
        methodName(15, 1),
        methodName(12, 8),
        methodName(8, 6),
        methodName(7, 2),
        methodName(18, 4),
        methodName(70, 1),
      ],
      [
        ...['reply_to_HLS_authentication', 'reply_to_HLS_authentication', 'shift_time', 'capture'],
        ...['image_activate', 'remote_disconnect'],
      ],
    );
  });

  it('are numbers where the book has none', () => {
    for (const [classId, methodId] of [
      [1, 1],
      [3, 2],
      [3, 0],
      [3, -1],
      [9999, 1],
    ] as const) {
      assert.equal(methodName(classId, methodId), `method ${methodId}`);
    }
  });

  it('are there for every method that has a short name in the classes that meters have most', () => {
    for (const classId of [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 17, 18, 20, 61, 70]) {
      for (let methodId = 1; methodId < 12; methodId += 1) {
        if (methodShortName(0, { classId, version: 0 }, methodId) === undefined) continue;
        assert.doesNotMatch(methodName(classId, methodId), /^method /, `${classId} method ${methodId}`);
      }
    }
  });
});
