/** Every authentication with every protection and suite, by logical and by short names. */
import assert from 'node:assert/strict';
import {
  decodeGeneralBlockTransfer,
  encodeGeneralBlockTransfer,
} from '../../src/apdu/general-block-transfer.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import type { ProtectionForm } from '../../src/security/material.js';
import type { SecuritySuiteId } from '../../src/security/suite.js';
import { type AuthName, isHighLevel, MECHANISM_ID } from '../../src/simulator/authentication.js';
import { GbtService } from '../../src/simulator/gbt-service.js';
import { PROTECTION, type SecurityName } from '../../src/simulator/security-settings.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { association, GET_ENERGY } from './association-fixture.js';
import {
  type CallerOptions,
  CipheredCaller,
  replyByAction,
  replyByRead,
  replyByWrite,
  SECRET,
  tokenIn,
} from './ciphered-caller.js';
import { NOON } from './reading.js';

const AUTHS = Object.keys(MECHANISM_ID) as AuthName[];
const SECURITIES = Object.keys(PROTECTION) as SecurityName[];
const SUITES: readonly SecuritySuiteId[] = [0, 1, 2];
const READ_NAME = fromHex('05 01 02 FD 08');

/** Of a meter that the caller with the same options fits. */
function optionsOf({ auth, security, suite }: CallerOptions): SimulatorOptions {
  return { auth, security, securitySuite: suite, password: SECRET };
}

/** Associates, proves who it is, and reads. */
function read(given: CallerOptions, prove = replyByAction, options = optionsOf(given)): CipheredCaller {
  const caller = new CipheredCaller(association(options, 32), given);
  const { result, resultSourceDiagnostic } = caller.associate();
  assert.equal(result, 'accepted');
  const high = isHighLevel(given.auth ?? 'None');
  assert.equal(resultSourceDiagnostic?.diagnostic, high ? 'authentication-required' : 'null');
  if (caller.ciphered) assert.equal(caller.initiated()[0], 0x08);
  const short = given.referencing === 'SN';
  if (high) {
    const answer = caller.ask(prove(caller.proof()));
    caller.check(tokenIn(answer, short ? '0C 01 00' : 'C7 01 C1 00 01 00'));
  }
  const value = caller.ask(short ? READ_NAME : GET_ENERGY);
  assert.match(toHex(value), short ? /^0C0100090?10?4D464C/ : /^C401C10006/);
  return caller;
}

describe('a meter with the demo keys, read', () => {
  for (const suite of SUITES) {
    for (const auth of AUTHS.filter((name) => suite > 0 || name !== 'HighEcdsa')) {
      it(`with ${auth} in suite ${suite}, by logical and short names, protected in every way`, () => {
        for (const security of SECURITIES) {
          const caller = { auth, security, suite };
          assert.equal(read(caller).aare?.result, 'accepted');
          assert.equal(read({ ...caller, referencing: 'SN' }, replyByRead).aare?.result, 'accepted');
        }
      });
    }
  }

  const forms: readonly ProtectionForm[] = ['service-specific', 'general', 'general-ciphering'];
  for (const form of forms) {
    it(`in ${form} form is answered in it, with a dedicated key and without, signed and not`, () => {
      for (const dedicatedKey of [undefined, fromHex('00112233445566778899AABBCCDDEEFF')]) {
        for (const signed of [false, true]) {
          const given: CallerOptions = {
            auth: 'HighGmac',
            security: 'AuthenticationEncryption',
            suite: 1,
            form,
            signed,
            ...(dedicatedKey && { dedicatedKey }),
          };
          const caller = read(given);
          const opened = caller.opened(GET_ENERGY);
          assert.deepEqual([opened.form, opened.signed], [form, signed]);
          const dedicated = dedicatedKey !== undefined && form !== 'general-ciphering';
          assert.equal(opened.key, dedicated ? 'dedicated' : 'global');
        }
      }
    });
  }

  it('takes the proof under the global key, although there is a dedicated one', () => {
    const given: CallerOptions = {
      auth: 'HighGmac',
      security: 'AuthenticationEncryption',
      dedicatedKey: fromHex('00112233445566778899AABBCCDDEEFF'),
    };
    const caller = new CipheredCaller(association(optionsOf(given), 32), given);
    caller.associate();
    const proof = caller.context.protect(replyByAction(caller.proof()), { key: 'global' });
    const answer = caller.context.open(caller.meter.answer(proof, NOON) ?? new Uint8Array());
    assert.equal(answer.key, 'global');
    caller.check(tokenIn(answer.apdu, 'C7 01 C1 00 01 00'));
    assert.equal(caller.opened(GET_ENERGY).key, 'dedicated');
  });

  it('by short names takes the proof in a WRITE too, and gives its own to the READ after it', () => {
    const given: CallerOptions = { auth: 'HighSha256', referencing: 'SN', security: 'Authentication' };
    const caller = new CipheredCaller(association(optionsOf(given), 32), given);
    caller.associate();
    assert.equal(toHex(caller.ask(replyByWrite(caller.proof()))), '0D0100');
    caller.check(tokenIn(caller.ask(fromHex('05 01 02 FA 58')), '0C 01 00'));
    assert.match(toHex(caller.ask(READ_NAME)), /^0C0100/);
  });

  it('sends what is too long in blocks that are cut from the protected answer', () => {
    const initiate = { clientMaxReceivePduSize: 200 };
    const given: CallerOptions = { security: 'AuthenticationEncryption', initiate };
    const limits = { conformance: new Set(['get', 'general-block-transfer'] as const) };
    const caller = new CipheredCaller(association({ ...optionsOf(given), limits }, 32), given);
    caller.associate();
    const service = new GbtService(caller.meter);
    const list = caller.protect(fromHex('C0 01 C1 00 0F 00 00 28 00 00 FF 02 00'));
    const joined = new OctetWriter();
    let blocks = service.answers(list, NOON);
    for (let last = false; !last; ) {
      const [octets = new Uint8Array(), ...others] = blocks;
      assert.ok(octets.length <= 200 && others.length === 0);
      const block = decodeGeneralBlockTransfer(new OctetReader(octets));
      joined.octets(block.blockData);
      last = block.lastBlock;
      blocks = service.answers(acknowledging(block.blockNumber), NOON);
    }
    const { apdu, form } = caller.context.open(joined.toOctets());
    assert.deepEqual([form, toHex(apdu.subarray(0, 4))], ['service-specific', 'C401C100']);
  });

  it('counts the octets of protection in: long answers come in blocks that the client takes', () => {
    for (const form of forms) {
      const initiate = { clientMaxReceivePduSize: 300 };
      const given: CallerOptions = {
        security: 'AuthenticationEncryption',
        suite: 1,
        form,
        signed: true,
        initiate,
      };
      const limits = { conformance: new Set(['get', 'block-transfer-with-get-or-read'] as const) };
      const caller = new CipheredCaller(association({ ...optionsOf(given), limits }, 32), given);
      caller.associate();
      const list = fromHex('C0 01 C1 00 0F 00 00 28 00 00 FF 02 00');
      let [answer, number] = [caller.send(list), 1];
      for (;;) {
        assert.ok(answer !== undefined && answer.length <= 300, `${answer?.length} octets`);
        const { apdu } = caller.context.open(answer);
        assert.equal(toHex(apdu.subarray(0, 2)), 'C402');
        if (apdu[3] === 1) break;
        answer = caller.send(fromHex(`C0 02 C1 00 00 00 ${toHex(Uint8Array.of(number))}`));
        number += 1;
      }
      assert.ok(number > 5);
    }
  });
});

function acknowledging(blockNumberAck: number): Uint8Array {
  return encodeGeneralBlockTransfer(new OctetWriter(), {
    kind: 'general-block-transfer',
    lastBlock: true,
    streaming: false,
    window: 1,
    blockNumber: blockNumberAck,
    blockNumberAck,
    blockData: new Uint8Array(),
  }).toOctets();
}
