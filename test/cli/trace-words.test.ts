/** What a trace says in words, beyond single messages: names that it has learnt, refusals, damage. */
import assert from 'node:assert/strict';
import { traceLines } from '../../src/cli/trace-lines.js';
import { tracePrinter } from '../../src/cli/trace-printer.js';
import type { Trace, TraceLayer } from '../../src/client/primitive.js';
import { fromHex } from '../../src/encoding/hex.js';

const SNRM = '7EA0070321930F017E';
const BEHIND = ' '.repeat(21);
const RECEIVED = { direction: 'received' } as const;
const LAYERS: readonly TraceLayer[] = ['application', 'link'];

describe('the words of a trace', () => {
  const lines: string[] = [];
  let print: (layer: TraceLayer, hex: string, more?: Partial<Trace>) => void;

  beforeEach(() => {
    lines.length = 0;
    const show = traceLines({
      ...{ print: (line: string) => lines.push(line), clock: { now: () => 0 }, colours: false },
    });
    const printer = tracePrinter(new Set(LAYERS), show);
    print = (layer, hex, more = {}) =>
      printer({ kind: 'TRACE', layer, direction: 'sent', octets: fromHex(hex), ...more });
  });

  it('knows what stands at a short name once the object list has gone by', () => {
    print('application', '050102FA08');
    print('application', '0C0100010102041001F81200031100'.concat('09060100010800FF'), RECEIVED);
    print('application', '0502020200020208');
    print('application', '0C02000600000007000202'.concat('0FFF161E'), RECEIVED);
    print('application', '050104022000 0F00'.replace(' ', ''));
    assert.deepEqual(
      lines.filter((line) => line.startsWith(BEHIND)).map((line) => line.slice(BEHIND.length)),
      [
        '0xFA08 = 0.0.40.0.0.255:2  Association SN object_list, current association',
        '0xFA08 = 0.0.40.0.0.255:2  array of 1',
        '    0x01F8  1.0.1.8.0.255     Register, version 0, active energy import, total',
        '0x0200 = 1.0.1.8.0.255:2  Register value, active energy import, total',
        '0x0208 = 1.0.1.8.0.255:3  Register scaler_unit, active energy import, total',
        '0x0200 = 1.0.1.8.0.255:2  double-long-unsigned 7',
        '0x0208 = 1.0.1.8.0.255:3  structure { integer -1, enum 30 } = × 10^-1 Wh',
        '0x0220 = 1.0.1.8.0.255 method 1  Register reset, active energy import, total, called as a method',
      ],
    );
  });

  it('names methods and attributes in requests that do not read, and marks what was refused', () => {
    print('application', 'C301C1000F0000280000FF01010904 01020304'.replace(' ', ''));
    print('application', 'C701C10300', RECEIVED);
    print('application', 'C101C100080000010000FF0300 10003C'.replace(' ', ''));
    print('application', 'D80101', RECEIVED);
    assert.deepEqual(
      lines.filter((line) => line.startsWith(BEHIND)).map((line) => line.trim()),
      [
        'method: 0.0.40.0.0.255 method 1, Association LN reply_to_HLS_authentication, current association',
        'parameters: octet-string 01020304',
        '! outcome: result read-write-denied',
        'attribute: 0.0.1.0.0.255:3, Clock time_zone, clock',
        'value: long 60',
        '! stateError: service-not-allowed',
        '! serviceError: operation-not-possible',
      ],
    );
  });

  it('shows a damaged frame by its header, and noise as what it is, once it is known what is spoken', () => {
    print('link', SNRM);
    lines.length = 0;
    print('link', 'A014210221961903E6E700C401C3001208EF0000', { ...RECEIVED, note: 'FCS' });
    print('link', '67617262616765', { ...RECEIVED, note: 'no frame' });
    print('link', 'FF008013', { ...RECEIVED, note: 'no frame' });
    assert.deepEqual(lines, [
      '    +0.000  ← link  HDLC I N(S)=3 N(R)=4 F  1/16 (2) → 16   20 octets  damaged',
      `${BEHIND}A0 14 21 02 21 96 19 03 E6 E7 00 C4 01 C3 00 12 08 EF 00 00`,
      `${BEHIND}! FCS`,
      '    +0.000  ← link  no frame, 7 octets',
      `${BEHIND}67 61 72 62 61 67 65`,
      `${BEHIND}= "garbage"`,
      `${BEHIND}! no frame`,
      '    +0.000  ← link  no frame, 4 octets',
      `${BEHIND}FF 00 80 13`,
      `${BEHIND}! no frame`,
    ]);
  });

  it('lists the objects of a meter, a line each', () => {
    print('application', 'C001C1000F0000280000FF0200');
    const rights = '0202 0101 0203 0F02 1601 00 0101 0202 0F01 1600';
    const object = `0204 120003 1100 0906 0100010800FF ${rights}`;
    print('application', `C401C100 0101 ${object}`.replaceAll(' ', ''), RECEIVED);
    print('application', 'C401C100 1107'.replaceAll(' ', ''), RECEIVED);
    assert.deepEqual(
      lines.filter((line) => line.startsWith(BEHIND)).map((line) => line.slice(BEHIND.length)),
      [
        '0.0.40.0.0.255:2  Association LN object_list, current association',
        '0.0.40.0.0.255:2  array of 1',
        '    1.0.1.8.0.255     Register, version 0, active energy import, total; access modes 2:1, of methods 1:0',
        '0.0.40.0.0.255:2  ! the object list is unsigned, not an array',
      ],
    );
  });
});
