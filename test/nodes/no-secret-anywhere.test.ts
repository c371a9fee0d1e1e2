/** No password and no key of a flow is in a message, error, status, log, export or answer of the admin API. */
import assert from 'node:assert/strict';
import type { NodeMessage } from 'node-red';
import { toHex } from '../../src/encoding/hex.js';
import { publicOf, publicPoint, readPrivateKey } from '../../src/security/key-pair.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { assertNoSecret, hexOf, printsOf, SECRETS } from '../support/secrets.js';
import { stateInTempFolder } from '../support/state-folder.js';
import { device, flow, read, simulator } from './support/flows.js';
import {
  admin,
  deployAndExport,
  type FlowNode,
  freePort,
  Inbox,
  load,
  logged,
  nodeOf,
  useRuntime,
} from './support/runtime.js';

const { blockCipherKey, authenticationKey, dedicatedKey, wrongKey, wrongPassword, signingKey } = SECRETS;

const RIGHT = {
  password: SECRETS.password.text,
  blockCipherKey: hexOf(blockCipherKey),
  authenticationKey: hexOf(authenticationKey),
  dedicatedKey: hexOf(dedicatedKey),
  signingKey: hexOf(signingKey),
  serverPublicKey: toHex(publicPoint(publicOf(readPrivateKey(hexOf(SECRETS.meterSigningKey))))),
};
/** A status is painted when it has settled. */
const STATUS_MS = 80;
const SECURED = { auth: 'High', security: 'AuthenticationEncryption', timeoutMs: '1000' };

interface StatusMessage extends NodeMessage {
  readonly status: { readonly fill: string; readonly source: { readonly id: string } };
}

/** The simulated meter listens, or never will. */
function isOver(id: string, fill: string): boolean {
  return id === 'simulator1' && fill !== 'yellow';
}

describe('the secrets of a flow', () => {
  useRuntime();
  stateInTempFolder();
  let meter: SimulatorHost;
  before(async () => {
    const { password } = RIGHT;
    meter = await startSimulator({
      auth: 'High',
      security: 'AuthenticationEncryption',
      password,
      blockCipherKey: RIGHT.blockCipherKey,
      authenticationKey: RIGHT.authenticationKey,
      hdlcPort: 0,
    });
  });
  after(() => meter.close());

  const nodes = (more: Record<string, unknown> = {}): FlowNode[] =>
    flow(device(meter.hdlcPort ?? 0, { ...SECURED, ...more }), read({ onFailure: 'message' }));

  /** Asks once, and looks through all that comes of it. @returns whether a value came */
  async function watch(): Promise<boolean> {
    const inboxes = ['out', 'errors', 'statuses', 'completed'].map((id) => new Inbox(id));
    const [out, errors] = inboxes;
    nodeOf('read1').receive({ request: 1 });
    await Promise.race([out?.atLeast(1), errors?.atLeast(1)]);
    await new Promise((resolve) => setTimeout(resolve, STATUS_MS));
    const messages = inboxes.flatMap((inbox) => inbox.messages);
    for (const message of messages) assertNoSecret(printsOf(message), 'a message');
    assertNoSecret(printsOf(logged()), 'the log');
    return out?.messages.some(({ payload }) => typeof payload === 'number') ?? false;
  }

  it('are in none of its outputs where they are right', async () => {
    await load(nodes(), { meter1: RIGHT });
    assert.equal(await watch(), true);
  });

  const wrong = {
    'a wrong password': { ...RIGHT, password: wrongPassword.text },
    'a wrong block cipher key': { ...RIGHT, blockCipherKey: hexOf(wrongKey) },
    'a wrong authentication key': { ...RIGHT, authenticationKey: hexOf(wrongKey) },
    'a key that is too short': { ...RIGHT, blockCipherKey: RIGHT.blockCipherKey.slice(2) },
    'a key that is no key': { ...RIGHT, authenticationKey: `${RIGHT.authenticationKey}x` },
    'a password in odd digits': { ...RIGHT, password: `0x${RIGHT.blockCipherKey}0` },
  };
  for (const [what, credentials] of Object.entries(wrong)) {
    it(`are in none of its outputs where there is ${what}`, async () => {
      await load(nodes(), { meter1: credentials });
      assert.equal(await watch(), false);
    });
  }

  it('are in none of its outputs where a signing key is damaged', async () => {
    const damaged = { ...RIGHT, signingKey: `${RIGHT.signingKey.slice(2)}xx` };
    await load(nodes({ auth: 'HighEcdsa', securitySuite: '1' }), { meter1: damaged });
    assert.equal(await watch(), false);
  });

  it('are not in what is exported, nor in what the admin API tells', async () => {
    await load(flow());
    const withSecrets = nodes().map((node) =>
      node.id === 'meter1' ? { ...node, credentials: RIGHT } : node,
    );
    const exported = await deployAndExport(withSecrets);
    assert.equal(exported.length, withSecrets.length);
    assertNoSecret(JSON.stringify(exported), 'an export');
    const query = `?id=meter1&${new URLSearchParams(RIGHT).toString()}`;
    for (const path of ['serial-ports', 'physical-address', 'stored-secrets']) {
      const { status, body } = await admin(`/dlms/${path}${query}`);
      assert.equal(status, 200);
      assertNoSecret(JSON.stringify(body), path);
    }
    await new Promise(setImmediate);
    assertNoSecret(printsOf(logged()), 'the log');
  });

  for (const [what, password] of [
    ['right', RIGHT.password],
    ['odd', `0x${RIGHT.blockCipherKey}0`],
  ] as const) {
    it(`are in none of the outputs of a simulated meter with its ${what} password`, async () => {
      const port = await freePort();
      const low = { auth: 'Low' };
      const both = { simulator1: { password }, meter1: { password: RIGHT.password } };
      await load(flow(simulator(port, low), device(port, low), read()), both);
      const statuses = new Inbox<StatusMessage>('statuses');
      const told = () => statuses.messages.some(({ status: { source, fill } }) => isOver(source.id, fill));
      await statuses.until(told, 'how the simulated meter stands');
      assert.equal(await watch(), what === 'right');
    });
  }
});
