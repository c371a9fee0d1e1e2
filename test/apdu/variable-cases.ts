/** What the reference's worked READ and WRITE APDUs mean, by the id of the vector. */
import type { Apdu } from '../../src/apdu/apdu.js';
import type { ReadResult } from '../../src/apdu/read.js';
import type { VariableAccess } from '../../src/apdu/variable-access.js';
import type { WriteResult } from '../../src/apdu/write.js';
import type { Data } from '../../src/cosem/data.js';
import { fromHex } from '../../src/encoding/hex.js';
import {
  array,
  doubleLongUnsigned,
  enumerated,
  got,
  integer,
  longUnsigned,
  octets,
  structure,
} from './case-parts.js';

const name = (shortName: number): VariableAccess => ({ kind: 'variable-name', shortName });

const parameterized = (shortName: number, selector: number, parameters: Data): VariableAccess => ({
  kind: 'parameterized-access',
  shortName,
  selector,
  parameters,
});

const read = (...specifications: VariableAccess[]): Apdu => ({ kind: 'read-request', specifications });
const answer = (...results: ReadResult[]): Apdu => ({ kind: 'read-response', results });
const wrote = (...results: WriteResult[]): Apdu => ({ kind: 'write-response', results });

const range = structure(
  structure(longUnsigned(8), octets('0000010000FF'), integer(2), longUnsigned(0)),
  octets('07E80301FF00000000800000'),
  octets('07E80302FF00000000800000'),
  array(),
);

export const VARIABLE_CASES: Readonly<Record<string, Apdu>> = {
  'sn.read': read(name(0x0100)),
  'sn.read.multi': read(name(0x0108), name(0x0110)),
  'sn.scaler': read(name(0x0110)),
  'sn.assoc.list': read(name(0xfa08)),
  'sn.read.param': read(parameterized(0x2008, 1, range)),
  'sn.read.block': read({ kind: 'block-number-access', blockNumber: 1 }),
  'sn.method': read(parameterized(0x0128, 0, integer(0))),
  'hls.sn.read': read(parameterized(0xfa58, 0, octets('3EEF740EB947A5489576D2C502C91859'))),
  'sn.read.res': answer(got(octets('0100010800FF'))),
  'sn.read.res.multi': answer(got(doubleLongUnsigned(1234567)), got(structure(integer(-3), enumerated(30)))),
  'sn.read.res.err': answer({ kind: 'data-access-result', result: 'object-undefined' }),
  'sn.read.res.mixed': answer(got(doubleLongUnsigned(1)), {
    kind: 'data-access-result',
    result: 'read-write-denied',
  }),
  'sn.read.res.block': answer({
    kind: 'data-block-result',
    lastBlock: false,
    blockNumber: 1,
    rawData: fromHex('010C06000003E806000003E906000003'),
  }),
  'sn.read.res.last': answer({
    kind: 'data-block-result',
    lastBlock: true,
    blockNumber: 2,
    rawData: fromHex(
      'EA06000003EB06000003EC06000003ED06000003EE06000003EF06000003F006000003F106000003F206000003F3',
    ),
  }),
  'sn.write': {
    kind: 'write-request',
    specifications: [name(0x0108)],
    values: [doubleLongUnsigned(0)],
  },
  'sn.method.write': { kind: 'write-request', specifications: [name(0x0128)], values: [integer(0)] },
  'sn.write.block': {
    kind: 'write-request',
    specifications: [{ kind: 'write-data-block-access', lastBlock: false, blockNumber: 1 }],
    values: [octets('093C000102030405060708090A0B0C0D0E0F1011')],
  },
  'sn.unconf.write': {
    kind: 'unconfirmed-write-request',
    specifications: [name(0x0108)],
    values: [doubleLongUnsigned(0)],
  },
  'sn.write.res': wrote({ kind: 'data-access-result', result: 'success' }),
  'sn.write.res.err': wrote({ kind: 'data-access-result', result: 'read-write-denied' }),
  'sn.write.res.block': wrote({ kind: 'block-number', blockNumber: 1 }),
  'sn.inforep': {
    kind: 'information-report-request',
    specifications: [name(0x0108)],
    values: [doubleLongUnsigned(1234567)],
  },
};
