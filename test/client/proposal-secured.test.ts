/** What is proposed with high level security and with ciphering: AARQs octet for octet. */
import assert from 'node:assert/strict';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import type { AuthName } from '../../src/client/authentication.js';
import { encodeProposal, initiateRequest, type Proposal, secretsInAarq } from '../../src/client/proposal.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { SecurityContext } from '../../src/security/security-context.js';
import { told } from '../support/apdus.js';
import { proposed } from '../support/proposals.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import {
  AUTHENTICATION,
  CLIENT_TITLE,
  CountFrom,
  CTOS,
  clientMaterial,
  DEDICATED_KEY,
  NEITHER,
  SECRET,
} from '../support/security-keys.js';
import { captures, describeShared, vectors } from '../support/shared.js';

/** The book's examples propose 00 7E 1F, or by short names 1C 03 20. */
const withoutServices = [
  'general-block-transfer',
  'access',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
] as const;
const LN = { challenge: CTOS, withoutServices: withoutServices.slice(0, 2), maxReceivePduSize: 1200 };
const SN = { referencing: 'SN', challenge: CTOS, withoutServices } as const;
const UNCIPHERED = clientMaterial({ protection: NEITHER });

function ciphered(changes: Partial<Proposal>, material: Partial<SecurityMaterial>): string {
  const security = clientMaterial(material);
  const proposal = { ...LN, auth: 'None', password: SECRET, ...changes, security } as const;
  const initiate = encodeApdu(initiateRequest(proposal, security.dedicatedKey));
  return hexOf(encodeProposal(proposal, new SecurityContext(security).protectInitiate(initiate)));
}

describeShared("an AARQ as in the book's examples", (root) => {
  const hex = (id: string) => vectors(root).find((vector) => vector.id === id)?.hex ?? '';

  it('with MD5: aarq.ln.hls3 and aarq.sn.hls3', () => {
    assert.equal(proposed({ ...LN, auth: 'HighMd5' }), hex('aarq.ln.hls3'));
    assert.equal(proposed({ ...SN, auth: 'HighMd5' }), hex('aarq.sn.hls3'));
  });

  it('with GMAC or SHA-256, not ciphered, but with a system title: aarq.ln.hls5 and aarq.ln.hls6', () => {
    const security = UNCIPHERED;
    assert.equal(proposed({ ...LN, auth: 'HighGmac', security }), hex('aarq.ln.hls5'));
    assert.equal(proposed({ ...LN, auth: 'HighSha256', security }), hex('aarq.ln.hls6'));
  });

  it('with the other mechanisms, which differ in their names alone', () => {
    const name = (auth: AuthName, security?: SecurityMaterial) =>
      /8B07608574050802(..)/.exec(proposed({ ...LN, auth, security }))?.[1];
    assert.deepEqual([name('Low'), name('High'), name('HighSha1')], ['01', '02', '04']);
    assert.equal(name('HighEcdsa', UNCIPHERED), '07');
    assert.equal(
      proposed({ ...LN, auth: 'HighEcdsa', security: UNCIPHERED }),
      hex('aarq.ln.hls5').replace('60857405080205', '60857405080207'),
    );
  });

  it('ciphered, with a dedicated key and without: aarq.ln.ciphered.hls5 and .nodedkey', () => {
    const dedicated = { counter: new CountFrom(0x01234567), dedicatedKey: DEDICATED_KEY };
    assert.equal(ciphered({ auth: 'HighGmac' }, dedicated), hex('aarq.ln.ciphered.hls5'));
    const counter = new CountFrom(0x01234568);
    assert.equal(ciphered({ auth: 'HighGmac' }, { counter }), hex('aarq.ln.ciphered.nodedkey'));
  });

  it('ciphered, with a password in clear beside: gb-aarq-ciphered-lls', () => {
    const material = { counter: new CountFrom(0x01234567), dedicatedKey: DEDICATED_KEY };
    const capture = captures(root).find(({ id }) => id === 'gb-aarq-ciphered-lls');
    const low = { auth: 'Low', password: Buffer.from('12345678') } as const;
    assert.equal(ciphered(low, material), capture?.hex?.toUpperCase());
  });
});

describe('an AARQ', () => {
  const fields = (hex: string) => {
    const aarq = decodeApdu(octetsOf(hex));
    assert.ok(aarq.kind === 'AARQ');
    return aarq;
  };

  it('of a ciphered association names its context and its system title, whatever the authentication', () => {
    for (const auth of ['None', 'Low', 'HighMd5'] as const) {
      const aarq = fields(ciphered({ auth }, {}));
      assert.equal(aarq.applicationContextName, '2.16.756.5.8.1.3');
      assert.deepEqual(aarq.callingApTitle, CLIENT_TITLE);
      assert.equal(aarq.mechanismName === undefined, auth === 'None');
    }
    assert.match(ciphered({ auth: 'None', referencing: 'SN' }, {}), /A109060760857405080104/);
  });

  it('with keys for the authentication alone is of a context without ciphering', () => {
    const aarq = fields(proposed({ ...LN, auth: 'HighGmac', security: UNCIPHERED }));
    assert.equal(aarq.applicationContextName, '2.16.756.5.8.1.1');
    assert.equal(aarq.userInformation?.kind, 'initiate-request');
  });

  it('with titles that nothing needs keeps them at home', () => {
    const security = UNCIPHERED;
    for (const auth of ['None', 'Low', 'High', 'HighMd5', 'HighSha1'] as const) {
      assert.equal(fields(proposed({ ...LN, auth, security })).callingApTitle, undefined, auth);
    }
  });

  it('has the challenge in it, and not the secret', () => {
    for (const auth of ['High', 'HighMd5', 'HighSha1', 'HighSha256', 'HighGmac', 'HighEcdsa'] as const) {
      const hex = proposed({ ...LN, auth, password: SECRET, security: UNCIPHERED });
      assert.deepEqual(fields(hex).callingAuthenticationValue, Uint8Array.from(CTOS));
      assert.equal(hex.includes(hexOf(SECRET)), false);
    }
  });

  it('has the secret of High in it where the meter wants it so, and that of nothing else', () => {
    const wanted = { ...LN, password: SECRET, secretAsChallenge: true } as const;
    const value = (auth: AuthName) => fields(proposed({ ...wanted, auth })).callingAuthenticationValue;
    assert.deepEqual(value('High'), Uint8Array.from(SECRET));
    assert.deepEqual(value('HighMd5'), Uint8Array.from(CTOS));
  });

  it('cannot be without a challenge, nor without a system title that is needed', () => {
    const failure = (proposal: Partial<Proposal>) => {
      try {
        return proposed(proposal);
      } catch (error) {
        return `${told(error)}: ${(error as Error).message}`;
      }
    };
    assert.equal(failure({ auth: 'HighMd5' }), 'DLMS_STATE association package: HighMd5 without a challenge');
    assert.equal(
      failure({ auth: 'HighSha256', challenge: CTOS }),
      'DLMS_SETTING settings settings: HighSha256 needs system_title, which is not set',
    );
  });
});

describe('the services that are proposed with ciphering', () => {
  const conformance = (security: SecurityMaterial, referencing: 'LN' | 'SN' = 'LN') => {
    const whole = { auth: 'None', password: SECRET, maxReceivePduSize: 0, referencing, security } as const;
    return hexOf(encodeApdu(initiateRequest(whole))).slice(-10, -4);
  };

  it('are without ACCESS, which has no ciphered APDU of its own', () => {
    assert.equal(conformance(clientMaterial()), '207E1F');
    assert.equal(conformance(clientMaterial(), 'SN'), '1C1B20');
  });

  it('are with general-protection where that is to be used, and then with ACCESS', () => {
    assert.equal(conformance(clientMaterial({ form: 'general' })), '607E5F');
    assert.equal(conformance(clientMaterial({ form: 'general-ciphering' })), '607E5F');
    assert.equal(conformance(clientMaterial({ signed: true, suite: 1 })), '607E5F');
    assert.equal(conformance(clientMaterial({ form: 'general' }), 'SN'), '5C1B20');
    assert.equal(conformance(clientMaterial({ form: 'service-specific' })), '207E1F');
  });

  it('are the usual ones where nothing is protected', () => {
    assert.equal(conformance(UNCIPHERED), '207E5F');
  });
});

describe('what is secret in an AARQ', () => {
  const secrets = (proposal: Partial<Proposal>) =>
    secretsInAarq({ auth: 'None', password: SECRET, maxReceivePduSize: 0, ...proposal }).map(hexOf);
  const dedicated = { protection: AUTHENTICATION, dedicatedKey: DEDICATED_KEY };

  it('is the password of Low, the secret in place of a challenge, and a dedicated key', () => {
    assert.deepEqual(secrets({}), []);
    assert.deepEqual(secrets({ auth: 'Low' }), [hexOf(SECRET)]);
    assert.deepEqual(secrets({ auth: 'High' }), []);
    assert.deepEqual(secrets({ auth: 'High', secretAsChallenge: true }), [hexOf(SECRET)]);
    assert.deepEqual(secrets({ security: clientMaterial(dedicated) }), [hexOf(DEDICATED_KEY)]);
    assert.deepEqual(secrets({ security: clientMaterial({ ...dedicated, protection: NEITHER }) }), []);
  });
});
