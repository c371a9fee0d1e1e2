/** What the host of a simulator brings to its security: real randomness, and counters that outlive it. */
import assert from 'node:assert/strict';
import { decodeAare } from '../../src/apdu/aare.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { encodeWpdu } from '../../src/framing/wrapper.js';
import type { SeenCounter } from '../../src/simulator/client-counters.js';
import { type HostOptions, startSimulator } from '../../src/simulator/host.js';
import type { Transport } from '../../src/transport/transport.js';
import { association } from './association-fixture.js';
import { CipheredCaller } from './ciphered-caller.js';

const OPTIONS: HostOptions = { auth: 'HighGmac', security: 'AuthenticationEncryption' };

/** Sends an AARQ, and takes what comes back. */
async function associate(line: Transport, counter: number) {
  const caller = new CipheredCaller(association(), {
    auth: 'HighGmac',
    security: 'AuthenticationEncryption',
    counter,
  });
  const wpdu = { kind: 'WPDU', source: 32, destination: 1, apdu: caller.aarq() } as const;
  const answer = new Promise<Uint8Array>((resolve) =>
    line.listen({ octets: resolve, closed: () => undefined }),
  );
  await line.send(encodeWpdu(new OctetWriter(), wpdu).toOctets());
  const aare = decodeAare(new OctetReader((await answer).subarray(8)));
  assert.ok(aare.userInformation?.kind === 'unsupported');
  const challenge = toHex(aare.respondingAuthenticationValue ?? new Uint8Array());
  return { challenge, counter: Number(`0x${toHex(aare.userInformation.octets.subarray(3, 7))}`) };
}

describe('a simulator with security', () => {
  it('draws another challenge each time, and counts on from association to association', async () => {
    const seen: SeenCounter[] = [];
    const host = await startSimulator({ ...OPTIONS, onCounter: (counter) => seen.push(counter) });
    const [one, other] = [
      await associate(host.attach('wrapper'), 1),
      await associate(host.attach('wrapper'), 2),
    ];
    await host.close();
    assert.equal(one.challenge.length, 32);
    assert.notEqual(one.challenge, other.challenge);
    assert.equal(other.counter, one.counter + 1);
    assert.deepEqual(
      seen.map(({ invocationCounter, fresh }) => [invocationCounter, fresh]),
      [
        [1, true],
        [2, true],
      ],
    );
  });

  it('begins above what it has sent before it was started anew', async () => {
    const counters: number[] = [];
    for (const now of [Date.UTC(2027, 1, 1), Date.UTC(2027, 1, 1, 0, 0, 1)]) {
      const host = await startSimulator({ ...OPTIONS, now: () => now });
      counters.push((await associate(host.attach('wrapper'), 1)).counter);
      await host.close();
    }
    const [first = 0, second = 0] = counters;
    assert.equal(second - first, 100);
  });

  it('draws its own challenges where the option is there, but undefined', async () => {
    const challenges: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const host = await startSimulator({ ...OPTIONS, random: undefined, firstCounter: undefined });
      challenges.push((await associate(host.attach('wrapper'), 1)).challenge);
      await host.close();
    }
    assert.equal(new Set(challenges).size, 2);
    assert.notDeepEqual(challenges[0], toHex(fromHex('00'.repeat(16))));
  });
});
