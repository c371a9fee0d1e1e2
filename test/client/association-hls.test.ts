/** An association with high level security: what happens between the AARQ and its confirmation. */
import assert from 'node:assert/strict';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import type { AuthName } from '../../src/client/authentication.js';
import { DlmsError } from '../../src/errors.js';
import { privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';
import { DISCONNECTED, ENERGY, RELEASE } from '../support/association-bench.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { SecuredBench, type SecuredOptions } from '../support/secured-bench.js';
import {
  AUTHENTICATION,
  BOTH,
  CLIENT_TITLE,
  clientMaterial,
  DEDICATED_KEY,
  ENCRYPTION,
  NEITHER,
  serverMaterial,
} from '../support/security-keys.js';

const LOST = new DlmsError('gone', { code: 'DLMS_TIMEOUT', layer: 'wrapper', fault: 'meter' });
const GIVEN_UP = ['DL-DISCONNECT.request'];

describe('an association with high level security', () => {
  it('is confirmed when the meter has proven itself, and not before', () => {
    const bench = new SecuredBench();
    const aare = bench.says(bench.proposed());
    assert.equal(bench.association.state, 'associating');
    const [pass3 = ''] = bench.hear(aare);
    assert.match(pass3, /^DL-DATA\.request CB31[0-9A-F]+$/);
    assert.equal(bench.association.state, 'authenticating');
    assert.deepEqual(bench.answered(pass3.split(' ')[1] ?? ''), ['COSEM-OPEN.confirm']);
    assert.equal(bench.association.state, 'associated');
    assert.deepEqual(bench.answered(bench.asked()), ['GET.confirm 1']);
  });

  it('sends its answer to the challenge once, and lets no link send it twice', () => {
    const bench = new SecuredBench();
    const outputs = bench.answered(bench.proposed());
    assert.deepEqual(
      outputs.filter((each) => each.endsWith('repeatable')),
      [],
    );
    assert.equal(outputs.length, 1);
  });

  it('takes its passes ciphered in each way, or in clear', () => {
    for (const protection of [BOTH, AUTHENTICATION, ENCRYPTION]) {
      new SecuredBench({ material: { protection } }).associated();
    }
    new SecuredBench({ material: { protection: NEITHER }, script: { context: 1 } }).associated();
    for (const form of ['general', 'general-ciphering'] as const) {
      const bench = new SecuredBench({ material: { form } }).associated();
      assert.deepEqual(bench.answered(bench.asked()), ['GET.confirm 1']);
    }
    const longKeys = {
      suite: 2,
      blockCipherKey: octetsOf('00'.repeat(32)),
      authenticationKey: octetsOf('01'.repeat(32)),
    } as const;
    new SecuredBench({ material: longKeys }).associated();
  });

  it('takes its passes signed, ciphered inside or not', () => {
    const signingKey = privateKeyFromScalar('P-256', octetsOf('11'.repeat(32)));
    const signed = { suite: 1, signed: true, signingKey, peerPublicKey: publicOf(signingKey) } as const;
    const ciphered = new SecuredBench({ material: signed });
    assert.match(ciphered.challenged(), /^DF/);
    const plain = { material: { ...signed, protection: NEITHER }, script: { context: 1 } } as const;
    for (const bench of [new SecuredBench({ material: signed }), new SecuredBench(plain)]) {
      assert.deepEqual(bench.associated().answered(bench.asked()), ['GET.confirm 1']);
    }
  });

  it('asks nothing else until then', () => {
    const bench = new SecuredBench();
    bench.challenged();
    assert.deepEqual(bench.get(ENERGY), ['GET.failed DLMS_STATE association package']);
    assert.equal(bench.association.state, 'authenticating');
  });

  it('passes over what the meter tells in between', () => {
    const bench = new SecuredBench();
    const pass3 = bench.challenged();
    assert.deepEqual(bench.hear('0F00000001000600000001'), ['DL-WAIT.request']);
    assert.equal(bench.notes.at(-1), 'data-notification is no answer to the authentication');
    assert.deepEqual(bench.answered(pass3), ['COSEM-OPEN.confirm']);
  });

  it('waits for pass 4 through other things, but not for ever', () => {
    const bench = new SecuredBench();
    bench.challenged();
    for (let count = 0; count < 64; count += 1) assert.deepEqual(bench.hear('C2000001'), ['DL-WAIT.request']);
    assert.deepEqual(bench.hear('C2000001'), GIVEN_UP);
    assert.deepEqual(bench.put(DISCONNECTED), ['COSEM-ABORT.indication DLMS_NO_ANSWER service meter']);
  });
});

describe('a meter that goes by the system title of this client', () => {
  const told = (options: SecuredOptions) => {
    const bench = new SecuredBench(options);
    assert.deepEqual(bench.answered(bench.proposed()), GIVEN_UP);
    return bench.put(DISCONNECTED).join();
  };
  const REFUSED = 'COSEM-ABORT.indication DLMS_SYSTEM_TITLE security settings';

  it('is not answered: its own answer could be ours, sent back from another association', () => {
    const mirrored = { systemTitle: CLIENT_TITLE, peerSystemTitle: CLIENT_TITLE };
    for (const auth of ['HighGmac', 'HighSha256'] as const) {
      const protection = NEITHER;
      const material = serverMaterial({ ...mirrored, protection });
      const script = { context: 1, mechanism: auth, material } as const;
      assert.equal(told({ settings: { auth }, material: { protection }, script }), REFUSED);
    }
    assert.equal(told({ script: { material: serverMaterial(mirrored) } }), REFUSED);
  });

  it('is not answered either where the settings say so, and it sends none', () => {
    const say = (octets: Uint8Array) => {
      const aare = decodeApdu(octets);
      return aare.kind === 'AARE' ? encodeApdu({ ...aare, respondingApTitle: undefined }) : octets;
    };
    const material = serverMaterial({ systemTitle: CLIENT_TITLE });
    assert.equal(told({ material: { peerSystemTitle: CLIENT_TITLE }, script: { material, say } }), REFUSED);
  });
});

describe('a meter that fails in the passes of high level security', () => {
  /** What is told when the meter answers pass 3 with these octets in clear. */
  const told = (plain: string, mechanism: AuthName = 'HighMd5') => {
    const material = { protection: NEITHER };
    const bench = new SecuredBench({
      settings: { auth: mechanism },
      material,
      script: { context: 1, mechanism: 'HighMd5' },
    });
    bench.challenged();
    assert.deepEqual(bench.hear(plain), GIVEN_UP);
    assert.equal(bench.association.state, 'refusing');
    return bench.put(DISCONNECTED).join();
  };
  const ABORT = 'COSEM-ABORT.indication';

  it('by a wrong answer is not associated with', () => {
    assert.equal(told(`C701C100010009 10${'00'.repeat(16)}`), `${ABORT} DLMS_HLS_REFUSED security meter`);
    assert.equal(told('C701C10000'), `${ABORT} DLMS_HLS_REFUSED security meter`);
  });

  it('by refusing our answer has not our secret', () => {
    for (const hex of ['C701C10300', 'D80101', '0E050501']) {
      assert.equal(told(hex), `${ABORT} DLMS_AUTHENTICATION_FAILED association settings`);
    }
  });

  it('by refusing our key or counter says so', () => {
    assert.equal(told('D80205'), `${ABORT} DLMS_KEY_REFUSED security settings`);
    assert.equal(told('D8020600000100'), `${ABORT} DLMS_INVOCATION_COUNTER security settings`);
  });

  it('by falling silent is lost', () => {
    const bench = new SecuredBench();
    bench.challenged();
    assert.deepEqual(bench.put({ kind: 'DL-ABORT.indication', cause: LOST }), [
      `${ABORT} DLMS_TIMEOUT wrapper meter`,
    ]);
    assert.equal(bench.association.state, 'idle');
  });

  it('by hanging up in place of an answer has not our secret', () => {
    for (const code of ['DLMS_LINE_CLOSED', 'DLMS_DISCONNECTED_MODE']) {
      const bench = new SecuredBench();
      bench.challenged();
      const cause = new DlmsError('closed', { code, layer: 'transport', fault: 'line' });
      assert.deepEqual(bench.put({ kind: 'DL-ABORT.indication', cause }), [
        `${ABORT} DLMS_AUTHENTICATION_FAILED association settings`,
      ]);
    }
  });

  it('by hanging up over our answer refuses it, but not by hanging up over the AARQ', () => {
    const closed = { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line' } as const;
    const cause = new DlmsError('the line was closed', closed);
    const challenged = new SecuredBench();
    challenged.challenged();
    assert.deepEqual(challenged.put({ kind: 'DL-ABORT.indication', cause }), [
      `${ABORT} DLMS_AUTHENTICATION_FAILED association settings`,
    ]);
    const proposed = new SecuredBench();
    proposed.proposed();
    assert.deepEqual(proposed.put({ kind: 'DL-ABORT.indication', cause }), [
      `${ABORT} DLMS_LINE_CLOSED transport line`,
    ]);
  });

  it('by blocks that make no APDU is given up', () => {
    const bench = new SecuredBench();
    bench.challenged();
    assert.deepEqual(bench.put({ kind: 'DL-ERROR.indication', cause: LOST }), GIVEN_UP);
  });

  it('can be left at any time', () => {
    const bench = new SecuredBench();
    bench.challenged();
    assert.deepEqual(bench.put(RELEASE), GIVEN_UP);
    assert.deepEqual(bench.put(DISCONNECTED), ['COSEM-RELEASE.confirm']);
  });
});

describe('a meter that is asked twice over datagrams, and begins anew with another challenge', () => {
  const REFUSAL = 'C701C10300';
  const told = (datagrams: boolean, change: (aare: string) => string) => {
    const material = { protection: NEITHER };
    const settings = { auth: 'HighMd5', datagrams } as const;
    const bench = new SecuredBench({ settings, material, script: { context: 1, mechanism: 'HighMd5' } });
    const aare = bench.says(bench.proposed());
    bench.hear(aare);
    assert.deepEqual(bench.hear(change(aare)), ['DL-WAIT.request']);
    assert.deepEqual(bench.hear(REFUSAL), GIVEN_UP);
    return bench.put(DISCONNECTED).join().replace('COSEM-ABORT.indication ', '');
  };
  const otherChallenge = (aare: string) => aare.replace('503677524A323146', '503677524A323147');

  it('does not refuse our secret, but the answer to its first challenge', () => {
    assert.equal(told(true, otherChallenge), 'DLMS_METER_BUSY association line');
  });

  it('refuses our secret where its answer merely came twice, or where nothing can', () => {
    assert.equal(
      told(true, (aare) => aare),
      'DLMS_AUTHENTICATION_FAILED association settings',
    );
    assert.equal(told(false, otherChallenge), 'DLMS_AUTHENTICATION_FAILED association settings');
  });
});

describe('a challenge that this side has no answer to', () => {
  it('is not answered: a wrong key, a missing one, a challenge of no length', () => {
    const outcome = (options: ConstructorParameters<typeof SecuredBench>[0]) => {
      const bench = new SecuredBench(options);
      const aarq = bench.proposed();
      if (aarq !== '') bench.answered(aarq);
      return bench
        .put(DISCONNECTED)
        .join()
        .replace(/^COSEM-ABORT.indication /, '');
    };
    const plain = { script: { context: 1 } } as const;
    const material = { protection: NEITHER };
    const settings = { challenge: undefined };
    assert.equal(outcome({ ...plain, material, settings }), 'DLMS_STATE association package');
    const keyless = { ...material, blockCipherKey: undefined };
    assert.equal(outcome({ ...plain, material: keyless }), 'DLMS_SETTING settings settings');
    const shortKey = { blockCipherKey: octetsOf('0011') };
    assert.equal(
      outcome({ material: shortKey, script: { material: clientMaterial() } }),
      'DLMS_SETTING settings settings',
    );
  });
});

describe('a dedicated key', () => {
  const material = { dedicatedKey: DEDICATED_KEY };

  it('protects all behind the AARE, pass 3 as well', () => {
    const bench = new SecuredBench({ material });
    assert.match(bench.challenged(), /^D3/);
    const asked = new SecuredBench({ material }).associated();
    assert.match(asked.asked(), /^D01E/);
  });
});
