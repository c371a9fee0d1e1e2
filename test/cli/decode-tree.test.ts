import assert from 'node:assert/strict';
import { treeOf } from '../../src/cli/decode/tree.js';
import { fromHex } from '../../src/encoding/hex.js';
import { decodeWhole } from './decoding.js';

function tree(hex: string, keys = {}): string {
  return decodeWhole(hex, keys)
    .flatMap((report) => treeOf(report))
    .join('\n');
}

describe('the tree of what was decoded', () => {
  it('says what a date or a time alone is', () => {
    assert.match(tree('02021A07E8030F051B0C1E0000'), /date: 2024-03-15\n.*time: 12:30:00\n$/);
  });

  it('has a line for each field: offset, octets, name, what it says', () => {
    const hex = '7EA02A410883130413E6E7000F40000000000101020309060100010700FF060000046202020F00161B4EA27E';
    assert.equal(
      tree(hex),
      `HDLC frame, octets 0 to 43
      0  7E                        flag
      1  A0 2A                     format: type 3, 42 octets
      3  41                        destination: 32
      4  08 83                     source: 4/65
      6  13                        control: UI P/F (19)
      7  04 13                     HCS: ok
      9  E6 E7 00                  LLC: response
     12  0F                        APDU: data-notification (15)
     13  40 00 00 00               long-invoke-id-and-priority: long-invoke-id 0, confirmed, normal priority (1073741824)
     17  00                        date-time: none
     18  01 01                     array: 1 element
     20  02 03                       structure: 3 elements
     22  09 06 01 00 01 07 00 FF       octet-string: 1.0.1.7.0.255 active power import
     30  06 00 00 04 62                double-long-unsigned: 1122 W
     35  02 02                         structure: × 10^0 W
     37  0F 00                           integer: 0
     39  16 1B                           enum: 27
     41  4E A2                     FCS: ok
     43  7E                        flag
`,
    );
  });

  it('points at a wrong check, with what is due', () => {
    assert.match(
      tree('7EA0070321930F007E'),
      / {6}6 {2}0F 00 +FCS: wrong, 0F01 is due\n +\^ DLMS_FRAME_CHECK: the FCS of a frame is 0F00 where its octets give 0F01\n/,
    );
  });

  it('points at where an APDU ends too soon', () => {
    assert.match(
      tree('C401C1000600'),
      / {6}4 +double-long-unsigned\n +\^ DLMS_TRUNCATED: ends after 6 octets/,
    );
  });

  it('points at noise, and tells how much of it there is', () => {
    assert.match(
      tree('AABB7EA0070321930F017E'),
      /^damaged octets, octets 0 to 1\n +0 +noise\n +\^ DLMS_MALFORMED/,
    );
  });

  it('shows what was deciphered below the APDU that it was in, with its remarks', () => {
    const keys = {
      blockCipherKey: fromHex('000102030405060708090A0B0C0D0E0F'),
      systemTitle: fromHex('4D4D4D0000BC614E'),
    };
    const text = tree('C8122001234567411312FF935A47566827C467BC', keys);
    assert.match(text, /deciphered: not verified; encrypted only/);
    assert.match(text, /instance-id: clock \(0\.0\.1\.0\.0\.255\)/);
  });

  it('keeps to one line and to itself, whatever a meter sends', () => {
    const text = tree('C401C1000A08410A1B5B324A0D42');
    assert.match(text, /visible-string: A \[2J B/);
    assert.doesNotMatch(text, /\p{Cc}(?<!\n)/u);
  });

  it('shows of long octets the beginning', () => {
    const longest = Math.max(
      ...tree(`C401C1000982012C${'AB'.repeat(300)}`)
        .split('\n')
        .map(({ length }) => length),
    );
    assert.ok(longest < 200);
  });

  it('shows no secret', () => {
    const text = tree(
      '6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F0400007E1F04B0',
    );
    assert.match(text, /26 {2}\*\*\* +calling-authentication-value: \*\*\*/);
    assert.doesNotMatch(text, /31 32|3132/);
  });

  it('has the colours of a terminal where they are wanted, around the same text', () => {
    const reports = decodeWhole('AA7EA0070321930F017E');
    const coloured = reports.flatMap((report) => treeOf(report, true)).join('\n');
    const marker = String.fromCharCode(27);
    assert.ok(coloured.includes(`${marker}[31m^ DLMS_MALFORMED`));
    const plain = coloured.split(marker).map((part) => part.replace(/^\[\d+m/, ''));
    assert.equal(plain.join(''), reports.flatMap((report) => treeOf(report)).join('\n'));
  });
});
