/** The table of signals of a read node: many rows at once, by mouse and keys, to and from spreadsheets. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeBrowser } from './support/browser.js';
import { closeDialog, picture } from './support/dialogs.js';
import { useReadForm } from './support/read-form.js';

describeBrowser('the table of signals', () => {
  const form = useReadForm();

  it('chooses, duplicates, moves and deletes rows by mouse and by keys, and takes it back', async () => {
    const { open, page, press, row, saved, text, todos } = form();
    await open('three1');
    const grip = (index: number) => row(index).locator('.meterflow-cell-grip');
    await grip(0).click();
    await grip(2).click({ modifiers: ['Shift'] });
    await grip(1).click({ modifiers: ['Control'] });
    assert.equal(await text('.meterflow-count'), 'signals: 3, selected: 2');
    await press('Control+D');
    assert.deepEqual(await todos(), ['1-0:1.8.0', '0-0:1.0.0:2', '1-0:32.7.0', '1-0:1.8.0', '1-0:32.7.0']);
    await press('Delete', 'Control+Z', 'Control+Z', 'Control+A', 'Delete');
    assert.deepEqual(await todos(), []);
    await page.getByRole('button', { name: 'Undo (Ctrl+Z)' }).click();
    assert.equal((await todos()).length, 3);
    await grip(2).click();
    await press('Shift+ArrowUp', 'Alt+ArrowUp');
    assert.deepEqual(await todos(), ['0-0:1.0.0:2', '1-0:32.7.0', '1-0:1.8.0']);
    await press('Control+Z');
    await grip(0).dragTo(row(2), { targetPosition: { x: 40, y: 50 } });
    assert.deepEqual(await todos(), ['0-0:1.0.0:2', '1-0:32.7.0', '1-0:1.8.0']);
    await closeDialog(page, 'cancel');
    assert.equal(((await saved('three1', 'signals')) as readonly object[]).length, 3);
  });

  it('takes rows of a spreadsheet, says what it took, and takes all of them back in one step', async () => {
    const { cell, openTable, page, paste, press, row, rows, text, todos } = form();
    await openTable('paste1');
    await row(0).locator('.meterflow-cell-grip').click();
    await paste(
      'signal_name\ttag_job_todo\tnumber_type\tRemark\nEnergy\t1-0:1.8.0\tuint64\told\nVoltage\t1-0:32.7.0:2\t\t\n',
    );
    assert.equal(
      await text('.meterflow-note'),
      '2 rows were pasted: Name, OBIS code, Number type. Left out: Remark.',
    );
    assert.deepEqual(await rows(), [
      { name: 'Energy', todo: '1-0:1.8.0', numberType: 'UINT64' },
      { name: 'Voltage', todo: '1-0:32.7.0:2' },
    ]);
    await paste('u2\t1-0:52.7.0\nu3\t1-0:72.7.0');
    assert.deepEqual((await rows()).slice(2), [
      { alias: 'u2', todo: '1-0:52.7.0' },
      { alias: 'u3', todo: '1-0:72.7.0' },
    ]);
    await picture(page, 'read-form-pasted');
    await press('Control+Z');
    assert.equal((await rows()).length, 2);
    // Into a field goes one line; a list of codes makes rows, also from there.
    await cell(0, 'alias').click();
    await paste('energy');
    assert.equal(await cell(0, 'alias').inputValue(), 'energy');
    await paste('1-0:3.8.0\n1-0:4.8.0');
    assert.deepEqual(await todos(), ['1-0:1.8.0', '1-0:3.8.0', '1-0:4.8.0', '1-0:32.7.0:2']);
    await paste('nothing\nof use');
    assert.equal(await text('.meterflow-note'), 'None of the columns holds OBIS codes.');
    await page.getByRole('button', { name: 'Paste rows from a spreadsheet' }).click();
    await page.locator('.meterflow-paste textarea').fill('1.7.0;2.7.0');
    await page.locator('.meterflow-paste button').click();
    assert.equal((await todos()).length, 6);
    await closeDialog(page, 'cancel');
  });

  it('copies rows, and gives and takes all as a CSV file', async () => {
    const { openTable, page, paste, press, row, rows } = form();
    const folder = mkdtempSync(join(tmpdir(), 'dlms-csv-'));
    const file = join(folder, 'signals.csv');
    await openTable('paste1');
    await row(0).locator('.meterflow-cell-grip').click();
    await paste('Energy, "all"\tenergy\t1-0:1.8.0\nVoltage L1\tu1\t1-0:32.7.0');
    await press('Control+C', 'Delete');
    await page.keyboard.press('Control+V');
    const before = await rows();
    assert.equal(before.length, 2);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save all rows as a CSV file' }).click();
    await (await download).saveAs(file);
    assert.equal((await download).suggestedFilename(), 'Cellar-signals.csv');
    const lines = readFileSync(file, 'utf8').split('\r\n');
    assert.match(
      lines[0] ?? '',
      /^\uFEFFsignal_name,device_alias,signal_alias,enable,log,SN,job_todo,tag_job_todo,/,
    );
    assert.match(lines[1] ?? '', /^"Energy, ""all""",Cellar,energy,,,,,1-0:1\.8\.0,/);
    await row(0).locator('.meterflow-cell-grip').click();
    await press('Control+A', 'Delete');
    await page.locator('#meterflow-signals input[type="file"]').setInputFiles(file);
    await page.waitForFunction('MeterflowDlms.signals.rows().length === 2');
    assert.deepEqual(await rows(), before);
    writeFileSync(file, Buffer.from('Z\xe4hler;1-0:1.8.1\n', 'latin1'));
    await page.locator('#meterflow-signals input[type="file"]').setInputFiles(file);
    await page.waitForFunction('MeterflowDlms.signals.rows().length === 3');
    assert.ok((await rows()).some(({ name }) => name === 'Zähler'));
    await closeDialog(page, 'cancel');
    rmSync(folder, { recursive: true });
  });

  it('takes two thousand rows in less than two seconds, and has fields for those in sight only', async function many() {
    this.timeout(20_000);
    const { openTable, page, press, row, rows, text } = form();
    const lines = Array.from(
      { length: 2000 },
      (_, at) => `s${at}\tSignal ${at}\t1-${at >> 7}:${1 + (at & 127)}.8.0\tDOUBLE`,
    );
    await openTable('paste1');
    await row(0).locator('.meterflow-cell-grip').click();
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(lines.join('\n'))})`);
    const begun = Date.now();
    await page.keyboard.press('Control+V');
    await page.waitForFunction('$(".meterflow-count").text() === "signals: 2000, selected: 2000"');
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))');
    const took = Date.now() - begun;
    assert.ok(took < 2000, `${took} ms`);
    const filled = () => page.locator('.meterflow-row:not(:empty)').count();
    assert.ok((await filled()) < 60);
    await press('End');
    await row(1999).locator('.meterflow-cell-todo input').waitFor();
    assert.equal(await text(row(1999).locator('.meterflow-number-of-row')), '2000');
    assert.ok((await filled()) < 120);
    const typed = Date.now();
    await press('Enter', 'Tab', 'Tab');
    await page.keyboard.type('xyz');
    assert.ok(Date.now() - typed < 2000, `${Date.now() - typed} ms`);
    assert.equal((await rows())[1999]?.alias, 'xyz');
    await picture(page, 'read-form-many');
    await page.evaluate('$(".meterflow-table").scrollTop($(".meterflow-table").get(0).scrollHeight / 2)');
    await page.waitForFunction('$(".meterflow-row").eq(1000).children().length > 0');
    await closeDialog(page, 'cancel');
  });

  it('lets other tools add rows, each value once', async () => {
    const { cell, open, page, suggestion, text, todos } = form();
    assert.equal(
      await page.evaluate('MeterflowDlms.signals.add([{ todo: "1.8.0" }])'),
      0,
      'no dialog is open',
    );
    await open('old1');
    await page.evaluate(
      'MeterflowDlms.signals.setKnown([{ logicalName: "1.0.99.1.0.255", classId: 7 }, { logicalName: "1.0.128.8.0.255", classId: 3, name: "special energy" }])',
    );
    const added = await page.evaluate(
      'MeterflowDlms.signals.add([{ todo: "1.0.1.8.0.255", name: "again" }, { todo: "1-0:2.8.0", name: "Export" }])',
    );
    assert.equal(added, 1);
    assert.deepEqual(await todos(), ['1.8.0', '1-0:32.7.0', '1-0:2.8.0']);
    assert.equal(await text('.meterflow-note'), 'Signals that were added: 1.');
    assert.equal(await page.evaluate('MeterflowDlms.signals.device()'), 'meter1');
    await cell(2, 'todo').fill('special');
    await suggestion().waitFor();
    assert.match(await text(suggestion()), /^1-0:128\.8\.0\s*special energy\s*in this meter$/);
    await closeDialog(page, 'cancel');
  });
});
