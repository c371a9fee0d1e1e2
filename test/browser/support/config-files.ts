/** Configuration files of a plant in every format, as people have them, and put into an open dialog. */
import type { Page } from 'playwright-core';

export interface UserFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

type Row = Readonly<Record<string, string | number>>;
export interface Plant {
  readonly devices: readonly Row[];
  readonly signals: readonly Row[];
}

const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function cellsOf(rows: readonly Row[]): string[][] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
}

export async function workbookFile(name: string, { devices, signals }: Plant): Promise<UserFile> {
  const { default: write } = await import('write-excel-file/node');
  const data = (rows: readonly Row[]) =>
    cellsOf(rows).map((cells) => cells.map((value) => ({ value, type: String })));
  const sheets = [
    { sheet: 'Devices', data: data(devices) },
    { sheet: 'Signals', data: data(signals) },
  ];
  return { name, mimeType: EXCEL, buffer: Buffer.from(await write(sheets).toBuffer()) };
}

export function jsonFile(name: string, content: unknown): UserFile {
  return { name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(content)) };
}

export function csvPair(stem: string, { devices, signals }: Plant): readonly UserFile[] {
  const file = (half: string, rows: readonly Row[]) => ({
    name: `${stem}-${half}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(
      cellsOf(rows)
        .map((cells) => cells.join(';'))
        .join('\r\n'),
    ),
  });
  return [file('devices', devices), file('signals', signals)];
}

/** By the button of the open dialog. */
export async function chooseFiles(page: Page, ...files: readonly UserFile[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.click('.meterflow-file-choose');
  await (await chooser).setFiles([...files]);
}

/** As a person drops it with the mouse, anywhere on the form. */
export async function dropFile(page: Page, form: string, { name, buffer }: UserFile): Promise<void> {
  const dropped = `(() => {
    const octets = Uint8Array.from(atob(${JSON.stringify(buffer.toString('base64'))}), (c) => c.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([octets], ${JSON.stringify(name)}));
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.querySelector(${JSON.stringify(form)}).dispatchEvent(
        new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
    }
  })()`;
  await page.evaluate(dropped);
}
