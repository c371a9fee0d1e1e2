/** The end of a protected association: its release, the size of what is sent in it, and the next one. */
import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { DISCONNECTED, ENERGY, RELEASE, SCALER } from '../support/association-bench.js';
import { openedByHand } from '../support/opened-by-hand.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { SecuredBench, type SecuredOptions } from '../support/secured-bench.js';
import { CLIENT_TITLE, CountFrom, DEDICATED_KEY, KEY, NEITHER } from '../support/security-keys.js';

const GIVEN_UP = ['DL-DISCONNECT.request'];
const associated = (options?: SecuredOptions) => new SecuredBench(options).associated();

describe('the release of a protected association', () => {
  const keys = { global: KEY, dedicated: DEDICATED_KEY, title: CLIENT_TITLE };
  const rlrq = (options: SecuredOptions = {}) => {
    const bench = associated(options);
    return [bench, bench.put(RELEASE).join().replace('DL-DATA.request ', '')] as const;
  };

  it('proves who leaves, under the global key, and says nothing of a dedicated one', () => {
    const [, hex] = rlrq({ material: { dedicatedKey: DEDICATED_KEY } });
    assert.match(hex, /^6228800100BE230421211F30/);
    assert.match(openedByHand(hex.slice(18), keys), /^01000000065F1F0400207E1FFFFF$/);
  });

  it('is in clear where nothing is ciphered', () => {
    const plain = { material: { protection: NEITHER }, script: { context: 1 } } as const;
    assert.equal(rlrq(plain)[1], '6203800100');
    const signingKey = privateKeyFromScalar('P-256', octetsOf('11'.repeat(32)));
    const signed = { suite: 1, signed: true, signingKey, peerPublicKey: publicOf(signingKey) } as const;
    assert.equal(rlrq({ ...plain, material: { ...plain.material, ...signed } })[1], '6203800100');
  });

  it('does not fail, whatever the meter says to it', () => {
    for (const hex of ['6303800100', '63', '6328800100BE230421281F30', 'D80205', 'C401C100112A', '']) {
      const [bench] = rlrq();
      assert.deepEqual(bench.hear(hex), GIVEN_UP, hex);
      assert.deepEqual(bench.put(DISCONNECTED), ['COSEM-RELEASE.confirm']);
    }
  });
});

describe('the size of what is sent under protection', () => {
  it('counts with what protection adds to it', () => {
    const sized = (maxPduSize: number) => associated({ script: { maxPduSize } }).get(ENERGY).join();
    assert.match(sized(38), /^DL-DATA/);
    assert.equal(sized(24), 'GET.failed DLMS_TOO_LONG service package');
    const list = (maxPduSize: number) =>
      associated({ script: { maxPduSize, conformance: 0x00121f } })
        .get(ENERGY, SCALER)
        .join();
    assert.match(list(50), /^DL-DATA.request C8/);
    assert.equal(list(40), 'GET.failed DLMS_TOO_LONG service package');
  });
});

describe('another association', () => {
  it('does not believe what was said in the one before, but for a meter that is known to count anew', () => {
    const again = (received: ReceivedCounters) => {
      const bench = associated({ material: { received } });
      bench.put({
        kind: 'DL-ABORT.indication',
        cause: new DlmsError('gone', { code: 'X', layer: 'hdlc', fault: 'line' }),
      });
      const anew = new SecuredBench({ material: { received, counter: new CountFrom(100) } });
      return anew.answered(anew.proposed())[0]?.split(' ')[0];
    };
    assert.equal(again(new ReceivedCounters()), 'DL-DISCONNECT.request');
    assert.equal(again(new ReceivedCounters({ restarts: true })), 'DL-DATA.request');
  });
});
