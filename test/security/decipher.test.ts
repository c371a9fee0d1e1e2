/** Single messages deciphered with keys at hand: keys that come along, deviations, and what stays unproved. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeApdu } from '../../src/apdu/apdu.js';
import { encodeMessageHeader } from '../../src/apdu/message-header.js';
import type { SecurityControl } from '../../src/apdu/security-control.js';
import { APDU_TAG } from '../../src/apdu/tag.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { sealContent } from '../../src/security/content-ciphering.js';
import { decipher } from '../../src/security/decipher.js';
import { wrapKey } from '../../src/security/key-wrap.js';
import { openGeneralCiphering } from '../../src/security/open-general-ciphering.js';
import {
  AUTHENTICATION_KEY as authenticationKey,
  BLOCK_CIPHER_KEY as blockCipherKey,
  codeOf,
  DEDICATED_KEY,
  ENCRYPTION,
  GET_RESPONSE,
  hasCode,
  pair,
  SERVER_TITLE as systemTitle,
} from './bench.js';

const MASTER_KEY = fromHex('00112233445566778899AABBCCDDEEFF');
const NONE = new Uint8Array();
const CONTROL: SecurityControl = {
  suite: 0,
  authenticated: true,
  encrypted: true,
  broadcastKey: false,
  compressed: false,
};

/** general-ciphering as a sender with this key makes it. */
function generalCiphering(keyInfo: Parameters<typeof infoOf>[0], key: Uint8Array, control = CONTROL) {
  const header = {
    transactionId: fromHex('01'),
    originatorSystemTitle: systemTitle,
    recipientSystemTitle: NONE,
    dateTime: NONE,
    otherInformation: NONE,
  };
  const content = sealContent(
    GET_RESPONSE,
    { securityControl: control, invocationCounter: 5 },
    {
      key,
      authenticationKey,
      systemTitle,
      header: encodeMessageHeader(new OctetWriter(), header).toOctets(),
    },
  );
  return encodeApdu({ kind: 'general-ciphering', ...header, keyInfo: infoOf(keyInfo), ...content });
}

function infoOf(kind: 'wrapped' | 'agreed' | 'broadcast' | 'other' | 'none') {
  switch (kind) {
    case 'wrapped': {
      const keyCipheredData = wrapKey(0, MASTER_KEY, DEDICATED_KEY);
      return { kind: 'wrapped-key', kekId: 'master-key', keyCipheredData } as const;
    }
    case 'agreed':
      return { kind: 'agreed-key', keyParameters: fromHex('02'), keyCipheredData: NONE } as const;
    case 'broadcast':
      return { kind: 'identified-key', keyId: 'global-broadcast-encryption-key' } as const;
    case 'other':
      return { kind: 'identified-key', keyId: 'unknown-9' } as const;
    case 'none':
      return undefined;
  }
}

describe('general-ciphering by itself', () => {
  it('brings its key wrapped with the master key', () => {
    const octets = generalCiphering('wrapped', DEDICATED_KEY);
    const keys = { authenticationKey, masterKey: MASTER_KEY };
    assert.equal(toHex(openGeneralCiphering(octets, keys)), toHex(GET_RESPONSE));
    assert.equal(decipher(octets, keys).verified, true);
    const other = { authenticationKey, masterKey: new Uint8Array(16) };
    assert.throws(() => openGeneralCiphering(octets, other), hasCode('DLMS_KEY_WRAP'));
    assert.throws(() => openGeneralCiphering(octets, {}), hasCode('DLMS_SETTING', /master key/));
  });

  it('is under a key that was agreed on', () => {
    const octets = generalCiphering('agreed', DEDICATED_KEY);
    const keys = { authenticationKey, agreedKey: DEDICATED_KEY };
    assert.equal(toHex(openGeneralCiphering(octets, keys)), toHex(GET_RESPONSE));
    assert.equal(
      toHex(openGeneralCiphering(generalCiphering('none', DEDICATED_KEY), keys)),
      toHex(GET_RESPONSE),
    );
  });

  it('names the broadcast key, or one of no book', () => {
    const octets = generalCiphering('broadcast', DEDICATED_KEY);
    const keys = { authenticationKey, blockCipherKey, broadcastKey: DEDICATED_KEY };
    assert.equal(toHex(openGeneralCiphering(octets, keys)), toHex(GET_RESPONSE));
    const other = generalCiphering('other', DEDICATED_KEY);
    assert.throws(() => openGeneralCiphering(other, keys), hasCode('DLMS_PROTECTION', /unknown-9/));
  });

  it('with any octet of its header or contents changed is refused', () => {
    const octets = generalCiphering('none', blockCipherKey);
    for (let at = 0; at < octets.length; at += 1) {
      const changed = octets.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.notEqual(
        codeOf(() => openGeneralCiphering(changed, { authenticationKey, blockCipherKey })),
        undefined,
        `${at}`,
      );
    }
  });

  it('is told apart from other forms, and is not compressed', () => {
    const octets = pair().server.protect(GET_RESPONSE);
    assert.throws(() => openGeneralCiphering(octets, {}), hasCode('DLMS_PROTECTION', /no general-ciphering/));
    const compressed = generalCiphering('none', blockCipherKey, { ...CONTROL, compressed: true });
    const keys = { blockCipherKey, authenticationKey };
    for (const open of [openGeneralCiphering, decipher]) {
      assert.throws(() => open(compressed, keys), hasCode('DLMS_PROTECTION', /compressed/));
    }
  });
});

describe('a message deciphered by somebody who only looks', () => {
  const glo = (control: SecurityControl, key = blockCipherKey, authKey = authenticationKey) =>
    encodeApdu({
      kind: 'glo-get-response',
      ...sealContent(
        GET_RESPONSE,
        { securityControl: control, invocationCounter: 9 },
        { key, authenticationKey: authKey, systemTitle },
      ),
    });
  const keys = { blockCipherKey, authenticationKey, systemTitle };

  it('is proved by its tag', () => {
    const { contents, verified, notes } = decipher(glo(CONTROL), keys);
    assert.deepEqual([toHex(contents), verified, notes], [toHex(GET_RESPONSE), true, []]);
  });

  it('is refused where the authentication key is given and the tag does not fit it', () => {
    assert.throws(
      () => decipher(glo(CONTROL), { ...keys, authenticationKey: blockCipherKey }),
      hasCode('DLMS_DECIPHERING'),
    );
  });

  it('is not proved where the authentication key is not given, encrypted or not', () => {
    for (const encrypted of [true, false]) {
      const opened = decipher(glo({ ...CONTROL, encrypted }), { blockCipherKey, systemTitle });
      assert.deepEqual([toHex(opened.contents), opened.verified], [toHex(GET_RESPONSE), false]);
      assert.match(opened.notes.join(), /^the tag was not checked: the authentication key is not given$/);
    }
  });

  it('is proved where its sender uses no authentication key, which is said', () => {
    const octets = glo(CONTROL, blockCipherKey, NONE);
    for (const given of [keys, { blockCipherKey, systemTitle }]) {
      const { verified, notes } = decipher(octets, given);
      assert.deepEqual([verified, notes], [true, ['the tag is computed without an authentication key']]);
    }
  });

  it('has no protection at all', () => {
    const { verified, notes } = decipher(glo({ ...CONTROL, authenticated: false, encrypted: false }), keys);
    assert.deepEqual([verified, notes], [false, ['not protected: nothing proves where it comes from']]);
  });

  it('under the broadcast key, whose bit some senders leave out of what they authenticate', () => {
    const control = { ...CONTROL, broadcastKey: true };
    const sent = sealContent(
      GET_RESPONSE,
      { securityControl: CONTROL, invocationCounter: 9 },
      { key: DEDICATED_KEY, authenticationKey, systemTitle },
    );
    const masked = encodeApdu({ kind: 'glo-get-response', ...sent, securityControl: control });
    const given = { ...keys, broadcastKey: DEDICATED_KEY };
    assert.deepEqual(decipher(glo(control, DEDICATED_KEY), given).notes, []);
    assert.deepEqual(decipher(masked, given).notes, [
      'the tag is computed without the bit of the broadcast key',
    ]);
    assert.throws(() => decipher(masked, keys), hasCode('DLMS_SETTING', /broadcast key, which is not given/));
  });

  it('under a key that its suite does not have', () => {
    const notes = (suite: number, key: Uint8Array) =>
      decipher(glo({ ...CONTROL, suite }, key), { ...keys, blockCipherKey: key }).notes;
    const long = new Uint8Array(32).fill(3);
    assert.deepEqual(notes(1, blockCipherKey), []);
    assert.deepEqual(notes(2, long), []);
    assert.match(notes(2, blockCipherKey).join(), /suite 2, and is under a key of 16 octets/);
    assert.match(notes(0, long).join(), /suite 0, and is under a key of 32 octets/);
    assert.match(notes(7, blockCipherKey).join(), /suite 7, which no book has/);
    const short = { ...keys, blockCipherKey: new Uint8Array(15) };
    assert.throws(() => decipher(glo(CONTROL), short), hasCode('DLMS_SETTING', /15 octets/));
  });

  it('under a wrong key, encrypted only, gives senseless octets, and this is said', () => {
    const octets = pair({ protection: ENCRYPTION }).server.protect(GET_RESPONSE);
    const outcomes = Array.from({ length: 64 }, (_, at) => {
      const wrong = { blockCipherKey: new Uint8Array(16).fill(at), systemTitle };
      return codeOf(() =>
        assert.match(decipher(octets, wrong).notes.join(), /perhaps the key is wrong|inside was not/),
      );
    });
    assert.ok(outcomes.filter((code) => code === 'DLMS_DECIPHERING').length > 40);
  });

  it('under a dedicated key', () => {
    const { server } = pair({ dedicatedKey: DEDICATED_KEY });
    const given = { dedicatedKey: DEDICATED_KEY, authenticationKey, systemTitle };
    assert.equal(toHex(decipher(server.protect(GET_RESPONSE), given).contents), toHex(GET_RESPONSE));
    assert.throws(
      () => decipher(server.protect(GET_RESPONSE), keys),
      hasCode('DLMS_SETTING', /dedicated key/),
    );
  });

  it('has a protected APDU inside that cannot be read, or more of them than any book', () => {
    const seal = (apdu: Uint8Array) => pair({ form: 'general' }).server.protect(apdu);
    const broken = decipher(seal(fromHex('2C8100')), keys);
    assert.deepEqual([toHex(broken.contents), broken.notes.length], ['2C8100', 1]);
    const twice = decipher(seal(seal(GET_RESPONSE)), keys);
    assert.deepEqual([toHex(twice.contents), twice.notes], [toHex(GET_RESPONSE), []]);
    const deep = [1, 2, 3, 4, 5, 6].reduce((apdu) => seal(apdu), GET_RESPONSE);
    assert.match(decipher(deep, keys).notes.join(), /was not opened/);
  });

  it('is plain, and nothing to be deciphered', () => {
    assert.throws(() => decipher(GET_RESPONSE, keys), hasCode('DLMS_PROTECTION', /unprotected/));
  });

  it('is anything: it is deciphered, or refused with a reason', () => {
    const tags = Object.entries(APDU_TAG).filter(([name]) => /^(glo|ded|general)-/.test(name));
    const octets = fc
      .tuple(fc.constantFrom(...tags.map(([, tag]) => tag)), fc.array(fc.nat(255), { maxLength: 60 }))
      .map(([tag, rest]) => Uint8Array.from([tag, ...rest]));
    const all = { ...keys, dedicatedKey: DEDICATED_KEY, broadcastKey: DEDICATED_KEY, masterKey: MASTER_KEY };
    const property = fc.property(octets, (input) => {
      assert.notEqual(
        codeOf(() => decipher(input, all)),
        'other',
      );
    });
    fc.assert(property, { seed: 33, numRuns: 2000 });
  });
});
