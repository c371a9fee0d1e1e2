/**
 * Every authentication with every protection of every suite, by both kinds of names, over HDLC and WRAPPER,
 * against the simulated meter: the same numbers each time, in lists and in blocks.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { decodeObjectListSn } from '../../src/cosem/object-list-sn.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { attributeShortName } from '../../src/cosem/short-name.js';
import { privateKeyFromRandom, randomLength } from '../../src/security/key-generation.js';
import { publicOf } from '../../src/security/key-pair.js';
import type { ProtectionForm, SecurityMaterial } from '../../src/security/material.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import type { SecuritySuiteId } from '../../src/security/suite.js';
import { PROTECTION, type SecurityName } from '../../src/simulator/security-settings.js';
import { attribute, shortNamed, told } from '../support/apdus.js';
import { clientStack } from '../support/client-stacks.js';
import { simulatedMeter } from '../support/simulated-meter.js';
import { StackPair } from '../support/stack-pair.js';
import { VirtualClock } from '../support/virtual-clock.js';

const OBJECT_LIST = shortNamed(0xfa08, 12, '0.0.40.0.0.255');
const NAME = attribute(1, '0.0.42.0.0.255', 2);
const ENERGY = attribute(3, '1.0.1.8.0.255', 2);
const SCALER = attribute(3, '1.0.1.8.0.255', 3);
const VOLTAGE_SCALER = attribute(3, '1.0.32.7.0.255', 3);
const CAPTURED = attribute(7, '1.0.99.1.0.255', 3);

const AUTHS = ['None', 'Low', 'High', 'HighMd5', 'HighSha1', 'HighGmac', 'HighSha256', 'HighEcdsa'] as const;
const SECURITIES: readonly SecurityName[] = [
  'None',
  'Authentication',
  'Encryption',
  'AuthenticationEncryption',
];

interface Case {
  readonly framing: 'hdlc' | 'wrapper';
  readonly referencing: 'LN' | 'SN';
  readonly auth: (typeof AUTHS)[number];
  readonly security: SecurityName;
  readonly suite: SecuritySuiteId;
  readonly form?: ProtectionForm;
  readonly signed?: boolean;
  readonly dedicated?: boolean;
}

const octets = (text: string, length: number) =>
  createHash('sha512').update(text).digest().subarray(0, length);
const keyLength = (suite: SecuritySuiteId) => (suite === 2 ? 32 : 16);
const curve = (suite: SecuritySuiteId) => (suite === 2 ? 'P-384' : 'P-256');
const keyOf = (who: string, suite: SecuritySuiteId) =>
  privateKeyFromRandom(curve(suite), octets(`${who} ${suite}`, randomLength(curve(suite))));
const KEYS = new Map(
  ([1, 2] as const).map((suite) => [
    suite,
    { client: keyOf('client', suite), server: keyOf('server', suite) },
  ]),
);

function materialOf({ suite, security, form, signed, dedicated }: Case): SecurityMaterial {
  let next = 1;
  const keys = suite === 0 ? undefined : KEYS.get(suite);
  return {
    suite,
    protection: PROTECTION[security],
    form,
    signed,
    systemTitle: octets('client', 8),
    blockCipherKey: octets('block cipher key', keyLength(suite)),
    authenticationKey: octets('authentication key', keyLength(suite)),
    dedicatedKey: dedicated ? octets('dedicated key', keyLength(suite)) : undefined,
    signingKey: keys?.client,
    peerPublicKey: keys && publicOf(keys.server),
    counter: {
      take: () => {
        next += 1;
        return next - 1;
      },
      raise: (least) => {
        next = Math.max(next, least);
      },
    },
    received: new ReceivedCounters(),
  };
}

function pairOf(given: Case): StackPair {
  const { framing, referencing, auth, security, suite } = given;
  const clock = new VirtualClock();
  const keys = suite === 0 ? undefined : KEYS.get(suite);
  const material = materialOf(given);
  const password = 'Secret12';
  const stack = clientStack({
    framing,
    referencing,
    client: 32,
    maxReceivePduSize: 250,
    settings: {
      auth,
      password: Buffer.from(password),
      challenge: octets('challenge', 32),
      security: material,
      withoutServices: ['access'],
    },
  });
  const server = simulatedMeter(framing, clock, {
    auth,
    password,
    security,
    securitySuite: suite,
    blockCipherKey: material.blockCipherKey,
    authenticationKey: material.authenticationKey,
    signingKey: keys?.server,
    clientPublicKey: keys && publicOf(keys.client),
  });
  return new StackPair({ stack, server, clock });
}

function get(pair: StackPair, ...attributes: readonly AttributeDescriptor[]): readonly GetDataResult[] {
  const outcome = pair.ask({ kind: 'GET.request', attributes });
  if (outcome.kind === 'GET.failed' || outcome.kind === 'COSEM-ABORT.indication')
    assert.fail(told(outcome.cause));
  assert.ok(outcome.kind === 'GET.confirm');
  return outcome.results;
}

function namesOf(
  pair: StackPair,
  referencing: Case['referencing'],
): (of: AttributeDescriptor) => AttributeDescriptor {
  if (referencing === 'LN') return (named) => named;
  const [list] = get(pair, OBJECT_LIST);
  assert.ok(list?.kind === 'data');
  const baseNames = new Map(decodeObjectListSn(list.data).map((each) => [each.logicalName, each.baseName]));
  return (named) => {
    const baseName = baseNames.get(named.logicalName) ?? assert.fail(named.logicalName);
    return { ...named, shortName: attributeShortName(baseName, named.attributeId) };
  };
}

/** What does not change with time; the energy is checked for its kind alone. */
function readThrough(given: Case): string {
  const pair = pairOf(given);
  const opened = pair.open();
  if (opened.kind === 'COSEM-ABORT.indication') assert.fail(`${opened.cause.message} ${told(opened.cause)}`);
  const name = namesOf(pair, given.referencing);
  const [device] = get(pair, name(NAME));
  const [energy, ...scalers] = get(pair, name(ENERGY), name(SCALER), name(VOLTAGE_SCALER));
  const [captured] = get(pair, name(CAPTURED));
  assert.equal(energy?.kind, 'data');
  assert.equal(pair.release().kind, 'COSEM-RELEASE.confirm');
  return JSON.stringify([device, scalers, captured], (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
}

const titleOf = ({ framing, referencing, auth, security, suite }: Case) =>
  `${framing}, ${referencing}, ${auth}, ${security}, suite ${suite}`;

const SUITES: readonly SecuritySuiteId[] = [0, 1, 2];
const CASES: readonly Case[] = (['hdlc', 'wrapper'] as const).flatMap((framing) =>
  (['LN', 'SN'] as const).flatMap((referencing) =>
    AUTHS.flatMap((auth) =>
      SECURITIES.flatMap((security) =>
        SUITES.filter((suite) => auth !== 'HighEcdsa' || suite > 0).map(
          (suite): Case => ({ framing, referencing, auth, security, suite }),
        ),
      ),
    ),
  ),
);

describe('a secured meter', () => {
  const seen = new Set<string>();

  for (const each of CASES) it(titleOf(each), () => void seen.add(readThrough(each)));

  it('tells the same in every case', () => {
    assert.equal(CASES.length, 368);
    assert.equal(seen.size, 1);
  });
});

describe('a secured meter, with what is wrapped around its APDUs', () => {
  const usual = {
    framing: 'wrapper',
    auth: 'HighGmac',
    security: 'AuthenticationEncryption',
    suite: 1,
  } as const;
  for (const referencing of ['LN', 'SN'] as const) {
    for (const form of ['service-specific', 'general', 'general-ciphering'] as const) {
      for (const [title, more] of [
        ['global key', {}],
        ['signed', { signed: true }],
        ...(form === 'general-ciphering' ? [] : [['dedicated key', { dedicated: true }] as const]),
      ] as const) {
        it(`${referencing}, ${form}, ${title}`, () => {
          const told = readThrough({ ...usual, referencing, form, ...more });
          assert.ok(told.includes('double-long-unsigned') || told.includes('data'));
        });
      }
    }
  }
});
