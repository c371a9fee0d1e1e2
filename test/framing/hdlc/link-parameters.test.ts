/** What SNRM and UA say about sizes and windows. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { OctetReader } from '../../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../../src/encoding/octet-writer.js';
import { DlmsError } from '../../../src/errors.js';
import { decodeFrame } from '../../../src/framing/hdlc/frame.js';
import {
  DEFAULT_LINK_PARAMETERS,
  decodeLinkParameters,
  encodeLinkParameters,
  type LinkParameters,
  negotiate,
} from '../../../src/framing/hdlc/link-parameters.js';
import { describeShared, vectors } from '../../support/shared.js';

function decoded(hex: string): LinkParameters {
  return decodeLinkParameters(new OctetReader(fromHex(hex), 'hdlc'));
}

function parameters(info: number, window: number): LinkParameters {
  return { maxInfoTransmit: info, maxInfoReceive: info, windowTransmit: window, windowReceive: window };
}

function code(hex: string): string {
  try {
    decoded(hex);
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
  return 'none';
}

describeShared('the parameters of the reference', (root) => {
  const expected: Record<string, LinkParameters> = {
    'hdlc.snrm.params128': parameters(128, 1),
    'hdlc.snrm.params1024': parameters(1024, 1),
    'hdlc.snrm.params2030w7': parameters(2030, 7),
    'hdlc.ua.128': parameters(128, 1),
    'hdlc.ua.1024': parameters(1024, 1),
    'hdlc.ua.none': DEFAULT_LINK_PARAMETERS,
  };
  const known = vectors(root).filter(({ id }) => id in expected);
  it('are all found', () => assert.equal(known.length, 6));
  for (const { id, hex } of known) {
    it(`${id}: both ways, and cut short`, () => {
      const information = toHex(decodeFrame(fromHex(hex).subarray(1, -1)).information);
      const found = decoded(information);
      assert.deepEqual(found, expected[id]);
      if (information === '') return;
      assert.equal(toHex(encodeLinkParameters(new OctetWriter(), found).toOctets()), information);
      // Without the closing group lengths nothing tells an end, but for one octet and for none.
      for (let end = 4; end < information.length; end += 2) {
        assert.equal(code(information.slice(0, end)), 'DLMS_TRUNCATED');
      }
    });
  }
});

describe('link parameters', () => {
  it('with values of one, two and four octets for the same size', () => {
    for (const value of ['0180', '020080', '0400000080', '080000000000000080']) {
      const group = `05${value}`;
      const length = (group.length / 2).toString(16).padStart(2, '0');
      assert.equal(decoded(`8180${length}${group}`).maxInfoTransmit, 128);
    }
  });
  it('that are missing are the defaults', () => {
    assert.deepEqual(decoded('8180040602 0400'), { ...DEFAULT_LINK_PARAMETERS, maxInfoReceive: 1024 });
    assert.deepEqual(decoded('818000'), DEFAULT_LINK_PARAMETERS);
    assert.deepEqual(decoded(''), DEFAULT_LINK_PARAMETERS);
    assert.deepEqual(decoded('81'), DEFAULT_LINK_PARAMETERS);
  });
  it('that are 0 are the defaults', () => {
    assert.deepEqual(decoded('81800C 050100 060100 070100 080100'), DEFAULT_LINK_PARAMETERS);
  });
  it('with user data behind them', () => {
    assert.equal(decoded('818003 050140 F003 AABBCC').maxInfoTransmit, 64);
  });
  it('with a parameter that nobody knows', () => {
    assert.equal(decoded('818006 0B0101 050140').maxInfoTransmit, 64);
  });
  it('beyond any number are merely too large', () => {
    const { maxInfoTransmit } = decoded(`81800C 050A ${'FF'.repeat(10)}`);
    assert.equal(
      negotiate(parameters(1024, 7), { ...parameters(1, 1), maxInfoReceive: maxInfoTransmit })
        .maxInfoTransmit,
      1024,
    );
  });
  it('of another format are refused', () => assert.equal(code('82800312'), 'DLMS_MALFORMED'));
  it('that say more than they hold are refused', () => assert.equal(code('8180FF0501'), 'DLMS_TRUNCATED'));
  it('of any octets give values or a DlmsError', () => {
    const check = (octets: Uint8Array): void => {
      assert.match(code(toHex(Uint8Array.of(0x81, 0x80, ...octets))), /^(none|DLMS_\w+)$/);
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), check), { seed: 5, numRuns: 300 });
  });
});

describe('what both sides agree on', () => {
  it('is the less of what one sends and the other takes', () => {
    const own = { maxInfoTransmit: 1024, maxInfoReceive: 512, windowTransmit: 7, windowReceive: 3 };
    const theirs = { maxInfoTransmit: 128, maxInfoReceive: 256, windowTransmit: 2, windowReceive: 1 };
    assert.deepEqual(negotiate(own, theirs), {
      maxInfoTransmit: 256,
      maxInfoReceive: 128,
      windowTransmit: 1,
      windowReceive: 2,
    });
  });
  it('is what a frame and three bits can hold, whatever a meter says', () => {
    assert.deepEqual(negotiate(parameters(9999, 99), parameters(9999, 99)), parameters(2030, 7));
  });
});
