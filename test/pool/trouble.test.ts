import assert from 'node:assert/strict';
import { DlmsError, type ErrorLayer } from '../../src/errors.js';
import { troubleOf } from '../../src/pool/trouble.js';
import { settingsOf } from '../meter/settings.js';

const OPEN = settingsOf();
const LOCKED = settingsOf({ auth: 'Low' }, 'geheim');

const NOTHING_LEGIBLE: readonly (readonly [string, ErrorLayer])[] = [
  ['DLMS_TIMEOUT', 'hdlc'],
  ['DLMS_TIMEOUT', 'wrapper'],
  ['DLMS_LINE_CLOSED', 'transport'],
  ['DLMS_NOISE', 'wrapper'],
  ['DLMS_BUSY', 'hdlc'],
  ['DLMS_DISCONNECTED_MODE', 'hdlc'],
  ['DLMS_MALFORMED', 'association'],
  ['DLMS_NO_ANSWER', 'service'],
  ['DLMS_STATE', 'association'],
];

const kindOf = (code: string, layer: ErrorLayer = 'association', settings = LOCKED, opening = true) => {
  const error = new DlmsError('', { code, layer, fault: 'meter' });
  const { kind, mayLock, unsaid } = troubleOf(error, settings, { opening });
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

  it('is a refusal of unsaid reason, too, where nothing legible answers a secret that it has not taken', () => {
    const unsaid = (code: string, layer: ErrorLayer, opening = true, atStake = true) =>
      troubleOf(new DlmsError('', { code, layer, fault: 'line' }), LOCKED, { opening, atStake }).unsaid;
    for (const [code, layer] of NOTHING_LEGIBLE) {
      assert.equal(unsaid(code, layer), true, code);
      assert.equal(unsaid(code, layer, true, false), false, code);
      assert.equal(unsaid(code, layer, false, true), false, code);
    }
    for (const code of ['DLMS_CONTEXT_NOT_SUPPORTED', 'DLMS_METER_BUSY'])
      assert.equal(unsaid(code, 'association'), false, code);
    assert.equal(unsaid('DLMS_SYSTEM_TITLE', 'security'), false);
  });

  it('is a wrong secret where the meter hangs up on its first proof, and unsaid where it took it before', () => {
    const closed = new DlmsError('', { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line' });
    const refused = new DlmsError('', {
      ...{ code: 'DLMS_AUTHENTICATION_FAILED', layer: 'association', fault: 'settings', cause: closed },
    });
    const trouble = (atStake: boolean) => troubleOf(refused, LOCKED, { opening: true, atStake });
    assert.deepEqual([trouble(true).mayLock, trouble(true).unsaid], [true, false]);
    assert.deepEqual([trouble(false).mayLock, trouble(false).unsaid], [false, true]);
  });

  it('is a wrong key when nothing can be deciphered from the start, and damage later on', () => {
    assert.equal(kindOf('DLMS_DECIPHERING', 'security'), 'wrong-secret, may lock');
    assert.equal(kindOf('DLMS_DECIPHERING', 'security', LOCKED, false), 'security');
  });
});
