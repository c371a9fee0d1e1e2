/** Which fields of the meter's form apply, and the lists and words that it makes. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';

type Values = Readonly<Record<string, string | undefined>>;

interface Rules {
  groups(values: Values): Readonly<Record<string, boolean>>;
  applies(field: string, values: Values): boolean;
  parseQuirks(text: unknown): readonly { readonly name: string; readonly number?: string }[];
  formatQuirks(list: readonly { readonly name: string; readonly number?: string | undefined }[]): string;
  duration(ms: unknown): string;
}

const rules = require(resolve('resources/dlms-device-rules.js')) as Rules;

const usual = {
  transport: 'tcp',
  mode: 'DLMS-HDLC',
  iecReadout: 'auto',
  serialNumber: '0',
  auth: 'None',
  security: 'None',
  quirks: '',
  tlsVerify: 'on',
};
const shown = (more: Values) =>
  Object.entries(rules.groups({ ...usual, ...more }))
    .filter(([, applies]) => applies)
    .map(([name]) => name)
    .sort();
/** What a setting adds to the fields of a meter without security. */
const added = (more: Values) => {
  const without = shown({});
  return shown(more).filter((group) => !without.includes(group));
};
const variable = '$'.concat('{NAME}');

describe('the fields of a meter that apply', () => {
  it('over TCP, with HDLC', () => assert.deepEqual(shown({}), ['dlms', 'hdlc', 'network', 'unnumbered']));

  it('on a serial line, with HDLC and with the IEC start, which sets the line itself', () => {
    assert.deepEqual(shown({ transport: 'serial' }), ['characters', 'dlms', 'hdlc', 'serial', 'unnumbered']);
    assert.deepEqual(shown({ transport: 'serial', mode: 'IEC' }), [
      'dlms',
      'hdlc',
      'iec',
      'serial',
      'unnumbered',
    ]);
  });

  it('of a meter that is only read out: nothing of DLMS, and nothing secret', () => {
    const security = { auth: 'HighEcdsa', security: 'AuthenticationEncryption', quirks: 'signed' };
    const more = { mode: 'IEC', iecReadout: 'always', serialNumber: '5', ...security };
    assert.deepEqual(shown(more), ['iec', 'network', 'no-dlms']);
  });

  it('with the WRAPPER over TLS, with and without a check', () => {
    const wrapper = { transport: 'tls', mode: 'DLMS-WRAPPER' };
    assert.deepEqual(shown(wrapper), ['dlms', 'network', 'tls', 'unnumbered']);
    assert.ok(shown({ ...wrapper, tlsVerify: 'off' }).includes('tls-unchecked'));
  });

  it('with a serial number: its formula, and no address beside it', () => {
    const fields = shown({ serialNumber: '35061234' });
    assert.ok(fields.includes('numbered') && !fields.includes('unnumbered'));
  });

  it('with variables: all that may be', () => {
    const names = ['transport', 'mode', 'serialNumber', 'auth', 'security', 'quirks'];
    const all = Object.fromEntries(names.map((name) => [name, variable]));
    const every = Object.keys(rules.groups(usual));
    assert.deepEqual(shown(all), every.filter((name) => !['tls-unchecked', 'no-dlms'].includes(name)).sort());
  });

  it('of a flow of an earlier version, which has no security', () => {
    assert.deepEqual(shown({ security: undefined, auth: undefined, quirks: undefined }), shown({}));
  });
});

describe('the secrets that a meter needs', () => {
  for (const auth of ['Low', 'High', 'HighMd5', 'HighSha1']) {
    it(`${auth}: a password alone`, () => assert.deepEqual(added({ auth }), ['password', 'secrets']));
  }
  it('HighSha256: a password, and the titles that go into its value', () =>
    assert.deepEqual(added({ auth: 'HighSha256' }), ['password', 'secrets', 'titles']));
  it('HighGmac: keys and titles, and no password', () =>
    assert.deepEqual(added({ auth: 'HighGmac' }), [
      ...['authentication-key', 'keys', 'secrets', 'suite', 'titles'],
    ]));
  it('HighEcdsa: a pair of keys and titles', () =>
    assert.deepEqual(added({ auth: 'HighEcdsa' }), ['secrets', 'signing', 'suite', 'titles']));
  it('encryption alone: no authentication key', () => {
    const keys = ['ciphered', 'keys', 'secrets', 'suite', 'titles'];
    assert.deepEqual(added({ security: 'Encryption' }), keys);
    for (const security of ['Authentication', 'AuthenticationEncryption']) {
      assert.deepEqual(added({ security }), ['authentication-key', ...keys]);
    }
  });
  it('signed messages, by quirk: a pair of keys', () =>
    assert.deepEqual(added({ quirks: 'no-release, signed' }), ['signing', 'suite', 'titles']));

  it('tell of each field whether it applies', () => {
    const gmac = { ...usual, auth: 'HighGmac' };
    assert.equal(rules.applies('blockCipherKey', gmac), true);
    assert.equal(rules.applies('password', gmac), false);
    assert.equal(rules.applies('dedicatedKey', gmac), false);
    assert.equal(rules.applies('name', gmac), true);
  });
});

describe('the words of the form', () => {
  it('keep a list of quirks as it is written, in parts and together', () => {
    const list = rules.parseQuirks(' no-release,max-info=128  window=3');
    assert.deepEqual(list, [
      { name: 'no-release', number: undefined },
      { name: 'max-info', number: '128' },
      { name: 'window', number: '3' },
    ]);
    assert.equal(rules.formatQuirks(list), 'no-release, max-info=128, window=3');
  });

  it('read milliseconds as people do, where that is shorter', () => {
    const read = { 900000: '15 min', 10000: '10 s', 2500: '2.5 s', 86400000: '1 d', 5400000: '1.5 h' };
    for (const [ms, text] of Object.entries(read)) assert.equal(rules.duration(ms), text);
    for (const ms of ['', '0', '200', '12345', '-1', variable, 'x', undefined])
      assert.equal(rules.duration(ms), '');
  });
});
