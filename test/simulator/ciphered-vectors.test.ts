/** The client's side of the worked ciphered session, and of the worked forms, answered by the simulated meter. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { conformanceOf } from '../../src/apdu/conformance.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { describeShared } from '../support/shared.js';
import { association, outcome } from './association-fixture.js';
import { CipheredCaller } from './ciphered-caller.js';
import { NOON } from './reading.js';
import { same, stackOf, vectorOctets } from './stacks.js';

/** The keys, titles and challenge of the worked session; the first counter is 1. */
const WORKED: SimulatorOptions = {
  auth: 'HighGmac',
  security: 'AuthenticationEncryption',
  blockCipherKey: '000102030405060708090A0B0C0D0E0F',
  authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF',
  systemTitle: '4D4D4D0000000001',
  limits: { maxPduSize: 500, conformance: conformanceOf(0x00501f) },
  random: () => fromHex('503677524A323146'),
};

describeShared('a ciphered session with the worked octets of the protocol', (root) => {
  const octets = vectorOctets(root);

  it('answers AARQ, the proof of the client and RLRQ octet for octet', () => {
    const limits = { maxPduSize: 1024, conformance: conformanceOf(0x007e1f) };
    const stack = stackOf('wrapper', { ...WORKED, limits });
    const say = (id: string) => {
      const [sent] = stack.handle({ kind: 'PH-DATA.indication', octets: octets(id) }, NOON);
      assert.ok(sent?.kind === 'PH-DATA.request');
      return sent.octets;
    };
    same(say('cs.1.aarq'), octets('cs.2.aare'));
    same(say('cs.3.wp'), octets('cs.4.wp'));
    const energy = say('cs.5.wp');
    // The worked meter has counted another energy: counter, tag and lengths are the same all the same.
    assert.equal(toHex(energy.subarray(0, 15)), toHex(octets('cs.6.wp').subarray(0, 15)));
    assert.equal(energy.length, octets('cs.6.wp').length);
    same(say('cs.7.rlrq'), octets('cs.8.rlre'));
  });

  it('opens the worked InitiateRequest with a dedicated key, and one without', () => {
    for (const id of ['aarq.ln.ciphered.hls5', 'aarq.ln.ciphered.nodedkey']) {
      const answer = association({ ...WORKED, firstCounter: 16 }, 1).answer(octets(id), NOON);
      const [result, diagnostic] = outcome(answer);
      assert.deepEqual([result, diagnostic], ['accepted', 'authentication-required'], id);
      if (id.endsWith('nodedkey')) same(answer, octets('aare.ln.ciphered.hls5'));
    }
  });

  it('has the worked HLS answers without ciphering', () => {
    const cases = [
      ['aarq.ln.hls3', 'aare.ln.hls3', 'HighMd5', 'hls.md5.c', 'hls.md5.s'],
      ['aarq.ln.hls6', undefined, 'HighSha256', 'hls.sha256.c', 'hls.sha256.s'],
      ['aarq.ln.hls5', 'aare.ln.hls5', 'HighGmac', 'hls.gmac.c', 'hls.gmac.s'],
    ] as const;
    for (const [aarq, aare, auth, question, answer] of cases) {
      const { systemTitle, limits, random } = WORKED;
      const password = auth === 'HighGmac' ? undefined : 'SECRET1234567890';
      const meter = association({ auth, password, systemTitle, limits, random }, 1);
      const answered = meter.answer(octets(aarq), NOON);
      if (aare !== undefined) same(answered, octets(aare));
      const token = octets(question);
      const call = fromHex(`C3 01 C1 00 0F 00 00 28 00 00 FF 01 01 09 ${toHex(Uint8Array.of(token.length))}`);
      const own = octets(answer);
      const reply = fromHex(`C7 01 C1 00 01 00 09 ${toHex(Uint8Array.of(own.length))}`);
      same(meter.answer(Buffer.concat([call, token]), NOON), Buffer.concat([reply, own]));
    }
  });

  it('has the worked HLS answer by short names', () => {
    const { limits, random } = WORKED;
    const options: SimulatorOptions = {
      auth: 'HighMd5',
      password: 'SECRET1234567890',
      limits: { ...limits, maxPduSize: 536, conformance: conformanceOf(0x1c0320) },
      random,
    };
    const meter = association(options, 1);
    same(meter.answer(octets('aarq.sn.hls3'), NOON), octets('aare.sn.hls3'));
    const reply = meter.answer(octets('hls.sn.read'), NOON);
    same(reply, Buffer.concat([fromHex('0C 01 00 09 10'), octets('hls.md5.s')]));
  });

  it('takes the worked GET in each protection and form, and answers in the same', () => {
    const dedicatedKey = fromHex('00112233445566778899AABBCCDDEEFF');
    const cases = [
      ['sec.glo.get.auth', 'Authentication', 'glo-get-response', {}],
      ['sec.glo.get.enc', 'Encryption', 'glo-get-response', {}],
      ['sec.glo.get.authenc', 'AuthenticationEncryption', 'glo-get-response', {}],
      ['sec.gglo.get', 'AuthenticationEncryption', 'general-glo-ciphering', {}],
      ['sec.ded.get', 'AuthenticationEncryption', 'ded-get-response', { dedicatedKey }],
      ['sec.gded.get', 'AuthenticationEncryption', 'general-ded-ciphering', { dedicatedKey }],
      ['sec.suite1.get', 'AuthenticationEncryption', 'glo-get-response', { suite: 1 }],
      ['sec.suite2.get', 'AuthenticationEncryption', 'glo-get-response', { suite: 2 }],
      ['sec.gciph.idkey', 'AuthenticationEncryption', 'general-ciphering', { suite: 1 }],
    ] as const;
    for (const [id, security, kind, more] of cases) {
      const suite = 'suite' in more ? more.suite : 0;
      const { systemTitle } = WORKED;
      const meter = association({ security, securitySuite: suite, systemTitle }, 1);
      const caller = new CipheredCaller(meter, { security, ...more });
      assert.equal(caller.associate().result, 'accepted');
      const answer = decodeApdu(meter.answer(octets(id), NOON) ?? new Uint8Array());
      assert.equal(answer.kind, kind, id);
    }
  });
});
