import assert from 'node:assert/strict';
import { DlmsError, type ErrorLayer } from '../../src/errors.js';
import { troubleOf } from '../../src/pool/trouble.js';
import { securedSettings, settingsOf } from '../meter/settings.js';

const OPEN = settingsOf();
const LOCKED = settingsOf({ auth: 'Low' }, 'geheim');

const kindOf = (code: string, layer: ErrorLayer = 'association', settings = LOCKED, opening = true) => {
  const error = new DlmsError('', { code, layer, fault: 'meter' });
  const { kind, mayLock, unsaid } = troubleOf(error, settings, opening);
  if (unsaid) return `${kind}, reason unsaid`;
  return mayLock ? `${kind}, may lock` : kind;
};

describe('the trouble with a meter', () => {
  it('is told apart: a wrong secret, a refusal, a busy meter, damaged security, silence', () => {
    assert.equal(kindOf('DLMS_AUTHENTICATION_FAILED'), 'wrong-secret, may lock');
    assert.equal(kindOf('DLMS_KEY_REFUSED', 'security'), 'wrong-secret, may lock');
    assert.equal(kindOf('DLMS_HLS_REFUSED', 'security'), 'wrong-secret, may lock');
    assert.equal(kindOf('DLMS_CONTEXT_NOT_SUPPORTED'), 'refused');
    assert.equal(kindOf('DLMS_METER_BUSY'), 'busy');
    assert.equal(kindOf('DLMS_BUSY', 'hdlc'), 'busy');
    assert.equal(kindOf('DLMS_REPLAY', 'security'), 'security');
    assert.equal(kindOf('DLMS_TIMEOUT', 'hdlc'), 'no-answer');
    assert.equal(kindOf('DLMS_CONNECTION_REFUSED', 'transport'), 'no-answer');
  });

  it('is a refusal of unsaid reason where the meter was given a secret and does not say what it minds', () => {
    assert.equal(kindOf('DLMS_ASSOCIATION_REFUSED'), 'refused, reason unsaid');
    assert.equal(kindOf('DLMS_ASSOCIATION_REFUSED', 'association', OPEN), 'refused');
  });

  it('is a refusal of unsaid reason, too, where the meter hangs up on a secret that it has not taken before', () => {
    const ciphered = securedSettings(
      { auth: 'HighGmac', security: 'AuthenticationEncryption' },
      { blockCipherKey: '00'.repeat(16), authenticationKey: '01'.repeat(16) },
    );
    const closed = new DlmsError('', { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line' });
    const unsaid = (settings: typeof LOCKED, opening: boolean, untried: boolean) =>
      troubleOf(closed, settings, opening, untried).unsaid;
    for (const settings of [LOCKED, ciphered]) {
      assert.equal(unsaid(settings, true, true), true);
      assert.equal(unsaid(settings, true, false), false);
      assert.equal(unsaid(settings, false, true), false);
    }
    for (const settings of [OPEN, settingsOf({ auth: 'HighMd5' }, 'geheim')])
      assert.equal(unsaid(settings, true, true), false);
    assert.deepEqual(troubleOf(closed, LOCKED, true, true), {
      kind: 'no-answer',
      mayLock: false,
      unsaid: true,
    });
  });

  it('is a wrong key when nothing can be deciphered from the start, and damage later on', () => {
    assert.equal(kindOf('DLMS_DECIPHERING', 'security'), 'wrong-secret, may lock');
    assert.equal(kindOf('DLMS_DECIPHERING', 'security', LOCKED, false), 'security');
  });
});
