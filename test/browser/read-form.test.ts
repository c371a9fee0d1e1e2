/** The form of a read node, as a person fills it in: by keyboard, with variables, as a list and as a table. */
import assert from 'node:assert/strict';
import { describeBrowser } from './support/browser.js';
import { assertTidy, closeDialog, picture } from './support/dialogs.js';
import { tabTo } from './support/keyboard.js';
import { OLD_ROW, tabToRow, useReadForm } from './support/read-form.js';

const VARIABLE = '$'.concat('{NAME}');

describeBrowser('the form of a read node', () => {
  const form = useReadForm();

  it('is filled in by keyboard alone: codes by their names, rows one below the other', async function keyboard() {
    this.timeout(30_000);
    const { cell, open, page, press, saved, suggestion, text, todos } = form();
    await open('empty1');
    await tabTo(page, 'meterflow-mode-list');
    await press('ArrowRight', 'Tab');
    await page.locator('.meterflow-row').waitFor();
    await tabToRow(page);
    await press('Enter');
    await page.keyboard.type('active energy imp');
    await suggestion().waitFor();
    assert.match(await text(suggestion()), /^1-0:1\.8\.0\s*active energy import, total$/);
    await picture(page, 'read-form-suggestions');
    await press('Enter');
    assert.equal(await cell(0, 'todo').inputValue(), '1-0:1.8.0');
    assert.equal(await cell(0, 'name').getAttribute('placeholder'), 'active energy import, total');
    await press('Tab', 'Tab');
    await page.keyboard.type('energy');
    await press('Escape', 'Insert');
    await page.keyboard.type('1-0:32.7');
    await suggestion().waitFor();
    await page.waitForFunction(
      '$("#meterflow-suggestions [role=option]").first().text().startsWith("1-0:32.7.0")',
    );
    await press('ArrowDown', 'Enter');
    assert.equal(await cell(1, 'todo').inputValue(), '1-0:32.7.0');
    // Enter in the last row makes another.
    await press('Enter');
    await page.keyboard.type('clock');
    await suggestion().waitFor();
    await press('Tab');
    assert.equal(await cell(2, 'todo').inputValue(), '0-0:1.0.0');
    assert.equal(await cell(2, 'attribute').inputValue(), '2', 'a clock has no value of its own');
    await press('Escape', 'Alt+ArrowUp', 'Home', 'Enter', 'ArrowDown', 'ArrowDown');
    assert.deepEqual(await todos(), ['1-0:1.8.0', '0-0:1.0.0:2', '1-0:32.7.0']);
    await picture(page, 'read-form-keyboard');
    await press('Control+Enter');
    await page.waitForSelector('.red-ui-tray', { state: 'detached' });
    assert.deepEqual(await saved('empty1', 'signals'), [
      { enable: '1', name: '', todo: '1-0:1.8.0', alias: 'energy', numberType: 'DOUBLE', log: '0' },
      { enable: '1', name: '', todo: '0-0:1.0.0:2', alias: '', numberType: 'DOUBLE', log: '0' },
      { enable: '1', name: '', todo: '1-0:32.7.0', alias: '', numberType: 'DOUBLE', log: '0' },
    ]);
    assert.equal(await saved('empty1', 'valid'), true);
  });

  it('leaves the table by the tabulator key after one row, however many there are', async () => {
    const { open, page } = form();
    await open('three1');
    await tabTo(page, 'meterflow-mode-table');
    await tabToRow(page);
    await tabTo(page, 'meterflow-preview');
    await closeDialog(page, 'cancel');
  });

  it('marks rows that are wrong, says why at the row, and the node in the flow is marked too', async () => {
    const { cell, open, page, row, saved, text } = form();
    assert.equal(await saved('wrong1', 'valid'), false);
    for (const id of ['three1', 'old1', 'rows1', 'list1']) assert.equal(await saved(id, 'valid'), true, id);
    await open('wrong1');
    const reasons = async (index: number) => row(index).locator('.meterflow-reasons div').allTextContents();
    assert.deepEqual(await reasons(0), [
      'Alias (in the topic): energy is the alias of row 3, too; each signal needs its own',
    ]);
    assert.equal((await reasons(1)).length, 3);
    assert.match((await reasons(2)).join(), /OBIS code: is not in the job of the row, 1\.8\.0/);
    assert.deepEqual(await reasons(3), [], 'what is off is not wrong');
    assert.equal(await cell(1, 'todo').getAttribute('aria-invalid'), 'true');
    assert.equal(
      await cell(1, 'todo').getAttribute('aria-describedby'),
      await row(1).locator('.meterflow-reasons').getAttribute('id'),
    );
    assert.equal(await cell(0, 'todo').getAttribute('aria-invalid'), null);
    await picture(page, 'read-form-wrong');
    assert.equal(await text('.meterflow-wrong-rows'), 'to be corrected: 3');
    await page.locator('.meterflow-wrong-rows').click();
    await page.keyboard.type('other');
    assert.equal(await text('.meterflow-wrong-rows'), 'to be corrected: 2');
    await page.locator('.meterflow-wrong-rows').click();
    await page.keyboard.type('1-0:3.8.0');
    await cell(1, 'alias').fill(VARIABLE);
    await row(1).locator('.meterflow-cell-numberType input').fill(VARIABLE);
    await page.locator('.meterflow-wrong-rows').click();
    await page.keyboard.type('1.8.0');
    await row(2).locator('.meterflow-more input').nth(1).fill('1');
    assert.equal(await page.locator('.meterflow-wrong-rows').isVisible(), false);
    await closeDialog(page, 'ok');
    assert.equal(await saved('wrong1', 'valid'), true);
  });

  it('takes a variable in every field of a row', async () => {
    const { cell, openTable, page, row, rows } = form();
    await openTable('paste1');
    for (const name of ['todo', 'alias', 'name']) await cell(0, name).fill(VARIABLE);
    await cell(0, 'numberType').first().selectOption('__variable__');
    await row(0).locator('.meterflow-cell-numberType input').fill(VARIABLE);
    await row(0).locator('.meterflow-cell-more button').click();
    const more = row(0).locator('.meterflow-more');
    for (const index of [0, 1, 2]) await more.locator('input:visible').nth(index).fill(VARIABLE);
    for (const index of [0, 1]) await more.locator('select').nth(index).selectOption('__variable__');
    for (const index of [3, 4]) await more.locator('input:visible').nth(index).fill(VARIABLE);
    await picture(page, 'read-form-variables');
    assert.deepEqual(await rows(), [
      Object.fromEntries(
        ['enable', 'name', 'todo', 'alias', 'numberType', 'log', 'job', 'pulseShortMs', 'pulseLongMs'].map(
          (key) => [key, VARIABLE],
        ),
      ),
    ]);
    assert.equal(await page.evaluate('$(".meterflow-cell-enable input").prop("indeterminate")'), true);
    assert.equal(await page.locator('.meterflow-wrong-rows').isVisible(), false);
    await closeDialog(page, 'cancel');
  });

  it('offers the attributes of the classes that a code may have', async () => {
    const { cell, openTable, page, todos } = form();
    await openTable('paste1');
    await cell(0, 'todo').fill('1-0:1.8.0:3');
    await page.waitForFunction('$(".meterflow-cell-attribute optgroup").length > 1');
    await cell(0, 'todo').press('Tab');
    assert.equal(await cell(0, 'todo').inputValue(), '1-0:1.8.0');
    assert.equal(await cell(0, 'attribute').inputValue(), '3');
    const offered = await cell(0, 'attribute')
      .locator('optgroup')
      .first()
      .locator('option')
      .allTextContents();
    assert.deepEqual(offered, ['2 value', '3 scaler_unit']);
    await cell(0, 'attribute').selectOption('');
    assert.deepEqual(await todos(), ['1-0:1.8.0']);
    await cell(0, 'attribute').selectOption('3');
    await cell(0, 'todo').fill('0-0:1.0.0');
    assert.deepEqual(await todos(), ['0-0:1.0.0:3'], 'a code that is typed anew keeps the attribute');
    await cell(0, 'attribute').selectOption('');
    await page.waitForFunction('/^Clock: has no one value/.test($(".meterflow-advice").text())');
    await closeDialog(page, 'cancel');
  });

  it('changes nothing by a look, of rows of whatever flow', async () => {
    const { cell, open, page, saved } = form();
    for (const id of ['rows1', 'old1']) {
      const before = [await saved(id, 'job'), await saved(id, 'signals')];
      await open(id);
      await closeDialog(page, 'ok');
      assert.deepEqual([await saved(id, 'job'), await saved(id, 'signals')], before);
    }
    await open('rows1');
    await cell(0, 'alias').fill('energy');
    await closeDialog(page, 'ok');
    assert.deepEqual(await saved('rows1', 'signals'), [{ ...OLD_ROW, alias: 'energy' }]);
  });

  it('makes a table of a list and a list of a table, and says what would be lost', async () => {
    const { cell, open, page, press, rows, saved, text, todos } = form();
    await open('list1');
    const list = page.locator('#node-input-job');
    await list.fill('1.8.0, ');
    await list.press('End');
    // Who types fast need not wait for what is offered.
    await page.keyboard.type('voltage L1');
    await press('Enter');
    await page.waitForFunction('$("#node-input-job").val() === "1.8.0, 1-0:32.7.0"');
    await page.waitForFunction(
      '$("#meterflow-job-names").text() === "active energy import, total · voltage L1"',
    );
    await page.locator('#meterflow-mode-table').check();
    assert.deepEqual(await todos(), ['1.8.0', '1-0:32.7.0']);
    await cell(1, 'alias').fill('u1');
    await page.locator('#meterflow-mode-list').click();
    await picture(page, 'read-form-lost');
    assert.equal(
      await text('#meterflow-lost > span'),
      'A list holds codes only. This would be lost: aliases (1).',
    );
    await page.locator('#meterflow-keep-table').click();
    assert.equal((await rows()).length, 2);
    await page.locator('#meterflow-mode-list').click();
    await page.locator('#meterflow-switch-anyway').click();
    assert.equal(await list.inputValue(), '1.8.0, 1-0:32.7.0');
    await page.locator('#meterflow-mode-table').check();
    assert.equal((await rows())[1]?.alias, 'u1', 'who comes back finds the rows again');
    await page.locator('#meterflow-mode-list').click();
    await page.locator('#meterflow-switch-anyway').click();
    await closeDialog(page, 'ok');
    assert.equal(await saved('list1', 'job'), '1.8.0, 1-0:32.7.0');
    assert.deepEqual(await saved('list1', 'signals'), null);
  });

  it('says what a list lacks', async () => {
    const { open, page } = form();
    await open('list1');
    await page.locator('#node-input-job').fill('1.8.0, x');
    await page.waitForFunction('/^x is no OBIS code/.test($("#meterflow-reason-job").text())');
    await page.locator('#node-input-job').fill('');
    await page.waitForFunction('/^name at least one/.test($("#meterflow-reason-job").text())');
    await page.evaluate('$("#node-input-trigger").typedInput("value", "input").trigger("change")');
    await page.waitForFunction('$("#meterflow-reason-job").text() === ""');
    await closeDialog(page, 'cancel');
  });

  it('shows what a message looks like', async () => {
    const { open, page, text } = form();
    await open('rows1');
    const preview = () => text('#meterflow-preview');
    assert.match(await preview(), /^msg\.topic: "Cellar\/energy"\nmsg\.payload: 123450\nmsg\.unit: "Wh"/);
    const output = async (value: string, expected: RegExp) => {
      await page.evaluate(`$("#node-input-output").typedInput("value", "${value}").trigger("change")`);
      await page.waitForFunction(`${expected}.test($("#meterflow-preview").text())`);
      assert.match(await preview(), expected);
    };
    await output('one', /^msg\.topic: "Cellar"\nmsg\.payload: \{ energy: 123450 \}/);
    await output(
      'influx',
      /^msg\.measurement: "Cellar"\nmsg\.payload: \[\{ energy: 123450 \}, \{ device: "Cellar" \}\]/,
    );
    await closeDialog(page, 'cancel');
  });

  for (const [name, id, width] of [
    ['table', 'wrong1', 1280],
    ['list', 'old1', 1280],
    ['narrow', 'three1', 1000],
    ['wide', 'three1', 1900],
  ] as const) {
    it(`is tidy: ${name}`, async () => {
      const { open, page } = form();
      await page.setViewportSize({ width, height: 900 });
      await open(id);
      if (width > 1800) {
        await page.evaluate('$(".red-ui-tray").last().width(1000).trigger("resize")');
        await page.waitForTimeout(300);
        assert.equal(
          await page.evaluate('$(".meterflow-row").first().height() < 45'),
          true,
          'one line is enough',
        );
      } else await assertTidy(page);
      await picture(page, `read-form-${name}`);
      await page.locator('#node-input-onFailure + *').scrollIntoViewIfNeeded();
      await picture(page, `read-form-${name}-below`);
      await closeDialog(page, 'cancel');
    });
  }
});
