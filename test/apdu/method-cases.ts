/** What the reference's worked ACTION APDUs mean, by the id of the vector. */
import type { ActionOutcome } from '../../src/apdu/action-outcome.js';
import type { Apdu } from '../../src/apdu/apdu.js';
import type { MethodDescriptor } from '../../src/apdu/method-descriptor.js';
import type { Data } from '../../src/cosem/data.js';
import { fromHex } from '../../src/encoding/hex.js';
import {
  array,
  doubleLongUnsigned,
  enumerated,
  got,
  integer,
  invokeIdAndPriority,
  longUnsigned,
  method,
  octets,
  structure,
  unsigned,
} from './case-parts.js';

function call(target: MethodDescriptor, parameters?: Data): Apdu {
  return { kind: 'action-request-normal', invokeIdAndPriority, method: target, parameters };
}

function called(outcome: ActionOutcome): Apdu {
  return { kind: 'action-response-normal', invokeIdAndPriority, outcome };
}

const FIRST_REGISTER = '1.0.1.8.0.255';

export const METHOD_CASES: Readonly<Record<string, Apdu>> = {
  'action.normal.noparam': call(method(9, '0.0.10.0.0.255', 1)),
  'action.normal': call(method(70, '0.0.96.3.10.255', 1), integer(0)),
  'action.script': call(method(9, '0.0.10.0.100.255', 1), longUnsigned(1)),
  'clock.shift': call(method(8, '0.0.1.0.0.255', 6), { kind: 'long', value: -30 }),
  'img.init': call(
    method(18, '0.0.44.0.0.255', 1),
    structure(octets('46575F312E30'), doubleLongUnsigned(4096)),
  ),
  'img.block': call(
    method(18, '0.0.44.0.0.255', 2),
    structure(doubleLongUnsigned(0), octets('00'.repeat(16))),
  ),
  'reg.reset': call(method(3, FIRST_REGISTER, 1), integer(0)),
  'discon.action': call(method(70, '0.0.96.3.10.255', 2), integer(0)),
  'sec.activate': call(method(64, '0.0.43.0.0.255', 1), unsigned(0x6c)),
  'push.method': call(method(40, '0.0.25.9.0.255', 1), integer(0)),
  'hls.action.c': call(method(15, '0.0.40.0.0.255', 1), octets('1000000001CF563666006823B2B508EF4A')),
  'cs.3.plain': call(method(15, '0.0.40.0.0.255', 1), octets('10000000027FA89D6F0B4DB9D5A8B082F1')),
  'kw.action': call(
    method(64, '0.0.43.0.0.255', 2),
    array(structure(enumerated(0), octets('39C56E1EDD2DC709E9ABC383A7D3BA8B1132EFD191CF2D28'))),
  ),
  'action.list': {
    kind: 'action-request-with-list',
    invokeIdAndPriority,
    methods: [method(3, FIRST_REGISTER, 1), method(3, '1.0.2.8.0.255', 1)],
    parameters: [integer(0), integer(0)],
  },
  'action.first': {
    kind: 'action-request-with-first-pblock',
    invokeIdAndPriority,
    method: method(18, '0.0.44.0.0.255', 2),
    block: {
      lastBlock: false,
      blockNumber: 1,
      rawData: fromHex('020206000000000918000102030405060708090A'),
    },
  },
  'action.pblock': {
    kind: 'action-request-with-pblock',
    invokeIdAndPriority,
    block: { lastBlock: true, blockNumber: 2, rawData: fromHex('0B0C0D0E0F1011121314151617') },
  },
  'action.nextpblock': { kind: 'action-request-next-pblock', invokeIdAndPriority, blockNumber: 1 },
  'action.res.ok': called({ result: 'success' }),
  'action.res.denied': called({ result: 'read-write-denied' }),
  'action.res.data': called({ result: 'success', returnParameters: got(octets('100000000B')) }),
  'action.res.raerr': called({
    result: 'success',
    returnParameters: { kind: 'data-access-result', result: 'other-reason' },
  }),
  'hls.action.s': called({
    result: 'success',
    returnParameters: got(octets('1000000001A48275A385D1E26AB1728A0A')),
  }),
  'cs.4.plain': called({
    result: 'success',
    returnParameters: got(octets('10000000024D0F0A802D0C0CD0C5A50527')),
  }),
  'action.res.list': {
    kind: 'action-response-with-list',
    invokeIdAndPriority,
    outcomes: [{ result: 'success' }, { result: 'read-write-denied' }],
  },
  'action.res.pblock': {
    kind: 'action-response-with-pblock',
    invokeIdAndPriority,
    block: { lastBlock: false, blockNumber: 1, rawData: fromHex('09140001020304050607') },
  },
  'action.res.next': { kind: 'action-response-next-pblock', invokeIdAndPriority, blockNumber: 1 },
};
