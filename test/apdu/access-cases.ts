/** What the reference's worked ACCESS requests and responses mean, by the id of the vector. */
import type { Apdu } from '../../src/apdu/apdu.js';
import {
  attribute,
  doubleLongUnsigned,
  longUnsigned,
  method,
  nullData,
  octets,
  structure,
} from './case-parts.js';

const firstTwoRows = structure(
  doubleLongUnsigned(1),
  doubleLongUnsigned(2),
  longUnsigned(1),
  longUnsigned(0),
);

export const ACCESS_CASES: Readonly<Record<string, Apdu>> = {
  'access.req': {
    kind: 'access-request',
    longInvokeIdAndPriority: 0x40000001,
    specifications: [
      { service: 'get', attribute: attribute(3, '1.0.1.8.0.255', 2) },
      { service: 'set', attribute: attribute(1, '0.0.96.13.0.255', 2) },
      { service: 'action', method: method(9, '0.0.10.0.100.255', 1) },
    ],
    data: [nullData, octets('4849'), longUnsigned(1)],
  },
  'access.res': {
    kind: 'access-response',
    longInvokeIdAndPriority: 0x40000001,
    data: [doubleLongUnsigned(1234567), nullData, nullData],
    outcomes: [
      { service: 'get', result: 'success' },
      { service: 'set', result: 'success' },
      { service: 'action', result: 'success' },
    ],
  },
  'access.req.sel': {
    kind: 'access-request',
    longInvokeIdAndPriority: 0x40000002,
    specifications: [
      {
        service: 'get',
        attribute: attribute(7, '1.0.99.1.0.255', 2, { selector: 2, parameters: firstTwoRows }),
      },
    ],
    data: [nullData],
  },
};
