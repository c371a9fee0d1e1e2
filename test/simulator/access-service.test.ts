/** ACCESS of the simulated meter. */
import assert from 'node:assert/strict';
import type { AccessSpecification } from '../../src/apdu/access-specification.js';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { conformanceOf } from '../../src/apdu/conformance.js';
import type { Data } from '../../src/cosem/data.js';
import type { Faults } from '../../src/simulator/faults.js';
import { NAME, open, UNKNOWN } from './get-fixture.js';
import { NOON } from './reading.js';

const ACCESS = 0x000040;
const NULL_DATA: Data = { kind: 'null-data' };

function asked(
  specifications: readonly AccessSpecification[],
  {
    longInvokeIdAndPriority = 0x40000007,
    data = specifications.map(() => NULL_DATA),
    faults = {} as Faults,
  } = {},
) {
  const limits = { conformance: conformanceOf(ACCESS) };
  const meter = open(0xffff, { conformance: ACCESS, faults, options: { limits } });
  const request = encodeApdu({ kind: 'access-request', longInvokeIdAndPriority, specifications, data });
  const answer = meter.answer(request, NOON);
  return answer && decodeApdu(answer);
}

const get = (attribute: typeof NAME): AccessSpecification => ({ service: 'get', attribute });
const set: AccessSpecification = { service: 'set', attribute: NAME };
const action: AccessSpecification = {
  service: 'action',
  method: { classId: 70, logicalName: '9.9.9.9.9.9', methodId: 1 },
};

describe('ACCESS to a simulated meter', () => {
  it('reads, writes and calls, each with its own result', () => {
    const answer = asked([get(NAME), set, action, get(UNKNOWN)]);
    assert.ok(answer?.kind === 'access-response');
    assert.equal(answer.longInvokeIdAndPriority, 0x40000007);
    assert.deepEqual(answer.outcomes, [
      { service: 'get', result: 'success' },
      { service: 'set', result: 'read-write-denied' },
      { service: 'action', result: 'object-undefined' },
      { service: 'get', result: 'object-undefined' },
    ]);
    assert.deepEqual(
      answer.data.map(({ kind }) => kind),
      ['octet-string', 'null-data', 'null-data', 'null-data'],
    );
  });

  it('ends with the first failure where the client wants that', () => {
    const answer = asked([set, get(NAME)], { longInvokeIdAndPriority: 0x60000001 });
    assert.ok(answer?.kind === 'access-response');
    assert.deepEqual(answer.outcomes[1], { service: 'get', result: 'other-reason' });
  });

  it('is not answered where the client wants no answer', () => {
    assert.equal(asked([get(NAME)], { longInvokeIdAndPriority: 1 }), undefined);
  });

  it('with more specifications than data is refused, and where the meter fails in it', () => {
    for (const options of [{ data: [] }, { faults: { accessFails: true } }]) {
      assert.equal(asked([get(NAME)], options)?.kind, 'exception-response');
    }
  });
});
