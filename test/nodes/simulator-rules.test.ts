/** Which fields of the simulator's form apply, and what they accept. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

type Values = Readonly<Record<string, string | undefined>>;
type Problem = { readonly key: string } | undefined;

interface Rules {
  simulatorGroups(values: Values): Readonly<Record<string, boolean>>;
  simulatorProblem(name: string, value: string, values: Values): Problem;
}

const rules = require(resolve('resources/dlms-simulator-rules.js')) as Rules;
const VARIABLE = '$'.concat('{NAME}');
const KEY = 'B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF';

const shown = (values: Values) =>
  Object.entries(rules.simulatorGroups(values))
    .filter(([, applies]) => applies)
    .map(([name]) => name)
    .join(' ');
const problem = (name: string, value: string, values: Values) =>
  rules.simulatorProblem(name, value, values)?.key;

describe('the form of a simulator', () => {
  it('shows only what authentication and protection need', () => {
    const cases: readonly (readonly [Values, string])[] = [
      [{}, ''],
      [{ auth: 'None', security: 'None', securitySuite: '2' }, ''],
      [{ auth: 'Low', security: 'None' }, 'password'],
      [{ auth: 'High', security: 'None' }, 'password'],
      [{ auth: 'HighSha256', security: 'None' }, 'password title'],
      [{ auth: 'HighGmac', security: 'None', securitySuite: '0' }, 'ciphered suite title'],
      [{ auth: 'HighEcdsa', security: 'None', securitySuite: '1' }, 'suite title signing'],
      [{ auth: 'None', security: 'Encryption', securitySuite: '0' }, 'ciphered suite title'],
      [{ auth: 'None', security: 'Encryption', securitySuite: '1' }, 'ciphered suite title signing'],
      [
        { auth: VARIABLE, security: VARIABLE, securitySuite: VARIABLE },
        'password ciphered suite title signing',
      ],
    ];
    for (const [values, expected] of cases) assert.equal(shown(values), expected, JSON.stringify(values));
  });

  it('says what is wrong with a field that shows, and nothing about one that does not', () => {
    const gmac = { auth: 'HighGmac', security: 'None', securitySuite: '0' };
    assert.equal(problem('blockCipherKey', 'B0B1', gmac), 'key');
    assert.equal(problem('blockCipherKey', 'B0B1', { auth: 'Low' }), undefined);
    assert.equal(problem('blockCipherKey', KEY, { ...gmac, securitySuite: '2' }), 'key');
    assert.equal(problem('blockCipherKey', KEY, gmac), undefined);
    assert.equal(problem('blockCipherKey', VARIABLE, gmac), undefined);
    assert.equal(problem('blockCipherKey', '', gmac), undefined);
    assert.equal(problem('blockCipherKey', '', { ...gmac, authenticationKey: KEY }), 'key-pair');
    assert.equal(problem('authenticationKey', '', { ...gmac, blockCipherKey: KEY }), 'key-pair');
    const encryption = { security: 'Encryption', blockCipherKey: KEY };
    assert.equal(problem('authenticationKey', '', encryption), undefined);
    assert.equal(problem('systemTitle', '4D', gmac), 'title');
    assert.equal(problem('password', '', { auth: 'HighMd5' }), 'required');
    assert.equal(problem('securitySuite', '0', { auth: 'HighEcdsa' }), 'suite-signing');
    const ecdsa = { auth: 'HighEcdsa', securitySuite: '1' };
    assert.equal(problem('signingKey', KEY, ecdsa), 'curve-key');
    assert.equal(problem('signingKey', '', { ...ecdsa, clientPublicKey: KEY }), 'key-pair');
    assert.equal(problem('clientPublicKey', '', ecdsa), undefined);
  });

  it('takes what flows of earlier versions have', () => {
    for (const name of ['referencing', 'auth', 'security', 'securitySuite', 'framing', 'meters']) {
      assert.equal(problem(name, '', {}), undefined, name);
    }
    assert.equal(problem('port', '', {}), 'required');
    assert.equal(problem('meters', '1001', {}), 'integer');
    assert.equal(problem('auth', 'Highest', {}), 'one-of');
  });

  it('gives only reasons, lists and labels that its catalogue has', () => {
    const catalogue = JSON.parse(readFileSync('nodes/locales/en-US/dlms-simulator.json', 'utf8'));
    const { error, option } = catalogue['dlms-simulator'] as Record<string, Record<string, unknown>>;
    const source = ['dlms-simulator-rules.js', 'dlms-key-rules.js'].map((name) =>
      readFileSync(`resources/${name}`, 'utf8'),
    );
    const given = [...source.join('\n').matchAll(/(?:key|wrongSide): '([\w-]+)'/g)].map(
      ([, key]) => key ?? '',
    );
    assert.ok(given.length > 10);
    assert.deepEqual(
      given.filter((key) => !Object.hasOwn(error ?? {}, key)),
      [],
    );
    const { simulatorChoices } = require(resolve('resources/dlms-simulator-rules.js')) as {
      simulatorChoices: Record<string, readonly string[]>;
    };
    for (const [name, values] of Object.entries(simulatorChoices)) {
      assert.deepEqual(Object.keys(option?.[name] ?? {}).toSorted(), [...values].toSorted(), name);
    }
  });
});
