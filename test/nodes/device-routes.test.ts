/** What the edit dialog of a meter asks of the runtime. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { NodeAPI } from 'node-red';

import registerDevice = require('../../nodes/dlms-device.js');

import { flow } from './support/flows.js';
import { admin, load, useRuntime } from './support/runtime.js';

/** Answers to the query of a form, where `more` differs from one that works. */
async function address(more: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const query = new URLSearchParams({
    serialNumber: '35061234',
    logicalAddress: '1',
    addressSize: '0',
    ...more,
  });
  const { status, body } = await admin(`/dlms/physical-address?${query}`);
  assert.equal(status, 200);
  return body as Record<string, unknown>;
}

describe('what the editor is told', () => {
  useRuntime();
  beforeEach(() => load(flow()));

  it('the serial ports of this computer', async () => {
    const { status, body } = await admin('/dlms/serial-ports');
    assert.equal(status, 200);
    assert.ok(Array.isArray(body));
  });

  it('the address that a serial number gives, and the octets for it', async () => {
    assert.deepEqual(await address({}), { physicalAddress: 2234, addressSize: 4 });
    assert.deepEqual(await address({ serialNumberFormula: 'SN % 100' }), {
      physicalAddress: 34,
      addressSize: 2,
    });
    assert.deepEqual(await address({ mode: 'DLMS-WRAPPER', addressSize: '' }), {
      physicalAddress: 2234,
      addressSize: 4,
    });
  });

  it('why there is none', async () => {
    const reasons = [
      [{ serialNumberFormula: 'SN +* 3' }, /serialNumberFormula "SN \+\* 3" is not understood/],
      [{ serialNumberFormula: 'SN' }, /gives 35061234/],
      [{ serialNumber: 'x' }, /serialNumber "x" is not allowed/],
      [{ addressSize: '2' }, /addressSize "2" cannot hold/],
      [{ serialNumberFormula: 'process.exit(1)' }, /is not understood/],
      [{ serialNumberFormula: '('.repeat(100_0) }, /is not understood/],
    ] as const;
    for (const [query, reason] of reasons) assert.match(String((await address(query)).message), reason);
  });

  it('nothing else of the query: no name of a computer, no file', async () => {
    const more = { host: '127.0.0.1', transport: 'tls', tlsCa: '/etc/hostname', quirks: 'nonsense' };
    assert.deepEqual(await address(more), { physicalAddress: 2234, addressSize: 4 });
  });

  it('is told only to those who may read meters', () => {
    const routes: unknown[][] = [];
    const guards: string[] = [];
    const guard = () => undefined;
    const runtime = {
      settings: {},
      log: { warn: () => undefined },
      events: new EventEmitter(),
      nodes: { registerType: () => undefined },
      httpAdmin: { get: (...route: unknown[]) => routes.push(route) },
      auth: {
        needsPermission: (permission: string) => {
          guards.push(permission);
          return guard;
        },
      },
    };
    registerDevice(runtime as unknown as NodeAPI);
    assert.deepEqual(guards, ['dlms-device.read']);
    assert.deepEqual(
      routes.map(([path, first]) => [path, first]),
      [
        ['/dlms/serial-ports', guard],
        ['/dlms/physical-address', guard],
      ],
    );
  });
});
