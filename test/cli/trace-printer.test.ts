import assert from 'node:assert/strict';
import fc from 'fast-check';
import { traceLines } from '../../src/cli/trace-lines.js';
import { tracePrinter } from '../../src/cli/trace-printer.js';
import type { Trace, TraceLayer } from '../../src/client/primitive.js';
import { fromHex } from '../../src/encoding/hex.js';
import { encodeFrame } from '../../src/framing/hdlc/frame.js';

const ALL: readonly TraceLayer[] = ['application', 'link', 'transport'];
const GET = 'C001C100080000010000FF0200';
const GLO_GET = 'C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B';
const SNRM = '7EA0070321930F017E';
const BEHIND = ' '.repeat(21);

describe('a trace on the terminal', () => {
  let now: number;
  const lines: string[] = [];
  const printer = (layers = ALL, colours = false, devices: readonly string[] = []) =>
    tracePrinter(
      new Set(layers),
      traceLines({ print: (line) => lines.push(line), clock: { now: () => now }, colours, devices }),
    );
  const trace = (layer: TraceLayer, hex: string, more: Partial<Trace> = {}): Trace => ({
    kind: 'TRACE',
    layer,
    direction: 'sent',
    octets: fromHex(hex),
    ...more,
  });
  const received = { direction: 'received' } as const;

  beforeEach(() => {
    now = 5_000;
    lines.length = 0;
  });

  it('is a line an APDU, with the time since the start and the direction, and what is asked for below', () => {
    const print = printer();
    now += 1_234;
    print(trace('application', GET));
    assert.deepEqual(lines, [
      '    +1.234  → app   get-request-normal #1, confirmed, high priority, 13 octets',
      `${BEHIND}0.0.1.0.0.255:2  Clock time, clock`,
    ]);
  });

  it('shows each value beside what was asked for, also where only answers are shown', () => {
    const print = printer(['application']);
    const list = 'C003C10200030100200700FF020000030100200700FF0300';
    print(trace('application', list));
    lines.length = 0;
    print(trace('application', 'C403C102001208E900020 20FFF1623'.replaceAll(' ', ''), received));
    print(trace('application', 'C403C102010400 02020FFF1623'.replaceAll(' ', ''), received));
    assert.deepEqual(
      lines.filter((line) => line.startsWith(' '.repeat(20))),
      [
        `${BEHIND}1.0.32.7.0.255:2  long-unsigned 2281`,
        `${BEHIND}1.0.32.7.0.255:3  structure { integer -1, enum 35 } = × 10^-1 V`,
        `${BEHIND}1.0.32.7.0.255:2  ! object-undefined`,
        `${BEHIND}1.0.32.7.0.255:3  structure { integer -1, enum 35 } = × 10^-1 V`,
      ],
    );
  });

  for (const [service, turns, title, label] of [
    [
      'GET',
      [
        'C001C1000100002A0000FF0200',
        'C402C10000000001000409044142',
        'C002C100000001',
        'C402C1010000000200024344',
      ],
      'get-response-with-datablock #1, confirmed, high priority, 12 octets',
      '0.0.42.0.0.255:2',
    ],
    [
      'READ',
      ['05010203B0', '0C01020000010409044142', '0501050001', '0C0102010002024344'],
      'read-response, 9 octets',
      '0x03B0',
    ],
  ] as const) {
    it(`shows what comes in blocks of ${service} with the last one`, () => {
      const print = printer(['application']);
      for (const [at, hex] of turns.entries()) {
        print(trace('application', hex, at % 2 === 0 ? {} : received));
      }
      assert.deepEqual(lines.slice(-4), [
        `    +0.000  ← app   ${title}`,
        `${BEHIND}block 2, the last: 2 octets`,
        `${BEHIND}all blocks: 6 octets`,
        `${BEHIND}${label}  octet-string 41424344 = "ABCD"`,
      ]);
    });
  }

  it('shows what is selected of an attribute, and not what a method is called with', () => {
    const print = printer(['application']);
    print(trace('application', 'C001C100070100630100FF020102020406000000010600000002120001120000'));
    print(trace('application', '050104FA400009063132333435 36'.replaceAll(' ', '')));
    assert.deepEqual(
      lines.filter((line) => line.startsWith(BEHIND)).map((line) => line.trim()),
      [
        '1.0.99.1.0.255:2  Profile generic buffer, load profile 1, selector 2: structure { double-long-unsigned 1, double-long-unsigned 2, long-unsigned 1, long-unsigned 0 }',
        '0xFA40 = 0.0.40.0.0.255 method 5  Association SN change_LLS_secret, current association, called as a method',
      ],
    );
  });

  it('shows a ciphered APDU as it went, and what is inside only where the trace has it', () => {
    const print = printer();
    print(trace('application', GLO_GET));
    assert.deepEqual(lines, [
      '    +0.000  → app   glo-get-request, 32 octets',
      `${BEHIND}securityControl: suite 0, authenticated true, encrypted true, broadcastKey false, compressed false`,
      `${BEHIND}invocationCounter: 19088743`,
      `${BEHIND}payload: 411312FF935A47566827C467BC`,
      `${BEHIND}authenticationTag: 7D825C3BE4A77C3FCC056B6B`,
    ]);
    lines.length = 0;
    print(trace('application', GLO_GET, { plain: fromHex(GET) }));
    assert.deepEqual(lines.slice(5), [
      `${BEHIND}deciphered: get-request-normal #1, confirmed, high priority, 13 octets`,
      `${BEHIND}  0.0.1.0.0.255:2  Clock time, clock`,
    ]);
  });

  it('shows frames of HDLC and WRAPPER by their fields', () => {
    const print = printer();
    print(trace('link', SNRM));
    print(trace('link', `000100100001000D${GET}`, received));
    const frame = encodeFrame({
      destination: { size: 1, upper: 16, lower: 0 },
      source: { size: 4, upper: 1, lower: 17 },
      control: { kind: 'I', sendNumber: 2, receiveNumber: 3, pollFinal: true },
      segmented: true,
      information: fromHex('E6E700C401C1'),
    });
    print(trace('link', '', { ...received, octets: frame }));
    assert.deepEqual(lines, [
      '    +0.000  → link  HDLC SNRM P             16 → 1           9 octets  FCS ok',
      '    +0.000  ← link  WRAPPER version 1, wPort 16 → 1, length 13',
      '    +0.000  ← link  HDLC I N(S)=2 N(R)=3 F  1/17 (4) → 16   20 octets  HCS and FCS ok, LLC E6 E7 00, APDU of 3 octets, segment, more to come',
    ]);
  });

  it('shows what was agreed on for the link', () => {
    printer()(
      trace(
        'link',
        '7EA0202121 73F088818014050204000602040007040000000708040000000789DE7E'.replaceAll(' ', ''),
        received,
      ),
    );
    assert.deepEqual(lines.slice(1), [
      `${BEHIND}transmit: at most 1024 octets of information, window 7`,
      `${BEHIND}receive:  at most 1024 octets of information, window 7`,
    ]);
  });

  it('shows the messages of an IEC start in words and in characters', () => {
    const print = printer();
    for (const [text, direction] of [
      ['/?12345678!\r\n', 'sent'],
      ['/MFL5\\2DEMO\r\n', 'received'],
      ['\x06252\r\n', 'sent'],
      ['\x06252\r\n', 'received'],
    ] as const) {
      print(trace('link', '', { direction, octets: Buffer.from(text, 'latin1') }));
    }
    assert.deepEqual(lines, [
      '    +0.000  → link  IEC  request message for meter 12345678',
      `${BEHIND}/?12345678!<CR><LF>`,
      '    +0.000  ← link  IEC  identification of MFL "DEMO", proposes 9600 Bd, has HDLC (mode E)',
      `${BEHIND}/MFL5\\2DEMO<CR><LF>`,
      '    +0.000  → link  IEC  option select: HDLC, binary mode at 9600 Bd',
      `${BEHIND}<ACK>252<CR><LF>`,
      '    +0.000  ← link  IEC  option taken: HDLC, binary mode at 9600 Bd',
      `${BEHIND}<ACK>252<CR><LF>`,
    ]);
  });

  it('does not show the password of an IEC programming mode', () => {
    const print = printer();
    for (const check of ['`', 'b']) {
      print(trace('link', '', { octets: Buffer.from(`\x01P1\x02(00000001)\x03${check}`, 'latin1') }));
    }
    assert.deepEqual(lines, [
      '    +0.000  → link  IEC  command P1',
      `${BEHIND}***`,
      '    +0.000  → link  IEC  16 octets',
      `${BEHIND}***`,
    ]);
  });

  it('says that a password is hidden, and not that its frame is damaged', () => {
    const aarq =
      '7EA04C212110BDD7E6E600603EA1090607608574050801018A0207808B0760857405080201AC1280102A2A2A2A2A2A2A2A2A2A2A2A2A2A2A2ABE10040E01000000065F1F0400207E5FFFFF92547E';
    printer()(trace('link', aarq));
    assert.deepEqual(lines, [
      '    +0.000  → link  HDLC I N(S)=0 N(R)=0 P  16 → 16         78 octets  HCS ok, a secret is hidden, LLC E6 E6 00, APDU of 64 octets',
    ]);
  });

  it('shows octets as they went, long runs below their length', () => {
    const print = printer();
    print(trace('transport', SNRM));
    print(trace('transport', '00'.repeat(33)));
    assert.deepEqual(lines, [
      '    +0.000  → oct   7E A0 07 03 21 93 0F 01 7E',
      '    +0.000  → oct   33 octets',
      `${BEHIND}${Array(32).fill('00').join(' ')}`,
      `${BEHIND}00`,
    ]);
  });

  it('tells what is wrong with damaged octets, whatever they are', () => {
    const print = printer();
    const damaged = ['7E', '7EA0', SNRM.replace('93', '92'), '0001', '0001001000010005C0', 'FF00'];
    for (const hex of damaged)
      for (const layer of ALL) print(trace(layer, hex, { note: 'as the link says' }));
    assert.equal(lines.filter((line) => line.endsWith('! as the link says')).length, damaged.length * 3);
    assert.ok(
      lines.some((line) => line.includes('! the FCS of a frame does not fit')),
      lines.join('\n'),
    );
    assert.ok(lines.some((line) => /^ +! .*where 5 more are due/.test(line)));
    assert.ok(lines.some((line) => /not an APDU, 2 octets/.test(line)));
  });

  it('leaves out the layers that are not asked for, and names the meter where there are several', () => {
    const print = printer(['link'], false, ['cellar', 'at']);
    print(trace('application', GET), 'cellar');
    print(trace('transport', SNRM), 'cellar');
    print(trace('link', SNRM), 'cellar');
    print(trace('link', SNRM), 'at');
    assert.deepEqual(lines, [
      '    +0.000  cellar  → link  HDLC SNRM P             16 → 1           9 octets  FCS ok',
      '    +0.000  at      → link  HDLC SNRM P             16 → 1           9 octets  FCS ok',
    ]);
  });

  it('shows something of any octets, in lines without control characters', () => {
    const print = printer();
    const start = fc.constantFrom('', '7EA0', '00010010', 'C4', 'C003', '0C', '60', '2F', '06', '02');
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 80 }), fc.boolean(), (head, tail, sent) => {
        const octets = new Uint8Array([...fromHex(head), ...tail]);
        lines.length = 0;
        for (const layer of ALL) print(trace(layer, '', { octets, direction: sent ? 'sent' : 'received' }));
        assert.ok(lines.length >= 3);
        for (const line of lines) assert.doesNotMatch(line, /\p{Cc}/u);
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('cuts lists that no screen holds', () => {
    const array = `0182 03E8 ${'1101'.repeat(1000)}`.replaceAll(' ', '');
    printer()(trace('application', `C401C100${array}`, received));
    assert.ok(lines.length < 220, `${lines.length} lines`);
    assert.match(lines.at(-1) ?? '', /… and 801 lines more$/);
  });

  it('has colours only where they are wanted', () => {
    printer(ALL, true)(trace('link', SNRM, { note: 'odd' }));
    assert.deepEqual(lines, [
      '\u001b[2m    +0.000\u001b[0m  \u001b[36m→ link\u001b[0m  \u001b[36mHDLC SNRM P             16 → 1           9 octets  FCS ok\u001b[0m',
      `${BEHIND}\u001b[31m! odd\u001b[0m`,
    ]);
  });
});
