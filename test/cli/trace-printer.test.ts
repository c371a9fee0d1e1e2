import assert from 'node:assert/strict';
import { tracePrinter } from '../../src/cli/trace-printer.js';
import type { Trace, TraceLayer } from '../../src/client/primitive.js';
import { fromHex } from '../../src/encoding/hex.js';

const ALL: readonly TraceLayer[] = ['application', 'link', 'transport'];
const GET = 'C001C100080000010000FF0200';
const GLO_GET = 'C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B';
const SNRM = '7EA0070321930F017E';
const BEHIND = ' '.repeat(17);

describe('a trace on the terminal', () => {
  let now: number;
  const lines: string[] = [];
  const printer = (layers = ALL, colours = false) =>
    tracePrinter({
      layers: new Set(layers),
      print: (line) => lines.push(line),
      clock: { now: () => now },
      colours,
    });
  const sent = (layer: TraceLayer, hex: string, more: Partial<Trace> = {}): Trace => ({
    kind: 'TRACE',
    layer,
    direction: 'sent',
    octets: fromHex(hex),
    ...more,
  });

  beforeEach(() => {
    now = 5_000;
    lines.length = 0;
  });

  it('is a line an APDU, with the time since the start and the direction, and its fields below', () => {
    const print = printer();
    now += 1_234;
    print(sent('application', GET));
    assert.deepEqual(lines, [
      '    1.234 → app  get-request-normal, 13 octets',
      `${BEHIND}invokeIdAndPriority: invokeId 1, serviceClass confirmed, priority high`,
      `${BEHIND}attribute: classId 8, logicalName 0.0.1.0.0.255, attributeId 2`,
    ]);
  });

  it('shows a ciphered APDU as it went, and what is inside only where the trace has it', () => {
    const print = printer();
    print(sent('application', GLO_GET));
    assert.deepEqual(lines, [
      '    0.000 → app  glo-get-request, 32 octets',
      `${BEHIND}securityControl: suite 0, authenticated true, encrypted true, broadcastKey false, compressed false`,
      `${BEHIND}invocationCounter: 19088743`,
      `${BEHIND}payload: 411312FF935A47566827C467BC`,
      `${BEHIND}authenticationTag: 7D825C3BE4A77C3FCC056B6B`,
    ]);
    lines.length = 0;
    print(sent('application', GLO_GET, { plain: fromHex(GET) }));
    assert.deepEqual(lines.slice(5), [
      `${BEHIND}deciphered: get-request-normal, 13 octets`,
      `${BEHIND}  invokeIdAndPriority: invokeId 1, serviceClass confirmed, priority high`,
      `${BEHIND}  attribute: classId 8, logicalName 0.0.1.0.0.255, attributeId 2`,
    ]);
  });

  it('shows frames of HDLC, WRAPPER and IEC 62056-21 by their fields', () => {
    const print = printer();
    print(sent('link', SNRM));
    print(sent('link', `000100100001000D${GET}`, { direction: 'received' }));
    print(sent('link', '2F3F210D0A'));
    assert.deepEqual(lines, [
      '    0.000 → link HDLC SNRM P/F, 16 → 1, 9 octets',
      '    0.000 ← link WRAPPER, 16 → 1, APDU of 13 octets',
      '    0.000 → link 5 octets "/?!\\r\\n"',
    ]);
  });

  it('shows octets as they went, long runs below their length', () => {
    const print = printer();
    print(sent('transport', SNRM));
    print(sent('transport', '00'.repeat(33)));
    assert.deepEqual(lines, [
      '    0.000 → oct  7E A0 07 03 21 93 0F 01 7E',
      '    0.000 → oct  33 octets',
      `${BEHIND}${Array(32).fill('00').join(' ')}`,
      `${BEHIND}00`,
    ]);
  });

  it('tells what is wrong with damaged octets, whatever they are', () => {
    const print = printer();
    const damaged = ['7E', '7EA0', SNRM.replace('93', '92'), '0001', '0001001000010005C0', 'FF00'];
    for (const hex of damaged) for (const layer of ALL) print(sent(layer, hex, { note: 'as the link says' }));
    assert.equal(lines.filter((line) => line.endsWith('! as the link says')).length, damaged.length * 3);
    assert.ok(lines.some((line) => line.includes('HDLC, 9 octets: the FCS of a frame')));
    assert.ok(
      lines.some((line) => /WRAPPER, 9 octets: .*where 5 more are due/.test(line)),
      lines.join(),
    );
    assert.ok(lines.some((line) => /not an APDU, 2 octets/.test(line)));
  });

  it('leaves out the layers that are not asked for, and names the meter where there are several', () => {
    const print = printer(['link']);
    print(sent('application', GET), 'cellar');
    print(sent('transport', SNRM), 'cellar');
    print(sent('link', SNRM), 'cellar');
    assert.deepEqual(lines, ['    0.000 → link cellar HDLC SNRM P/F, 16 → 1, 9 octets']);
  });

  it('has colours only where they are wanted', () => {
    printer(ALL, true)(sent('link', SNRM, { note: 'odd' }));
    assert.deepEqual(lines, [
      '    0.000 \u001b[36m→\u001b[0m link \u001b[36mHDLC SNRM P/F, 16 → 1, 9 octets\u001b[0m',
      `${BEHIND}\u001b[31m! odd\u001b[0m`,
    ]);
  });
});
