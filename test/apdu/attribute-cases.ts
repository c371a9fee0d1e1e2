/** What the reference's worked GET and SET APDUs mean, by the id of the vector. */
import type { Apdu } from '../../src/apdu/apdu.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { fromHex } from '../../src/encoding/hex.js';
import {
  array,
  attribute,
  doubleLongUnsigned,
  enumerated,
  got,
  integer,
  invokeIdAndPriority,
  longUnsigned,
  nullData,
  octets,
  structure,
} from './case-parts.js';

const FIRST_REGISTER = '1.0.1.8.0.255';

function get(target: AttributeDescriptor): Apdu {
  return { kind: 'get-request-normal', invokeIdAndPriority, attribute: target };
}

function answer(result: GetDataResult): Apdu {
  return { kind: 'get-response-normal', invokeIdAndPriority, result };
}

const scalerUnit = (scaler: number, unit: number) => structure(integer(scaler), enumerated(unit));

const range = structure(
  structure(longUnsigned(8), octets('0000010000FF'), integer(2), longUnsigned(0)),
  octets('07E80301FF00000000800000'),
  octets('07E80302FF00000000800000'),
  array(),
);
const entries = structure(doubleLongUnsigned(1), doubleLongUnsigned(10), longUnsigned(1), longUnsigned(0));
const byEntry = get(attribute(7, '1.0.99.1.0.255', 2, { selector: 2, parameters: entries }));

export const ATTRIBUTE_CASES: Readonly<Record<string, Apdu>> = {
  'get.normal.ldn': get(attribute(1, '0.0.42.0.0.255', 2)),
  'get.normal.reg': get(attribute(3, FIRST_REGISTER, 2)),
  'get.normal.su': get(attribute(3, FIRST_REGISTER, 3)),
  'get.attr0': get(attribute(3, FIRST_REGISTER, 0)),
  'tcpudp.get': get(attribute(41, '0.0.25.0.0.255', 2)),
  'ic.read': get(attribute(1, '0.0.43.1.0.255', 2)),
  'smart.ident': get(attribute(15, '0.0.40.0.0.255', 2)),
  'sec.plain.get': {
    kind: 'get-request-normal',
    invokeIdAndPriority: 0,
    attribute: attribute(8, '0.0.1.0.0.255', 2),
  },
  'pg.get.range': get(attribute(7, '1.0.99.1.0.255', 2, { selector: 1, parameters: range })),
  'pg.get.entry': byEntry,
  'sess.get.apdu': byEntry,
  'get.next': { kind: 'get-request-next', invokeIdAndPriority, blockNumber: 1 },
  'get.list': {
    kind: 'get-request-with-list',
    invokeIdAndPriority,
    attributes: [attribute(3, FIRST_REGISTER, 2), attribute(3, FIRST_REGISTER, 3)],
  },
  'get.res.ldn': answer(got(octets('4D4D4D30303030303132333435363738'))),
  'get.res.u32': answer(got(doubleLongUnsigned(1234567))),
  'ic.res': answer(got(doubleLongUnsigned(0x01234566))),
  'get.res.su': answer(got(scalerUnit(-3, 30))),
  'get.res.i64': answer(got({ kind: 'long64', value: -5n })),
  'get.res.f32': answer(got({ kind: 'float32', value: Math.fround(49.98) })),
  'get.res.null': answer(got(nullData)),
  'get.res.attr0': answer(
    got(structure(octets('0100010800FF'), doubleLongUnsigned(1234567), scalerUnit(0, 30))),
  ),
  'get.res.err': answer({ kind: 'data-access-result', result: 'object-undefined' }),
  'get.res.denied': answer({ kind: 'data-access-result', result: 'read-write-denied' }),
  'get.res.list': {
    kind: 'get-response-with-list',
    invokeIdAndPriority,
    results: [got(doubleLongUnsigned(1234567)), got(scalerUnit(0, 30))],
  },
  'get.res.list.mixed': {
    kind: 'get-response-with-list',
    invokeIdAndPriority,
    results: [got(doubleLongUnsigned(1234567)), { kind: 'data-access-result', result: 'read-write-denied' }],
  },
  'get.res.block1': {
    kind: 'get-response-with-datablock',
    invokeIdAndPriority,
    lastBlock: false,
    blockNumber: 1,
    result: {
      kind: 'raw-data',
      octets: fromHex('010C06000003E806000003E906000003EA06000003EB06000003EC06000003ED'),
    },
  },
  'get.res.block2': {
    kind: 'get-response-with-datablock',
    invokeIdAndPriority,
    lastBlock: true,
    blockNumber: 2,
    result: {
      kind: 'raw-data',
      octets: fromHex('06000003EE06000003EF06000003F006000003F106000003F206000003F3'),
    },
  },
  'get.res.block.err': {
    kind: 'get-response-with-datablock',
    invokeIdAndPriority,
    lastBlock: true,
    blockNumber: 3,
    result: { kind: 'data-access-result', result: 'long-get-aborted' },
  },
  'gbt.inner': answer(got(array(...Array.from({ length: 12 }, (_, at) => doubleLongUnsigned(1000 + at))))),
  'pg.get.res': answer(
    got(
      array(
        structure(octets('07E8030105000F0000FFC400'), doubleLongUnsigned(1000), doubleLongUnsigned(0)),
        structure(nullData, doubleLongUnsigned(1002), nullData),
        structure(octets('07E8030105002D0000FFC400'), doubleLongUnsigned(1003), doubleLongUnsigned(1)),
      ),
    ),
  ),
  'set.normal': {
    kind: 'set-request-normal',
    invokeIdAndPriority,
    attribute: attribute(8, '0.0.1.0.0.255', 2),
    value: octets('07E8030F050C1E0000FFC400'),
  },
  'set.first': {
    kind: 'set-request-with-first-datablock',
    invokeIdAndPriority,
    attribute: attribute(1, '0.0.96.13.0.255', 2),
    block: {
      lastBlock: false,
      blockNumber: 1,
      rawData: Uint8Array.from([9, 60, ...Array.from({ length: 38 }, (_, at) => at)]),
    },
  },
  'set.block': {
    kind: 'set-request-with-datablock',
    invokeIdAndPriority,
    block: {
      lastBlock: true,
      blockNumber: 2,
      rawData: Uint8Array.from({ length: 22 }, (_, at) => 38 + at),
    },
  },
  'set.list': {
    kind: 'set-request-with-list',
    invokeIdAndPriority,
    attributes: [attribute(1, '0.0.96.3.10.255', 2), attribute(1, '0.0.96.13.0.255', 2)],
    values: [{ kind: 'boolean', value: true }, octets('48454C4C4F')],
  },
  'set.res.ok': { kind: 'set-response-normal', invokeIdAndPriority, result: 'success' },
  'set.res.denied': { kind: 'set-response-normal', invokeIdAndPriority, result: 'read-write-denied' },
  'set.res.block': { kind: 'set-response-datablock', invokeIdAndPriority, blockNumber: 1 },
  'set.res.last': {
    kind: 'set-response-last-datablock',
    invokeIdAndPriority,
    result: 'success',
    blockNumber: 2,
  },
  'set.res.lastlist': {
    kind: 'set-response-last-datablock-with-list',
    invokeIdAndPriority,
    results: ['success', 'success'],
    blockNumber: 2,
  },
  'set.res.list': {
    kind: 'set-response-with-list',
    invokeIdAndPriority,
    results: ['success', 'read-write-denied'],
  },
};
