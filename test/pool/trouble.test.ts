import assert from 'node:assert/strict';
import { DlmsError, type ErrorLayer } from '../../src/errors.js';
import { troubleOf } from '../../src/pool/trouble.js';
import { settingsOf } from '../meter/settings.js';

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

  it('is a wrong key when nothing can be deciphered from the start, and damage later on', () => {
    assert.equal(kindOf('DLMS_DECIPHERING', 'security'), 'wrong-secret, may lock');
    assert.equal(kindOf('DLMS_DECIPHERING', 'security', LOCKED, false), 'security');
  });
});
