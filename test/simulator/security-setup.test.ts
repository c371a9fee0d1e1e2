/** Security setup and association objects of a secured meter: policy and keys that clients change. */
import assert from 'node:assert/strict';
import { encodeActionRequest } from '../../src/apdu/action.js';
import { type ActionOutcome, decodeActionOutcome } from '../../src/apdu/action-outcome.js';
import type { Data } from '../../src/cosem/data.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { agreedKeys, keyAgreement } from '../../src/security/key-agreement-method.js';
import { privateKeyFromRandom, randomLength } from '../../src/security/key-generation.js';
import { type PrivateKey, privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';
import { keyTransfer, type NewKey } from '../../src/security/key-transfer.js';
import { type MethodCall, securityActivate, setupMethod } from '../../src/security/security-setup.js';
import { demoClientScalar, demoKeys, demoSigningKeys } from '../../src/simulator/demo-keys.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import type { Site } from '../../src/simulator/site.js';
import { describeShared } from '../support/shared.js';
import { aarq, firstMeter, GET_ENERGY, outcome } from './association-fixture.js';
import { type CallerOptions, CipheredCaller, CLIENT_TITLE } from './ciphered-caller.js';
import { NOON } from './reading.js';
import { same, vectorOctets } from './stacks.js';

const SECURITY = 'AuthenticationEncryption';
const SECURED: SimulatorOptions = { security: SECURITY };
const NEW_KEY = fromHex('A0A1A2A3A4A5A6A7A8A9AAABACADAEAF');

function siteWith(options: SimulatorOptions = SECURED): Site {
  return siteOf(options, () => ({}));
}

function open(site: Site, more: CallerOptions = {}): CipheredCaller {
  const caller = new CipheredCaller(firstMeter(site, 32), { security: SECURITY, counter: 1000, ...more });
  assert.equal(caller.associate().result, 'accepted');
  return caller;
}

function act(caller: CipheredCaller, { method, parameters }: MethodCall): ActionOutcome {
  const request = { kind: 'action-request-normal', invokeIdAndPriority: 0xc1, method, parameters } as const;
  const answer = caller.ask(encodeActionRequest(new OctetWriter(), request).toOctets());
  assert.equal(toHex(answer.subarray(0, 3)), 'C701C1');
  return decodeActionOutcome(new OctetReader(answer.subarray(3)));
}

function attribute(caller: CipheredCaller, classId: number, name: string, id: number): string {
  const request = fromHex(`C0 01 C1 00 ${toHex(Uint8Array.of(classId))} ${name} 0${id} 00`);
  return toHex(caller.ask(request).subarray(4));
}

const SETUP = '00 00 2B 00 00 FF';

describe('the security setup of a meter', () => {
  it('shows policy, suite, both titles and no certificate', () => {
    const caller = open(siteWith());
    const shown = [2, 3, 4, 5, 6].map((id) => attribute(caller, 64, SETUP, id));
    assert.deepEqual(shown, ['116C', '1600', '09084D4D4D0000BC614E', '09084D464C0000BC614E', '0100']);
  });

  it('is named by the association, which shows context and mechanism too', () => {
    const caller = open(siteWith());
    const shown = [4, 6, 8, 9].map((id) => attribute(caller, 15, '00 00 28 00 00 FF', id));
    const name = '02071102111012 02F4 1105 1108'.replaceAll(' ', '');
    assert.deepEqual(shown, [`${name}11011103`, `${name}11021100`, '1602', '090600002B0000FF']);
  });

  it('is named by the association SN as well', () => {
    const caller = open(siteWith(), { referencing: 'SN' });
    assert.equal(toHex(caller.ask(fromHex('05 01 02 FA 18'))), '0C0100090600002B0000FF');
  });

  it('is not there where a meter has no keys', () => {
    assert.equal(siteWith({}).meters[0]?.model.get('0.0.43.0.0.255'), undefined);
  });

  it('makes the policy stricter from the next association on, and never weaker', () => {
    const site = siteWith({ auth: 'HighGmac', security: 'Authentication' });
    const one = siteWith({ security: 'Authentication' });
    const caller = open(one, { security: 'Authentication' });
    assert.equal(act(caller, securityActivate(0x6c, 1)).result, 'success');
    assert.match(toHex(caller.ask(GET_ENERGY)), /^C401C10006/);
    const weak = new CipheredCaller(firstMeter(one, 32), { security: 'Authentication', counter: 2000 });
    same(weak.meter.answer(weak.aarq(), NOON), 'D8 01 01');
    const strong = open(one, { counter: 3000 });
    assert.equal(act(strong, securityActivate(0x24, 1)).result, 'other-reason');
    assert.equal(act(strong, securityActivate(0xfc, 1)).result, 'other-reason');
    assert.equal(act(strong, securityActivate(3, 0)).result, 'type-unmatched');
    assert.equal(site.meters.length, 1);
  });

  it('activates security on a meter that asked for none', () => {
    const { blockCipherKey, authenticationKey } = demoKeys(0);
    const site = siteWith({ blockCipherKey, authenticationKey });
    const caller = open(site);
    assert.equal(act(caller, securityActivate(0x6c, 1)).result, 'success');
    const plain = firstMeter(site, 32).answer(aarq(), NOON);
    assert.equal(outcome(plain)[1], 'application-context-name-not-supported');
  });
});

describe('new keys for a meter', () => {
  const { masterKey } = demoKeys(0);
  const transferred = (...keys: readonly NewKey[]) => keyTransfer(0, masterKey, keys);
  const UNICAST = 'global-unicast-encryption-key';

  it('count from the next association on, with counters of their own', () => {
    const site = siteWith();
    const caller = open(site);
    assert.equal(act(caller, transferred({ keyId: UNICAST, key: NEW_KEY })).result, 'success');
    assert.match(toHex(caller.ask(GET_ENERGY)), /^C401C10006/);
    const old = new CipheredCaller(firstMeter(site, 32), { security: SECURITY, counter: 2000 });
    same(old.meter.answer(old.aarq(), NOON), 'D8 02 05');
    const renewed = open(site, { blockCipherKey: NEW_KEY, counter: 1 });
    const aare = renewed.aare?.userInformation;
    assert.ok(aare?.kind === 'unsupported');
    assert.equal(toHex(aare.octets.subarray(3, 7)), '00000001');
  });

  it('that were in use before go on where their counters were', () => {
    const site = siteWith();
    act(open(site), transferred({ keyId: UNICAST, key: NEW_KEY }));
    const back = { keyId: UNICAST, key: demoKeys(0).blockCipherKey } as const;
    act(open(site, { blockCipherKey: NEW_KEY, counter: 1 }), transferred(back));
    const replay = new CipheredCaller(firstMeter(site, 32), { security: SECURITY, counter: 1000 });
    same(replay.meter.answer(replay.aarq(), NOON), 'D8 02 06 00 00 03 E9');
  });

  it('can be an authentication key and a master key, all at once', () => {
    const site = siteWith();
    const [authenticationKey, master] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
    const both = transferred(
      { keyId: 'authentication-key', key: authenticationKey },
      { keyId: 'master-key', key: master },
    );
    assert.equal(act(open(site), both).result, 'success');
    const renewed = open(site, { authenticationKey, counter: 2000 });
    const next = keyTransfer(0, master, [{ keyId: UNICAST, key: NEW_KEY }]);
    assert.equal(act(renewed, next).result, 'success');
  });

  it('are refused where the master key is another, a key is damaged, or one of them has no use here', () => {
    const caller = open(siteWith());
    const unicast = { keyId: UNICAST, key: NEW_KEY } as const;
    assert.equal(act(caller, keyTransfer(0, NEW_KEY, [unicast])).result, 'other-reason');
    const broadcast = { keyId: 'global-broadcast-encryption-key', key: NEW_KEY } as const;
    assert.equal(act(caller, transferred(unicast, broadcast)).result, 'object-unavailable');
    const senseless: Data = { kind: 'unsigned', value: 1 };
    assert.equal(act(caller, setupMethod('key_transfer', senseless)).result, 'type-unmatched');
    assert.equal(open(caller.meter.site, { counter: 2000 }).aare?.result, 'accepted');
  });

  it('are refused by a meter that was given keys but no master key', () => {
    const { blockCipherKey, authenticationKey } = demoKeys(0);
    const caller = open(siteWith({ ...SECURED, blockCipherKey, authenticationKey }));
    assert.equal(act(caller, transferred({ keyId: UNICAST, key: NEW_KEY })).result, 'read-write-denied');
  });

  for (const suite of [1, 2] as const) {
    it(`are agreed on in suite ${suite}`, () => {
      const site = siteWith({ ...SECURED, securitySuite: suite });
      const caller = open(site, { suite });
      const curve = suite === 1 ? 'P-256' : 'P-384';
      const random = new Uint8Array(randomLength(curve)).fill(7);
      const offers = [{ keyId: UNICAST, ephemeral: privateKeyFromRandom(curve, random) }] as const;
      const signing = privateKeyFromScalar(curve, demoClientScalar(suite));
      const { result, returnParameters } = act(caller, keyAgreement(suite, offers, signing));
      assert.equal(result, 'success');
      assert.ok(returnParameters?.kind === 'data');
      const parties = {
        suite,
        originator: CLIENT_TITLE,
        recipient: caller.aare?.respondingApTitle ?? new Uint8Array(),
      };
      const peer = publicOf(demoSigningKeys(suite)?.signingKey as PrivateKey);
      const [agreed] = agreedKeys(parties, offers, returnParameters.data, peer);
      assert.ok(agreed !== undefined);
      assert.match(
        toHex(open(site, { suite, blockCipherKey: agreed.key, counter: 1 }).ask(GET_ENERGY)),
        /^C401/,
      );
    });
  }

  it('are not agreed on in suite 0, nor with a signature of somebody else', () => {
    const offers = (curve: 'P-256') => [
      { keyId: UNICAST, ephemeral: privateKeyFromScalar(curve, new Uint8Array(32).fill(3)) } as const,
    ];
    const stranger = privateKeyFromScalar('P-256', new Uint8Array(32).fill(5));
    const call = keyAgreement(1, offers('P-256'), stranger);
    assert.equal(act(open(siteWith()), call).result, 'read-write-denied');
    const caller = open(siteWith({ ...SECURED, securitySuite: 1 }), { suite: 1 });
    assert.equal(act(caller, call).result, 'other-reason');
  });
});

describeShared('the worked calls of the security setup', (root) => {
  const octets = vectorOctets(root);

  it('are taken: key_transfer under the worked master key, and security_activate', () => {
    const site = siteWith();
    const caller = open(site);
    assert.equal(toHex(caller.ask(octets('kw.action'))), 'C701C10000');
    const key = fromHex('101112131415161718191A1B1C1D1E1F');
    const renewed = open(site, { blockCipherKey: key, counter: 1 });
    assert.equal(toHex(renewed.ask(octets('sec.activate'))), 'C701C10000');
  });
});
