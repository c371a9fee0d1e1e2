/** What comes changed, weaker, again or from somebody else is refused, and moves nothing. */
import assert from 'node:assert/strict';
import { APDU_TAG } from '../../src/apdu/tag.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import type { Protection, ProtectionForm } from '../../src/security/material.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { SecurityContext } from '../../src/security/security-context.js';
import {
  AUTHENTICATION,
  BOTH,
  changedBit,
  clientMaterial,
  countingFrom,
  DEDICATED_KEY,
  ENCRYPTION,
  GET_RESPONSE,
  hasCode,
  pair,
  serverMaterial,
} from './bench.js';

const forms: readonly ProtectionForm[] = ['service-specific', 'general', 'general-ciphering'];

describe('an APDU that is not protected as asked for', () => {
  const combinations = [BOTH, AUTHENTICATION, ENCRYPTION];
  const suffices = (sent: Protection, asked: Protection) =>
    (sent.authenticated || !asked.authenticated) && (sent.encrypted || !asked.encrypted);

  for (const sent of combinations) {
    for (const asked of combinations) {
      it(`${JSON.stringify(sent)} where ${JSON.stringify(asked)} is asked for`, () => {
        const octets = new SecurityContext(serverMaterial({ protection: sent })).protect(GET_RESPONSE);
        const client = new SecurityContext(clientMaterial({ protection: asked }));
        if (suffices(sent, asked)) assert.deepEqual(client.open(octets).protection, sent);
        else assert.throws(() => client.open(octets), hasCode('DLMS_PROTECTION', /it has to be/));
      });
    }
  }

  it('a security control that says nothing, whatever is asked for', () => {
    for (const protection of [...combinations, { authenticated: false, encrypted: false }]) {
      const client = new SecurityContext(clientMaterial({ protection }));
      const octets = fromHex(`CC0E0000000001${toHex(GET_RESPONSE)}`);
      assert.throws(() => client.open(octets), hasCode('DLMS_PROTECTION', /unprotected/));
    }
  });

  it('a plain one, and one of no octets', () => {
    const { client } = pair();
    assert.throws(
      () => client.open(GET_RESPONSE),
      hasCode('DLMS_PROTECTION', /^get-response comes unprotected/),
    );
    assert.throws(() => client.open(fromHex('D80206')), hasCode('DLMS_PROTECTION'));
    assert.throws(() => client.open(new Uint8Array()), hasCode('DLMS_PROTECTION', /empty/));
    assert.throws(() => client.open(fromHex('7E')), hasCode('DLMS_PROTECTION', /unknown-126/));
  });

  it('one of a suite with another cipher; suites 0 and 1 have the same', () => {
    const octets = new SecurityContext(serverMaterial({ suite: 1 })).protect(GET_RESPONSE);
    assert.equal(toHex(pair().client.open(octets).apdu), toHex(GET_RESPONSE));
    const strong = fromHex(toHex(octets).replace(/^CC1A31/, 'CC1A32'));
    assert.throws(() => pair().client.open(strong), hasCode('DLMS_PROTECTION', /suite 2, not 0/));
  });

  it('a compressed one', () => {
    const { client } = pair();
    assert.throws(
      () => client.open(fromHex(`CC1AB000000001${'00'.repeat(21)}`)),
      hasCode('DLMS_PROTECTION', /compressed/),
    );
  });
});

describe('an APDU under another key', () => {
  it('of the block cipher key, or of the authentication key', () => {
    const octets = new SecurityContext(serverMaterial()).protect(GET_RESPONSE);
    for (const key of ['blockCipherKey', 'authenticationKey']) {
      const client = new SecurityContext(clientMaterial({ [key]: new Uint8Array(16) }));
      assert.throws(() => client.open(octets), hasCode('DLMS_DECIPHERING', /tag of glo-get-response/));
    }
  });

  it('that only encrypts, which shows in what comes out', () => {
    for (const form of forms) {
      const octets = new SecurityContext(serverMaterial({ protection: ENCRYPTION, form })).protect(
        GET_RESPONSE,
      );
      const blockCipherKey = new Uint8Array(16);
      const client = new SecurityContext(clientMaterial({ protection: ENCRYPTION, blockCipherKey }));
      assert.throws(() => client.open(octets), hasCode('DLMS_DECIPHERING', /gives no/));
    }
  });

  it('the broadcast key, where there is none, and where there is', () => {
    const broadcastKey = fromHex('0F0E0D0C0B0A09080706050403020100');
    const server = new SecurityContext(serverMaterial({ broadcastKey }));
    for (const form of forms) {
      const octets = server.protect(GET_RESPONSE, { key: 'broadcast', form });
      assert.throws(() => pair().client.open(octets), hasCode('DLMS_PROTECTION', /broadcast key/));
      assert.equal(pair({ broadcastKey }).client.open(octets).key, 'broadcast');
    }
  });

  it('the dedicated key, where none was agreed on', () => {
    const { server } = pair({ dedicatedKey: DEDICATED_KEY });
    const octets = server.protect(GET_RESPONSE);
    assert.equal(octets[0], APDU_TAG['ded-get-response']);
    assert.throws(() => pair().client.open(octets), hasCode('DLMS_PROTECTION', /dedicated key/));
  });

  it('a wrapped one, an agreed one, and one of no book', () => {
    const message = (keyInfo: string) =>
      fromHex(`DD00084D4D4D0000000001000000${keyInfo}1630000000${'01'.repeat(18)}`);
    const { client } = pair();
    for (const [keyInfo, name] of [
      [`010100${'18'}${'00'.repeat(24)}`, /wrapped-key/],
      ['0102010200', /agreed-key/],
      ['010007', /unknown-7/],
    ] as const) {
      assert.throws(() => client.open(message(keyInfo)), hasCode('DLMS_PROTECTION', name));
    }
  });
});

describe('an APDU that comes again', () => {
  it('is refused, and so is every older one', () => {
    const { client, server } = pair();
    const [first, second, third] = [1, 2, 3].map(() => server.protect(GET_RESPONSE));
    assert.ok(first && second && third);
    client.open(second);
    for (const octets of [second, first]) assert.throws(() => client.open(octets), hasCode('DLMS_REPLAY'));
    client.open(third);
  });

  it('is taken from a meter known to repeat its numbers, but no older one', () => {
    const { client, server } = pair({}, { repeats: true });
    const [first, second] = [server.protect(GET_RESPONSE), server.protect(GET_RESPONSE)];
    for (const octets of [second, second]) assert.equal(client.open(octets).key, 'global');
    assert.throws(() => client.open(first), hasCode('DLMS_REPLAY', /counter 1 .* the last one was 2/));
  });

  it('is taken in a new association from a meter known to start anew, and only there', () => {
    const { client, server } = pair({}, { restarts: true });
    const octets = server.protect(GET_RESPONSE);
    client.open(octets);
    assert.throws(() => client.open(octets), hasCode('DLMS_REPLAY'));
    client.material.received.begin();
    assert.equal(client.open(octets).key, 'global');
    const strict = pair();
    strict.client.open(octets);
    strict.client.material.received.begin();
    assert.throws(() => strict.client.open(octets), hasCode('DLMS_REPLAY'));
  });

  it('is taken when the one before it was not genuine', () => {
    const { client, server } = pair();
    const octets = server.protect(GET_RESPONSE);
    const forged = octets.slice().fill(0xff, 3, 7);
    assert.throws(() => client.open(forged), hasCode('DLMS_DECIPHERING'));
    assert.equal(client.open(octets).key, 'global');
  });

  it('with number 0 at first is fine, and with 4294967295 the last', () => {
    const open = (client: SecurityContext, number: number) => {
      const server = new SecurityContext(serverMaterial({ counter: countingFrom(number) }));
      return client.open(server.protect(GET_RESPONSE));
    };
    const { client } = pair();
    for (const number of [0, 1, 0xffff_ffff]) assert.equal(open(client, number).key, 'global');
    assert.throws(() => open(client, 0xffff_fffe), hasCode('DLMS_REPLAY'));
  });

  it('under the other key has a number of its own', () => {
    const { client } = pair({ dedicatedKey: DEDICATED_KEY });
    const server = () => new SecurityContext(serverMaterial({ dedicatedKey: DEDICATED_KEY }));
    assert.equal(client.open(server().protect(GET_RESPONSE)).key, 'dedicated');
    assert.equal(client.open(server().protect(GET_RESPONSE, { key: 'global' })).key, 'global');
    assert.throws(() => client.open(server().protect(GET_RESPONSE)), hasCode('DLMS_REPLAY'));
  });

  it('in another association is refused, unless its dedicated key is new', () => {
    const received = new ReceivedCounters();
    const associate = (dedicatedKey: Uint8Array) => ({
      client: new SecurityContext(clientMaterial({ dedicatedKey, received })),
      server: new SecurityContext(serverMaterial({ dedicatedKey })),
    });
    const one = associate(DEDICATED_KEY);
    const octets = one.server.protect(GET_RESPONSE);
    one.client.open(octets);
    assert.throws(() => associate(DEDICATED_KEY).client.open(octets), hasCode('DLMS_REPLAY'));
    const other = associate(new Uint8Array(16).fill(7));
    assert.equal(other.client.open(other.server.protect(GET_RESPONSE)).key, 'dedicated');
  });
});

describe('an APDU with a system title', () => {
  const server = () => new SecurityContext(serverMaterial({ form: 'general' }));

  it('of a wrong length is refused', () => {
    const octets = toHex(server().protect(GET_RESPONSE));
    for (const title of ['074D4D4D00000000', '094D4D4D000000000100', '0100']) {
      const wrong = fromHex(octets.replace('084D4D4D0000000001', title));
      assert.throws(() => pair().client.open(wrong), hasCode('DLMS_SYSTEM_TITLE', /not 8/));
    }
  });

  it('left empty is that of the association', () => {
    const octets = fromHex(toHex(server().protect(GET_RESPONSE)).replace('084D4D4D0000000001', '00'));
    assert.equal(toHex(pair().client.open(octets).apdu), toHex(GET_RESPONSE));
    const stranger = new SecurityContext(clientMaterial({ peerSystemTitle: undefined }));
    assert.throws(() => stranger.open(octets), hasCode('DLMS_SYSTEM_TITLE', /not known/));
  });

  it('of somebody else is refused', () => {
    const other = new SecurityContext(serverMaterial({ systemTitle: new Uint8Array(8), form: 'general' }));
    const octets = other.protect(GET_RESPONSE);
    assert.throws(
      () => pair().client.open(octets),
      hasCode('DLMS_SYSTEM_TITLE', /0000000000000000 where 4D4D4D0000000001/),
    );
  });

  it('is remembered where none was known before, once it was found genuine', () => {
    const stranger = new SecurityContext(clientMaterial({ peerSystemTitle: undefined }));
    const octets = server().protect(GET_RESPONSE);
    assert.throws(
      () => stranger.open(changedBit(octets, octets.length * 8 - 1)),
      hasCode('DLMS_DECIPHERING'),
    );
    assert.equal(stranger.peerSystemTitle, undefined);
    stranger.open(octets);
    assert.equal(toHex(stranger.peerSystemTitle ?? new Uint8Array()), '4D4D4D0000000001');
  });

  it('of the recipient that is not ours is refused', () => {
    const other = serverMaterial({ form: 'general-ciphering', peerSystemTitle: new Uint8Array(8) });
    const octets = new SecurityContext(other).protect(GET_RESPONSE);
    assert.throws(() => pair().client.open(octets), hasCode('DLMS_SYSTEM_TITLE', /is meant for 0000/));
  });

  it('that the association has told with a wrong length is refused', () => {
    const { client, server: meter } = pair();
    client.peerSystemTitle = fromHex('4D4D4D00');
    assert.throws(() => client.open(meter.protect(GET_RESPONSE)), hasCode('DLMS_SYSTEM_TITLE', /4 octets/));
  });
});

describe('what is inside', () => {
  it('has to be of the service that is outside', () => {
    const { client, server } = pair();
    const octets = server.protect(GET_RESPONSE);
    // The tag is not in what is authenticated.
    octets[0] = APDU_TAG['glo-set-response'];
    assert.throws(
      () => client.open(octets),
      hasCode('DLMS_MALFORMED', /glo-set-response holds get-response/),
    );
  });

  it('has to be a plain APDU of a service', () => {
    const { client, server } = pair({ form: 'general' });
    const inside = [server.protect(GET_RESPONSE), fromHex('6200'), fromHex('2F41'), new Uint8Array()];
    for (const apdu of inside) {
      assert.throws(() => client.open(server.protect(apdu)), hasCode('DLMS_MALFORMED', /does not fit it/));
    }
  });
});
