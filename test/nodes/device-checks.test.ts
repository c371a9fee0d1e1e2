/** What the fields of the meter's form accept is what the runtime accepts, as far as their form tells. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { quirkFault } from '../../src/client/quirks.js';
import { DlmsError } from '../../src/errors.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';

type Values = Readonly<Record<string, unknown>>;
type Problem = { readonly key: string } | undefined;

const { choices, deviceProblem } = require(resolve('resources/dlms-device-checks.js')) as {
  readonly choices: Readonly<Record<string, readonly string[]>>;
  deviceProblem(name: string, value: unknown, values: Values): Problem;
};
const { KEPT } = require(resolve('resources/dlms-key-rules.js')) as { readonly KEPT: string };

const usual: Values = {
  transport: 'tcp',
  host: 'meter',
  mode: 'DLMS-HDLC',
  referencing: 'LN',
  clientAddress: '16',
  logicalAddress: '1',
  physicalAddress: '16',
  addressSize: '0',
  auth: 'None',
  security: 'None',
  securitySuite: '0',
  quirks: '',
};
const HEX = '000102030405060708090A0B0C0D0E0F';
const SECRETS = ['password', 'blockCipherKey', 'authenticationKey', 'dedicatedKey'] as const;
const variable = '$'.concat('{NAME}');

/** Whether the form finds nothing wrong in one field of a meter. */
const passes = (name: string, value: unknown, more: Values = {}) =>
  deviceProblem(name, value, {
    ...usual,
    ...more,
    ...(SECRETS.some((each) => each === name) ? {} : { [name]: value }),
  }) === undefined;

function isAccepted(name: string, value: unknown, more: Values = {}, secrets: Values = {}): boolean {
  const isSecret = SECRETS.some((each) => each === name);
  try {
    resolveSettings(
      { ...usual, ...more, ...(isSecret ? {} : { [name]: value }) },
      { ...secrets, ...(isSecret ? { [name]: String(value) } : {}) },
    );
    return true;
  } catch (error) {
    assert.ok(error instanceof DlmsError);
    return false;
  }
}

/** Form and runtime agree on each value of a field. */
function agree(name: string, values: readonly unknown[], more: Values = {}, secrets: Values = {}): void {
  for (const value of values) {
    const expected = isAccepted(name, value, more, secrets);
    assert.equal(passes(name, value, more), expected, `${name} ${String(value)}`);
  }
}

describe('the checks of the meter form say what the runtime says', () => {
  it('of choices', () => {
    const without = { serialPort: 'COM1', host: '' };
    for (const [name, values] of Object.entries(choices)) {
      const isSerial = ['baudRate', 'dataBits', 'parity', 'stopBits'].includes(name);
      const more = isSerial ? { transport: 'serial', ...without } : {};
      const rest = { auth: 'HighGmac', securitySuite: '1' };
      if (['transport', 'auth', 'security', 'securitySuite'].includes(name)) continue;
      agree(name, [...values, 'nonsense'], { ...rest, auth: 'None', ...more });
    }
  });

  it('of hosts: a name or an address, without a port', () => {
    agree('host', ['meter', '10.0.0.1', 'fe80::1', '10.0.0.1:4059', 'a b', 'http://meter', '']);
  });

  it('of numbers, at their ends and beyond', () => {
    const ends = {
      port: [0, 1, 65535, 65536],
      clientAddress: [0, 1, 127, 128],
      physicalAddress: [0, 16383, 16384],
      logicalAddress: [0, 16383, 16384],
      timeoutMs: [0, 1, 600000, 600001],
      retryCounter: [0, 1, 100, 101],
      scanRateMs: [-5, 0, 2147483647, 2147483648],
      pollDelayMs: [-1, 0, 600000, 600001],
    };
    for (const [name, values] of Object.entries(ends)) agree(name, [...values, 'x', '1.5']);
    agree('lockoutWaitMs', [-1, 0, 900000, 86400000, 86400001], { auth: 'Low' }, { password: 'p' });
  });

  it('of modes and address sizes', () => {
    for (const transport of ['tcp', 'tls', 'udp']) agree('mode', choices.mode ?? [], { transport });
    for (const physicalAddress of ['16', '127', '128', '1600']) {
      agree('addressSize', ['0', '1', '2', '4'], { physicalAddress });
    }
  });

  it('of IEC device addresses', () => {
    const addresses = ['', '12345678', 'A b', 'SN', '1/2', '1!', 'é', 'x'.repeat(32), 'x'.repeat(33)];
    agree('iecDeviceAddress', addresses, { mode: 'IEC', serialNumber: '5' });
  });

  it('of formulas, as far as their characters tell', () => {
    const formulas = ['SN % 100', '(sn)', 'process.exit(1)', 'SN;1', `SN + ${'0'.repeat(120)}`, ''];
    agree('serialNumberFormula', formulas, { serialNumber: '35' });
  });

  it('of quirks', () => {
    const lists = [
      ...[
        'no-release',
        'max-info=128',
        'max-info',
        'max-info=15',
        'max-info=2031',
        'max-info=x',
        'no-release=1',
      ],
      ...['nonsense', 'toString', 'no-release, max-info=128 window=3', 'no-release,nonsense', '', 'none'],
    ];
    agree('quirks', lists);
    for (const list of lists.filter((each) => !['', 'none'].includes(each))) {
      const fault = list.split(/[\s,]+/).some((name) => quirkFault(name) !== undefined);
      assert.equal(passes('quirks', list), !fault, list);
    }
  });

  it('of invocation counters', () => {
    const counters = [
      ...[
        '',
        'stored',
        '0',
        '4294967295',
        '4294967296',
        '0.0.43.1.0.255',
        '0-0:43.1.0*255',
        '0.0.43.1.0.255:2',
      ],
      ...['0.0.43.1.0.255:3', 'device_status', 'nonsense', '1.2'],
    ];
    const keys = { blockCipherKey: HEX, authenticationKey: HEX };
    agree('invocationCounter', counters, { auth: 'HighGmac' }, keys);
  });

  it('of system titles', () => {
    const titles = [
      '',
      '4D4D4D0000000001',
      '4d-4d-4d 00:00000001',
      '4D4D4D00000001',
      '4D4D4D000000000102',
      'title',
    ];
    const keys = { blockCipherKey: HEX, authenticationKey: HEX };
    agree('systemTitle', titles, { auth: 'HighGmac' }, keys);
    agree('serverSystemTitle', titles, { auth: 'HighGmac', systemTitle: '4D4D4D0000000001' }, keys);
  });

  it('of passwords', () => {
    for (const auth of ['Low', 'High', 'HighMd5', 'HighSha256']) {
      agree('password', ['', 'secret', '0x0102', '0x012', '0xzz', 'x'.repeat(16), 'ä'.repeat(9)], { auth });
    }
  });

  it('of keys, by the length that the suite has', () => {
    const keys = ['', HEX, HEX.toLowerCase(), HEX + HEX, HEX.slice(2), 'not a key', `${HEX.slice(1)}g`];
    const others = (securitySuite: string) => {
      const key = securitySuite === '2' ? HEX + HEX : HEX;
      return { blockCipherKey: key, authenticationKey: key };
    };
    for (const securitySuite of ['0', '1', '2']) {
      const more = { security: 'AuthenticationEncryption', securitySuite };
      for (const name of ['blockCipherKey', 'authenticationKey']) {
        agree(name, keys, more, { ...others(securitySuite), [name]: undefined });
      }
      agree('dedicatedKey', [...keys, 'auto', 'AUTO'], more, others(securitySuite));
    }
  });
});

describe('the checks of the meter form', () => {
  it('find nothing wrong where a field does not apply, or a flow of an earlier version has it not', () => {
    assert.ok(passes('baudRate', 'nonsense'));
    assert.ok(passes('blockCipherKey', ''));
    for (const name of ['security', 'securitySuite', 'invocationCounter', 'lockoutWaitMs', 'port', 'auth']) {
      assert.equal(deviceProblem(name, undefined, { auth: 'Low' }), undefined, name);
    }
  });

  it('take a variable in any field, and a secret that is kept', () => {
    const all = {
      transport: variable,
      mode: variable,
      auth: variable,
      security: variable,
      securitySuite: variable,
    };
    for (const name of [
      ...Object.keys(usual),
      ...SECRETS,
      'invocationCounter',
      'systemTitle',
      'lockoutWaitMs',
    ]) {
      assert.ok(passes(name, variable, all), name);
    }
    for (const name of [...SECRETS, 'signingKey', 'serverPublicKey']) {
      assert.equal(deviceProblem(name, KEPT, { ...usual, ...all }), undefined, name);
    }
  });

  it('ask for what a list beside the field says is coming', () => {
    const gmac = { auth: 'HighGmac', security: 'Encryption' };
    assert.ok(passes('invocationCounter', '', { ...gmac, counterKind: 'stored' }));
    assert.ok(!passes('invocationCounter', '', { ...gmac, counterKind: 'start' }));
    assert.ok(passes('dedicatedKey', '', { ...gmac, dedicatedKind: 'none' }));
    assert.ok(!passes('dedicatedKey', '', { ...gmac, dedicatedKind: 'own' }));
  });

  it('want a suite with signatures where there are to be some', () => {
    for (const signing of [{ auth: 'HighEcdsa' }, { quirks: 'signed' }]) {
      assert.ok(!passes('securitySuite', '0', signing));
      assert.ok(passes('securitySuite', '1', signing));
    }
    assert.ok(passes('securitySuite', '0', { auth: 'HighGmac' }));
  });
});
