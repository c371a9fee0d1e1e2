/** What a meter answers to a proposal with high level security, or with ciphering, or with both. */
import assert from 'node:assert/strict';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { clientMaterial, NEITHER, SERVER_TITLE, STOC } from '../support/security-keys.js';
import { captures, describeShared, vectors } from '../support/shared.js';
import {
  aare,
  answerTo,
  ciphered,
  diagnostic,
  INITIATE_RESPONSE,
  plainly,
  refused,
} from './meter-answers.js';

const REJECTED = {
  result: 'rejected-permanent',
  resultSourceDiagnostic: diagnostic('no-reason-given'),
} as const;

describeShared('a ciphered AARE of other people', (root) => {
  const vector = (id: string) => octetsOf(vectors(root).find((each) => each.id === id)?.hex ?? '');
  const capture = (id: string) => octetsOf(captures(root).find((each) => each.id === id)?.hex ?? '');

  it('is accepted, with its challenge, its title, and what was deciphered: aare.ln.ciphered.hls5', () => {
    const answer = answerTo(vector('aare.ln.ciphered.hls5'));
    assert.ok(answer.kind === 'accepted');
    assert.equal(answer.negotiated.serverMaxReceivePduSize, 500);
    assert.deepEqual(answer.challenge, Uint8Array.from(STOC));
    assert.deepEqual(answer.title, SERVER_TITLE);
    assert.equal(hexOf(answer.plain ?? STOC), hexOf(INITIATE_RESPONSE));
  });

  it('is accepted without ciphering, with its challenge and its title: aare.ln.hls5', () => {
    const answer = answerTo(vector('aare.ln.hls5'), { protection: NEITHER });
    assert.ok(answer.kind === 'accepted');
    assert.deepEqual([answer.challenge, answer.title], [Uint8Array.from(STOC), SERVER_TITLE]);
  });

  it('is never accepted cut short, nor deciphered with another key', () => {
    const whole = vector('aare.ln.ciphered.hls5');
    for (let length = 0; length < whole.length; length += 1) {
      assert.match(refused(whole.subarray(0, length)), /^DLMS_TRUNCATED (association|service) meter/);
    }
    const key = { blockCipherKey: octetsOf('FF0102030405060708090A0B0C0D0E0F') };
    assert.match(refused(whole, key), /^DLMS_DECIPHERING security meter/);
  });

  it('of a Landis+Gyr meter is deciphered with its published keys: gosem-aare-ciphered-lg', () => {
    const key = octetsOf('00112233445566778899AABBCCDDEEFF');
    const keys = { blockCipherKey: key, authenticationKey: key };
    const answer = answerTo(capture('gosem-aare-ciphered-lg'), keys, { auth: 'Low' });
    assert.ok(answer.kind === 'accepted');
    assert.equal(Buffer.from(answer.title ?? STOC).toString('latin1', 0, 3), 'LGZ');
    assert.equal(answer.negotiated.dlmsVersion, 6);
  });

  it('of a Sagemcom meter is a rejection, though its reason cannot be deciphered', () => {
    const words = refused(capture('gosem-aare-glo-cse-sagemcom-undecipherable'));
    assert.match(words, /^DLMS_ASSOCIATION_REFUSED association meter: .*rejected-permanent/);
  });

  it('is a rejection whose reason is told where that comes in clear, and without a title', () => {
    const because = (hex: string) => {
      const name = 'A109060760857405080103';
      return refused(octetsOf(`611F${name}A203020101A305A103020101BE060404${hex}`));
    };
    assert.match(because('0E010602'), /incompatible-conformance/);
    assert.match(because('0E010006'), /^DLMS_KEY_REFUSED security settings/);
  });

  it('of a meter with the keys of the examples is deciphered: gocosem-aare-mel-sec5', () => {
    const answer = answerTo(capture('gocosem-aare-mel-sec5'));
    assert.ok(answer.kind === 'accepted');
    assert.equal(Buffer.from(answer.challenge ?? STOC).toString('latin1'), '(G3cnP~s');
    assert.ok(answer.negotiated.conformance.has('get'));
  });
});

describe('the system title of a meter that ciphers', () => {
  const OTHER = octetsOf('4D4D4D0000000002');

  it('is taken from the AARE, or else from the settings', () => {
    assert.deepEqual(answerTo(aare()).title, SERVER_TITLE);
    const set = { peerSystemTitle: SERVER_TITLE };
    for (const respondingApTitle of [undefined, new Uint8Array(0)]) {
      assert.equal(answerTo(aare({ respondingApTitle }), set).kind, 'accepted');
    }
  });

  it('that is neither sent nor set is asked for', () => {
    const words = refused(aare({ respondingApTitle: undefined }));
    assert.equal(words, 'DLMS_SYSTEM_TITLE security settings: the meter sends no system title');
    const answer = answerTo(aare({ respondingApTitle: undefined }));
    assert.ok(answer.kind === 'refused');
    assert.match(answer.cause.hint ?? '', /server_system_title/);
  });

  it('that is of a wrong length is refused', () => {
    for (const length of [1, 7, 9, 16]) {
      const words = refused(aare({ respondingApTitle: new Uint8Array(length) }));
      assert.match(words, new RegExp(`^DLMS_SYSTEM_TITLE .* has ${length} octets, not 8$`));
    }
  });

  it('that is another than in the settings is refused, and both are named', () => {
    assert.match(
      refused(aare(), { peerSystemTitle: OTHER }),
      /^DLMS_SYSTEM_TITLE .*4D4D4D0000000001, not 4D4D4D0000000002 as in the settings$/,
    );
  });

  it('does not matter where nothing is ciphered and the mechanism has no use for it', () => {
    const plain = {
      applicationContextName: '2.16.756.5.8.1.1',
      userInformation: plainly(INITIATE_RESPONSE),
    } as const;
    for (const respondingApTitle of [undefined, new Uint8Array(3)]) {
      const octets = aare({ ...plain, respondingApTitle });
      assert.equal(answerTo(octets, { protection: NEITHER }, { auth: 'HighMd5' }).kind, 'accepted');
      assert.match(refused(octets, { protection: NEITHER }, { auth: 'HighSha256' }), /^DLMS_SYSTEM_TITLE/);
    }
  });
});

describe('the user-information in an AARE with ciphering', () => {
  const REASON = octetsOf('0E010602');
  const KEY_REASON = octetsOf('0E010006');

  it('in clear is not believed', () => {
    const words = refused(aare({ userInformation: plainly(INITIATE_RESPONSE) }));
    assert.match(words, /^DLMS_PROTECTION security meter: the initiate-response comes unprotected/);
  });

  it('in clear does not hide that the meter rejects', () => {
    const words = refused(aare({ ...REJECTED, userInformation: plainly(INITIATE_RESPONSE) }));
    assert.match(words, /^DLMS_ASSOCIATION_REFUSED association meter: .*no-reason-given$/);
    const named = refused(aare({ ...REJECTED, userInformation: plainly(REASON) }));
    assert.match(named, /no-reason-given, initiateError: initiate, incompatible-conformance$/);
  });

  it('with a reason is a refusal, ciphered or not, whatever the result says', () => {
    for (const userInformation of [ciphered(REASON), plainly(REASON)]) {
      assert.match(
        refused(aare({ userInformation })),
        /^DLMS_ASSOCIATION_REFUSED .*incompatible-conformance/,
      );
    }
    assert.match(
      refused(aare({ ...REJECTED, userInformation: ciphered(REASON) })),
      /no-reason-given, initiateError: initiate, incompatible-conformance$/,
    );
  });

  it('that says it cannot be deciphered is a wrong key', () => {
    const words = refused(aare({ ...REJECTED, userInformation: plainly(KEY_REASON) }));
    assert.equal(
      words,
      'DLMS_KEY_REFUSED security settings: the meter cannot decipher: initiateError: application-reference, deciphering-error',
    );
  });

  it('that is something else under protection is no answer', () => {
    const octets = aare({ userInformation: ciphered(octetsOf('C401C100112A')) });
    assert.match(refused(octets), /^DLMS_(MALFORMED|SETTING|PROTECTION)/);
  });

  it('that is left out grants the least, under protection', () => {
    const answer = answerTo(aare({ userInformation: undefined }));
    assert.ok(answer.kind === 'accepted');
    assert.deepEqual([...answer.negotiated.conformance], ['get', 'block-transfer-with-get-or-read']);
  });

  it('that came before is a replay', () => {
    const material = clientMaterial();
    assert.equal(answerTo(aare(), material).kind, 'accepted');
    assert.match(refused(aare(), material), /^DLMS_REPLAY security meter/);
  });

  it('of a context without ciphering is no way round it', () => {
    const octets = aare({
      applicationContextName: '2.16.756.5.8.1.1',
      userInformation: plainly(INITIATE_RESPONSE),
    });
    assert.match(refused(octets), /^DLMS_CONTEXT_NOT_SUPPORTED .*Logical_Name_Referencing_No_Ciphering/);
  });
});
