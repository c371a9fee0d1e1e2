/** What the edit dialog of a read node asks of the runtime. */
import assert from 'node:assert/strict';
import type { NodeAPI } from 'node-red';
import { readRoutes } from '../../nodes/read-routes.js';
import { attributeNames } from '../../src/cosem/interface-class.js';
import { flow } from './support/flows.js';
import { admin, load, useRuntime } from './support/runtime.js';

interface CodeInfo {
  readonly code: string;
  readonly logicalName: string;
  readonly name?: string;
  readonly classes: readonly number[];
}

async function names(query: Readonly<Record<string, string>>): Promise<readonly CodeInfo[]> {
  const { status, body } = await admin(`/dlms/obis-names?${new URLSearchParams(query)}`);
  assert.equal(status, 200);
  return body as readonly CodeInfo[];
}

describe('what the editor is told of codes', () => {
  useRuntime();
  beforeEach(() => load(flow()));

  it('the codes whose names fit', async () => {
    const [first] = await names({ find: 'active energy import' });
    assert.deepEqual(first, {
      logicalName: '1.0.1.8.0.255',
      code: '1-0:1.8.0',
      name: 'active energy import, total',
      classes: [3, 4, 5, 1],
    });
  });

  it('the names of codes, as far as the standard has them', async () => {
    const found = await names({ codes: '1.0.32.7.0.255,x,0-0:1.0.0,1-0:1.8.0*101,1.0.200.200.0.255' });
    assert.deepEqual(
      found.map(({ code, name }) => [code, name]),
      [
        ['1-0:32.7.0', 'voltage L1'],
        ['0-0:1.0.0', 'clock'],
        ['1-0:1.8.0*101', 'active energy import, total, last billing period'],
        ['1-0:200.200.0', undefined],
      ],
    );
    assert.ok(found.every(({ classes }) => classes.length > 0));
  });

  it('in the language of the user, where English words find them, too', async () => {
    for (const find of ['énergie active', 'energie active importee', 'active energy import']) {
      const [first] = await names({ find, language: 'fr' });
      assert.deepEqual([first?.code, first?.name], ['1-0:1.8.0', 'énergie active importée, total'], find);
    }
    const [clock] = await names({ codes: '0-0:1.0.0', language: 'zh-CN' });
    assert.equal(clock?.name, '时钟');
    assert.equal((await names({ codes: '0-0:1.0.0', language: 'x'.repeat(5000) }))[0]?.name, 'clock');
  });

  it('nothing for nothing, and no more than a dialog shows', async () => {
    assert.deepEqual(await names({}), []);
    assert.deepEqual(await names({ find: '' }), []);
    assert.deepEqual(await names({ find: 'no such thing' }), []);
    assert.equal((await names({ find: 'energy' })).length, 12);
    assert.equal((await names({ codes: Array(300).fill('1.8.0').join() })).length, 100);
    assert.deepEqual(await names({ find: 'x'.repeat(8000) }), []);
  });

  it('the attributes of the classes', async () => {
    const { body } = await admin('/dlms/interface-classes');
    const classes = body as Record<string, { readonly name: string; readonly value?: number }>;
    assert.deepEqual(classes[3], { name: 'Register', attributes: attributeNames(3), value: 2 });
    assert.equal(classes[8]?.name, 'Clock');
    assert.equal(classes[8]?.value, undefined);
  });

  it('is told only to those who may read', () => {
    const routes: unknown[][] = [];
    const guard = () => undefined;
    const runtime = {
      httpAdmin: { get: (...route: unknown[]) => routes.push(route) },
      auth: {
        needsPermission: (permission: string) => (permission === 'dlms-read.read' ? guard : undefined),
      },
    };
    readRoutes(runtime as unknown as Pick<NodeAPI, 'httpAdmin' | 'auth'>);
    assert.deepEqual(
      routes.map(([path, first]) => [path, first]),
      [
        ['/dlms/obis-names', guard],
        ['/dlms/interface-classes', guard],
      ],
    );
  });
});
