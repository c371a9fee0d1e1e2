/** What `msg.meter` may say, and what is said of it where it is wrong. */
import assert from 'node:assert/strict';
import { messageMeter, type OwnMeter } from '../../nodes/message-meter.js';
import { DlmsError } from '../../src/errors.js';
import { printsOf } from '../support/secrets.js';

const SECRET = 'Gold-im-Keller';
const variable = (name: string) => `$\{${name}}`;
const own: OwnMeter = { names: ['cellar', 'Cellar meter', 'n1'], secrets: () => ({ password: SECRET }) };

function refusal(input: unknown, ownMeter?: OwnMeter): DlmsError {
  try {
    messageMeter(input, ownMeter);
  } catch (error) {
    assert.ok(error instanceof DlmsError);
    assert.deepEqual([error.code, error.layer, error.fault], ['DLMS_SETTING', 'settings', 'settings']);
    return error;
  }
  assert.fail('it was taken');
}

describe('the meter of a message', () => {
  it('takes the names of the node and of files, in any mixture, and values as text', () => {
    const byNode = { alias: 'h1', host: '10.0.0.1', port: 4060, referencing: 'LN', logicalAddress: 1 };
    const byFile = { device_alias: 'h1', ip: '10.0.0.1', Port: '4060', type: 'ln', ID: '1' };
    const { settings } = messageMeter(byNode, undefined);
    assert.deepEqual(messageMeter(byFile, undefined).settings, settings);
    assert.deepEqual(messageMeter({ ...byNode, ...byFile }, undefined).settings, settings);
    const { alias, host, port, referencing, logicalAddress, physicalAddress } = settings;
    assert.deepEqual(
      [alias, host, port, referencing, logicalAddress, physicalAddress],
      ['h1', '10.0.0.1', 4060, 'LN', 1, 1600],
    );
  });

  it('takes a row of a sheet as it is: older words, remarks, and what is blank', () => {
    const row = {
      name: 'Haus 7',
      device_alias: '',
      description: 'by the stairs',
      enable: 1,
      protocol: 'DLMS TCP',
      mode: 'DLMS-RAPPER',
      ip: 'gateway',
      auth: 'low',
      password: 1234,
      serialnumber: null,
      quirks: ['plain-snrm', 'max-info=128'],
    };
    const { settings } = messageMeter(row, undefined);
    assert.deepEqual(
      [settings.alias, settings.mode, settings.auth, Buffer.from(settings.password).toString()],
      ['Haus_7', 'DLMS-WRAPPER', 'Low', '1234'],
    );
    assert.deepEqual(settings.quirks, ['plain-snrm', 'max-info=128']);
  });

  it('tells what was changed to make it work', () => {
    const { warnings } = messageMeter({ alias: 'a', host: 'h', physicalAddress: 1600 }, undefined);
    assert.equal(warnings.length, 1);
  });

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['a text', 'cellar', /^msg\.meter is no object/],
    ['a list', [{ alias: 'a' }], /^msg\.meter is no object/],
    ['nothing in it', {}, /^msg\.meter\.alias is not set$/],
    ['no host', { alias: 'a' }, /^msg\.meter\.host is not set/],
    ['a wrong alias', { device_alias: 'a b', ip: 'h' }, /^msg\.meter\.device_alias "a b" is not allowed/],
    [
      'a wrong port',
      { alias: 'a', ip: 'h', port: 70000 },
      /^msg\.meter\.port "70000" is not allowed: 1…65535/,
    ],
    [
      'a name that no setting has',
      { alias: 'a', hots: 'h' },
      /^msg\.meter\.hots is not a setting .*mean host\?$/,
    ],
    [
      'two that differ',
      { alias: 'a', ip: 'h', host: 'i' },
      /^msg\.meter\.host says something else than msg\.meter\.ip$/,
    ],
    ['an object in it', { alias: 'a', host: { name: 'h' } }, /^msg\.meter\.host is not a single value$/],
    ['a variable', { alias: 'a', ip: variable('HOST') }, /^msg\.meter\.ip is the name of a variable/],
    [
      'what is switched off',
      { alias: 'a', ip: 'h', enable: 0 },
      /^msg\.meter\.enable "0" is no meter to be read/,
    ],
    ['all of it', { port: 0, x: 1, ip: {} }, /alias is not set/],
    [
      'far too much',
      Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`x${at}`, 1])),
      /more than 100/,
    ],
    [
      'a name without end',
      { alias: 'a', ip: 'h', ['x'.repeat(1e6)]: 1 },
      /^msg\.meter\.x{64} is not a setting/,
    ],
    ['a text without end', { alias: 'a', ip: 'h'.repeat(1e6) }, /^msg\.meter\.ip is longer than/],
    [
      'another meter for its secrets',
      { alias: 'a', ip: 'h', credentialsOf: 'attic' },
      /credentialsOf "attic" is not the node's own meter: cellar, Cellar meter, n1/,
    ],
    ['a password that is needed', { alias: 'a', ip: 'h', auth: 'Low' }, /^msg\.meter\.password is not set/],
  ];
  for (const [what, input, message] of wrong) {
    it(`is refused with ${what}, in words that name it`, () => {
      const { message: text, hint } = refusal(input, own);
      assert.match(text, message);
      assert.ok(text.length < 1000 && hint !== undefined);
    });
  }

  it('may use the secrets of the node, which others go before', () => {
    const low = { alias: 'a', ip: 'h', auth: 'Low', credentialsOf: 'cellar' };
    const passwordOf = (input: object) => Buffer.from(messageMeter(input, own).settings.password).toString();
    assert.equal(passwordOf(low), SECRET);
    assert.equal(passwordOf({ ...low, credentialsOf: 'n1', password: 'mine' }), 'mine');
    assert.match(refusal(low).message, /the node has no meter of its own/);
  });

  it('takes nothing of the node without being told', () => {
    assert.match(refusal({ alias: 'a', ip: 'h', auth: 'Low' }, own).message, /password is not set/);
  });

  it('never shows a secret, wherever it stands', () => {
    const inputs = [
      { alias: 'a', password: SECRET },
      { alias: 'a', ip: 'h', security: 'Encryption', blockCipherKey: SECRET },
      { alias: 'a', ip: 'h', password: SECRET, Password: `${SECRET}!` },
      { alias: 'a', ip: 'h', passwort: SECRET },
      { alias: 'a', ip: 'h', passsword: { text: SECRET } },
      { alias: 'a', ip: 'h', auth: 'High', password: SECRET.repeat(20) },
      { alias: 'a', ip: 'h', auth: 'Low', credentialsOf: 'cellar', port: 0 },
    ];
    for (const input of inputs) assert.doesNotMatch(printsOf(refusal(input, own)), /Gold/);
  });
});
