import assert from 'node:assert/strict';
import { loopbackPair } from '../../src/transport/loopback.js';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a line in memory', () => {
  it('carries a copy of what was sent to the other end', async () => {
    const [near, far] = loopbackPair();
    const heard: number[][] = [];
    far.listen({ octets: (octets) => heard.push([...octets]), closed: () => undefined });
    const octets = Uint8Array.of(1, 2);
    await near.send(octets);
    octets.fill(9);
    await settle();
    assert.deepEqual(heard, [[1, 2]]);
  });

  it('tells both ends of its closing, the far one with a cause', async () => {
    const [near, far] = loopbackPair();
    const causes: unknown[] = [];
    near.listen({ octets: () => undefined, closed: (cause) => causes.push(cause) });
    far.listen({
      octets: () => undefined,
      closed: (cause) => causes.push((cause as { code?: string }).code),
    });
    await near.close();
    await near.close();
    await settle();
    assert.deepEqual(causes, [undefined, 'DLMS_LINE_CLOSED']);
    await assert.rejects(far.send(Uint8Array.of(1)), { code: 'DLMS_LINE_CLOSED' });
  });
});
