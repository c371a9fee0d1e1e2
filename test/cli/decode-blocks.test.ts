import assert from 'node:assert/strict';
import { at, decode, only, shown } from './decoding.js';

/** A block of general block transfer. `control`: 80 last, 40 streaming, and the window. */
function block(control: number, number: number, data: string): string {
  const hex = (value: number, size: number) => value.toString(16).padStart(2 * size, '0');
  return `E0${hex(control, 1)}${hex(number, 2)}0000${hex(data.length / 2, 1)}${data}`;
}

function wrapped(from: number, to: number, apdu: string): string {
  const hex = (value: number) => value.toString(16).padStart(4, '0');
  return `0001${hex(from)}${hex(to)}${hex(apdu.length / 2)}${apdu}`;
}

/** A get-response-normal of the double-long-unsigned 1234. */
const RESPONSE = 'C401C10006000004D2';
const VALUE = 'joined.apdu.result.data.value';
const MISSING = 'the blocks before block 2 are missing';

describe('general block transfer', () => {
  it('its blocks are joined to the APDU that they are', () => {
    const reports = decode(block(0x01, 1, RESPONSE.slice(0, 8)) + block(0x81, 2, RESPONSE.slice(8)));
    assert.deepEqual(
      reports.map((report) => [at(report, 'apdu.blockNumber'), at(report, 'apdu.blockData')]),
      [
        [1, '4 octets'],
        [2, '5 octets'],
      ],
    );
    assert.deepEqual([at(reports[0], VALUE), at(reports[1], VALUE)], [undefined, 1234]);
  });

  it('both sides count for themselves, and acknowledgements carry nothing', () => {
    const request = 'C001C100030100010800FF0200';
    const reports = decode(
      wrapped(16, 1, block(0x41, 1, request.slice(0, 10))) +
        wrapped(1, 16, block(0x41, 1, RESPONSE.slice(0, 8))) +
        wrapped(16, 1, block(0x80, 1, '')) +
        wrapped(16, 1, block(0x81, 2, request.slice(10))) +
        wrapped(1, 16, block(0x81, 2, RESPONSE.slice(8))),
    );
    assert.deepEqual(
      reports.map((report) => at(report, 'joined.apdu.kind')),
      [undefined, undefined, undefined, 'get-request-normal', 'get-response-normal'],
    );
  });

  it('numbers that go on beyond 65535, and that do not begin at 1', () => {
    const reports = decode(block(0x01, 0xffff, RESPONSE.slice(0, 8)) + block(0x81, 0, RESPONSE.slice(8)));
    assert.equal(at(reports[1], VALUE), 1234);
  });

  it('a repeated block, a lost one, and a beginning that is not in the record', () => {
    const first = block(0x01, 1, RESPONSE.slice(0, 8));
    const second = block(0x01, 2, RESPONSE.slice(8, 12));
    const last = block(0x81, 3, RESPONSE.slice(12));
    assert.equal(at(decode(first + second + second + last).at(-1), VALUE), 1234);
    const [, lost] = decode(first + last);
    assert.equal(at(lost, 'error.code'), 'DLMS_BLOCK_NUMBER');
    assert.equal(at(decode(first + last + second + last).at(-1), VALUE), 1234);
    assert.equal(at(only(block(0x81, 2, RESPONSE.slice(8))), 'note'), MISSING);
  });

  it('a transfer that begins anew', () => {
    const first = block(0x01, 1, RESPONSE.slice(0, 8));
    const reports = decode(first + block(0x01, 2, 'AABB') + first + block(0x81, 2, RESPONSE.slice(8)));
    assert.match(String(reports[2]?.note), /lost their end/);
    assert.equal(at(reports[3], VALUE), 1234);
  });

  it('blocks inside of blocks are named and not followed', () => {
    let apdu = RESPONSE;
    for (let depth = 0; depth < 5; depth += 1) apdu = block(0x81, 1, apdu);
    const report = only(apdu);
    assert.equal(at(report, 'joined.apdu.kind'), 'general-block-transfer');
    assert.equal(at(report, 'joined.joined'), undefined);
  });

  it('a password that was cut into pieces prints as *** where it is whole, and not at all before', () => {
    const aarq =
      '6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F0400007E1F04B0';
    const reports = decode(block(0x01, 1, aarq.slice(0, 80)) + block(0x81, 2, aarq.slice(80)));
    assert.equal(at(reports[1], 'joined.apdu.callingAuthenticationValue'), '***');
    assert.equal(shown(reports, /31323334|1234/), '');
  });
});

describe('a READ in data blocks', () => {
  it('of a list of one result, as the book says', () => {
    const reports = decode(
      ['0C01020000010401000A0B', '0501050001', '0C01020100020B5A49503031373639333236'].join(''),
    );
    assert.deepEqual(
      reports.map((report) => at(report, 'apdu.kind')),
      ['read-response', 'read-request', 'read-response'],
    );
    assert.deepEqual(at(reports[2], 'joined'), [{ type: 'visible-string', value: 'ZIP01769326' }]);
  });

  it('of its Data alone, as some servers do', () => {
    const [, last] = decode(['0C010200000103060000', '0C01020100020204D2'].join(''));
    assert.deepEqual(at(last, 'joined'), { type: 'double-long-unsigned', value: 1234 });
  });
});
