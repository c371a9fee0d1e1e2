import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { NodeAPI } from 'node-red';

import registerDevice = require('../../nodes/dlms-device.js');

import { flow } from './support/flows.js';
import { admin, load, useRuntime } from './support/runtime.js';

describe('the list of serial ports', () => {
  useRuntime();

  it('is served to the editor', async () => {
    await load(flow());
    const { status, body } = await admin('/dlms/serial-ports');
    assert.equal(status, 200);
    assert.ok(Array.isArray(body));
  });

  it('is served only to those who may read meters', () => {
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
      [['/dlms/serial-ports', guard]],
    );
  });
});
