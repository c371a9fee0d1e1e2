/** The control octet: all 256 both ways, and the worked values of the reference. */
import assert from 'node:assert/strict';
import { decodeControl, describeControl, encodeControl } from '../../../src/framing/hdlc/control-field.js';

describe('the control octet', () => {
  it('all 256 come back as they went', () => {
    for (let octet = 0; octet < 256; octet += 1) assert.equal(encodeControl(decodeControl(octet)), octet);
  });

  const worked: readonly [number, string][] = [
    [0x10, 'I N(S)=0 N(R)=0 P/F'],
    [0x74, 'I N(S)=2 N(R)=3 P/F'],
    [0xfe, 'I N(S)=7 N(R)=7 P/F'],
    [0xee, 'I N(S)=7 N(R)=7'],
    [0x11, 'RR N(R)=0 P/F'],
    [0xf1, 'RR N(R)=7 P/F'],
    [0x35, 'RNR N(R)=1 P/F'],
    [0x59, 'REJ N(R)=2 P/F'],
    [0x93, 'SNRM P/F'],
    [0x83, 'SNRM'],
    [0x53, 'DISC P/F'],
    [0x73, 'UA P/F'],
    [0x63, 'UA'],
    [0x1f, 'DM P/F'],
    [0x97, 'FRMR P/F'],
    [0x13, 'UI P/F'],
    [0x03, 'UI'],
    [0x6f, 'control 6F'],
    [0x0d, 'control 0D'],
  ];
  for (const [octet, text] of worked) {
    it(`${octet.toString(16)} is ${text}`, () => assert.equal(describeControl(decodeControl(octet)), text));
  }
});
