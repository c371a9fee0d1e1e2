/** Nodes of an older version, and one that a person wrote, in the editor of today: opened, saved, deployed. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { oldFlow } from '../nodes/migrate/old-flow.js';
import { describeBrowser } from './support/browser.js';
import { closeDialog, openDialog, picture } from './support/dialogs.js';
import type { Editor } from './support/editor.js';
import { openScene, type Scene } from './support/scene.js';

const [SIMULATOR, READER, METER] = ['d1a50000000000a3', 'd1a50000000000a5', 'd1a50000000000a7'];
const WRITTEN = {
  ...{ id: 'written1', type: 'dlms-device', name: 'By hand', transport: 'DLMS TCP', mode: 'DLMS-RAPPER' },
  ...{ host: '127.0.0.1', port: 4061, referencing: 'ln', clientAddress: 1 },
};
const OWN = /^dlms-/;

type Node = Readonly<Record<string, unknown>>;

describeBrowser('nodes that another version saved', () => {
  let scene: Scene | undefined;
  let editor: Editor;
  let page: Page;
  let problems: string[];

  before(async function start() {
    this.timeout(60_000);
    const nodes = oldFlow(14_075).filter(({ type }) => type !== 'helper');
    scene = await openScene([...nodes, WRITTEN], { locale: 'de-DE', shows: String(READER) });
    ({ editor, page, problems } = scene);
  });
  after(async function stop() {
    this.timeout(20_000);
    await scene?.close();
  });

  const saved = (): readonly Node[] =>
    (JSON.parse(editor.file('flows.json')) as readonly Node[]).filter(({ type }) => OWN.test(String(type)));
  const node = (id: string | undefined) => saved().find((each) => each.id === id);

  it('are marked for nothing that the runtime would take', async () => {
    const wrong = await page.evaluate(
      `(() => {
        const nodes = RED.nodes.filterNodes({});
        RED.nodes.eachConfig((node) => nodes.push(node));
        return nodes.filter(({ type, valid }) => type.startsWith("dlms-") && valid === false)
          .map(({ id, validationErrors }) => id + ": " + validationErrors);
      })()`,
    );
    assert.deepEqual(wrong, []);
  });

  it('show what they mean, and carry the version of today once they were opened and saved', async function open() {
    this.timeout(40_000);
    await openDialog(page, `RED.editor.editConfig("", "dlms-device", "${WRITTEN.id}")`);
    const shown = await page.evaluate(
      '["transport", "mode", "referencing", "timeoutMs"].map((name) => $("#node-config-input-" + name).val())',
    );
    assert.deepEqual(shown, ['tcp', 'DLMS-WRAPPER', 'LN', '2500']);
    await picture(page, 'device-form-by-hand');
    await closeDialog(page, 'ok');
    await openDialog(page, `RED.editor.editConfig("", "dlms-device", "${METER}")`);
    await closeDialog(page, 'ok');
    for (const id of [READER, SIMULATOR]) {
      await openDialog(page, `RED.editor.edit(RED.nodes.node("${id}"))`);
      await closeDialog(page, 'ok');
    }
    const deployed = page.waitForResponse((response) => /\/flows$/.test(response.url()));
    await page.evaluate('$("#red-ui-header-button-deploy").trigger("click")');
    await deployed;
    await page.waitForFunction('!RED.nodes.dirty()');
    assert.deepEqual(
      saved().map(({ version }) => version),
      ['2', '2', '2', '2'],
    );
    const before = oldFlow(14_075).find(({ id }) => id === METER) as Node;
    for (const [name, value] of Object.entries(before)) assert.deepEqual(node(METER)?.[name], value, name);
    assert.equal(node(METER)?.lockoutWaitMs, '900000');
    const written = node(WRITTEN.id);
    assert.deepEqual(
      [written?.mode, written?.transport, written?.port, written?.clientAddress],
      ['DLMS-WRAPPER', 'tcp', 4061, 1],
    );
    assert.deepEqual(problems, []);
  });
});
