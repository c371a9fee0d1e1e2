import assert from 'node:assert/strict';
import type { MessageKeys } from '../../src/cli/decode/decipherer.js';
import { isFaulty, type Report } from '../../src/cli/decode/report.js';
import { fromHex } from '../../src/encoding/hex.js';
import { readPublicKey } from '../../src/security/key-pair.js';
import { captures, describeShared, type Session, sessions, vectors } from '../support/shared.js';
import { keysOf, octetsOf } from './corpus-facts.js';
import { at, decode, decodeWhole, only, shown } from './decoding.js';

/** The keys and titles of the reference's vectors. */
const KEYS: MessageKeys = {
  blockCipherKey: fromHex('000102030405060708090A0B0C0D0E0F'),
  authenticationKey: fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF'),
  clientSystemTitle: fromHex('4D4D4D0000BC614E'),
  systemTitle: fromHex('4D4D4D0000000001'),
};
const { blockCipherKey, clientSystemTitle } = KEYS;
const GLO_GET = 'C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B';

describe('ciphered APDUs', () => {
  it('are deciphered with the keys, and said to be genuine', () => {
    const report = only(GLO_GET, KEYS);
    assert.equal(at(report, 'apdu.kind'), 'glo-get-request');
    assert.equal(at(report, 'deciphered.verified'), true);
    assert.equal(at(report, 'deciphered.apdu.attribute.logicalName'), '0.0.1.0.0.255');
  });

  it('without the authentication key are deciphered, and said to be unproved', () => {
    const report = only(GLO_GET, { blockCipherKey, clientSystemTitle });
    assert.equal(at(report, 'deciphered.verified'), false);
    assert.notEqual(shown(at(report, 'deciphered.notes'), /the authentication key is not given/), '');
    assert.equal(at(report, 'deciphered.apdu.kind'), 'get-request-normal');
  });

  it('without a key say which one is needed, and show their header', () => {
    const report = only(GLO_GET);
    assert.match(String(report.note), /enciphered: .*block cipher key/);
    assert.equal(at(report, 'apdu.invocationCounter'), 0x01234567);
    assert.match(String(only(GLO_GET, { blockCipherKey }).note), /system title of the sender is not known/);
    assert.match(String(only(GLO_GET.replace('C8', 'D0'), KEYS).note), /dedicated key/);
  });

  it('with a wrong key are told as such, and nothing is made of them', () => {
    const wrong = { ...KEYS, blockCipherKey: fromHex('FF'.repeat(16)) };
    const [report] = decodeWhole(GLO_GET, wrong);
    assert.equal(at(report, 'error.code'), 'DLMS_DECIPHERING');
    assert.equal(at(report, 'errors.0.offset'), 7);
    assert.equal(report?.deciphered, undefined);
  });

  it('say whether it is the encryption key that does not fit, or the authentication key', () => {
    const failure = (keys: MessageKeys) => String(at(decodeWhole(GLO_GET, keys)[0], 'error.message'));
    assert.match(failure({ ...KEYS, blockCipherKey: fromHex('FF'.repeat(16)) }), /the key is another/);
    assert.match(
      failure({ ...KEYS, authenticationKey: fromHex('FF'.repeat(16)) }),
      /the encryption key fits, the authentication key does not/,
    );
  });

  it('the fields of what was inside stand where their enciphered octets do', () => {
    const [report] = decodeWhole(GLO_GET, KEYS);
    const deciphered = report?.fields.find(({ name }) => name === 'deciphered');
    assert.deepEqual([deciphered?.offset, deciphered?.length, deciphered?.meaning], [7, 13, 'verified']);
    const inner = deciphered?.fields ?? [];
    assert.deepEqual([inner[0]?.offset, inner.at(-1)?.offset], [7, 10]);
  });
});

interface SecuredHeader {
  readonly guek: string | null;
  readonly gak: string | null;
  readonly clientSystemTitle: string | null;
  readonly serverSystemTitle: string | null;
  readonly security: string;
}

/** As a user has them: no dedicated key, for that is in the record. */
function sessionKeys({ header }: Session): MessageKeys {
  const { guek, gak } = header as unknown as SecuredHeader;
  return { blockCipherKey: fromHex(guek ?? ''), authenticationKey: fromHex(gak ?? '') };
}

function openings(report: Report): readonly { readonly verified: boolean }[] {
  const { deciphered, joined } = report;
  const inner = joined === undefined || joined === null ? [] : openings(joined as unknown as Report);
  if (deciphered === undefined) return inner;
  const opened = deciphered as unknown as { readonly verified: boolean };
  return [opened, ...inner, ...openings(deciphered as unknown as Report)];
}

describeShared('recorded conversations that are ciphered', (root) => {
  const ciphered = sessions(root).filter(({ header }) => header.security !== 'none');
  it('are some', () => assert.ok(ciphered.length >= 25));

  for (const session of ciphered) {
    const { file, header, turns } = session;
    it(`${file}: titles and dedicated key come out of the record, all is read`, () => {
      const reports = decodeWhole(turns.map(({ hex }) => hex).join(''), sessionKeys(session));
      const opened = reports.flatMap(openings);
      assert.ok(opened.length >= 40);
      assert.ok(opened.every(({ verified }) => verified === (header.security !== 'enc')));
      const locked = reports.filter(({ note }) => String(note).includes('enciphered'));
      assert.equal(locked.length, 0);
      assert.equal(shown(reports, /00112233445566778899AABBCCDDEEFF/i), '');
    });
  }
});

/** Their sources state the beginning of the plain APDU: its values are in decode-corpus.test.ts. */
const FIRST_PART_ONLY = new Set(['gurux-forum-utility-example']);

describeShared('ciphered vectors and captures', (root) => {
  for (const { id, kind, hex, inputs = {} } of vectors(root)) {
    if (!['glo', 'gglo', 'gciph'].includes(kind) || inputs.plain === undefined) continue;
    it(`${id}: gives the plain APDU of the reference`, () => {
      const [key, title] = [fromHex(String(inputs.ek)), fromHex(String(inputs.title))];
      const keys = {
        blockCipherKey: key,
        broadcastKey: key,
        dedicatedKey: key,
        authenticationKey: fromHex(String(inputs.ak)),
        systemTitle: title,
        clientSystemTitle: title,
      };
      const [inner] = decode(String(inputs.plain));
      assert.deepEqual(at(only(hex, keys), 'deciphered.apdu'), inner?.apdu);
    });
  }

  it('lux.p1: gives a telegram', () => {
    const vector = vectors(root).find(({ id }) => id === 'lux.p1');
    const authenticationKey = fromHex('00112233445566778899AABBCCDDEEFF');
    const report = only(vector?.hex ?? '', { blockCipherKey, authenticationKey });
    assert.equal(at(report, 'deciphered.verified'), true);
    assert.equal(at(report, 'deciphered.messages.1.lines.1.values.0.unit'), 'kWh');
  });

  for (const capture of captures(root)) {
    const { plaintext } = capture.expected;
    if (typeof plaintext !== 'string' || FIRST_PART_ONLY.has(capture.id)) continue;
    it(`${capture.id}: gives the plain APDU of its source`, () => {
      const reports = decode(octetsOf(capture), keysOf(capture));
      const [inner] = decode(plaintext);
      assert.ok(reports.some((report) => JSON.stringify(report).includes(JSON.stringify(inner?.apdu))));
    });
  }

  it('a signature is checked with the public key, a wrong one told', () => {
    const signed = captures(root).filter(({ keys = {} }) => keys.originator_ds_public !== undefined);
    const outcomes = signed.map((capture) => {
      const publicKey = readPublicKey(capture.keys?.originator_ds_public ?? '');
      const [report] = decodeWhole(octetsOf(capture), { publicKey });
      if (at(report, 'apdu.kind') !== 'general-signing') return undefined;
      if (report !== undefined && isFaulty(report)) return at(report, 'error.code');
      return at(report, 'deciphered.verified');
    });
    assert.ok(outcomes.includes(true));
    assert.ok(outcomes.every((outcome) => outcome === true || outcome === undefined));
  });
});
