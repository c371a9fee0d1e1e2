/**
 * Makes the picture of a session with a meter, docs/images/poll.png, after a build: what `dlms poll` really writes
 * to a terminal about a simulated meter, with its colours, drawn by Chromium. CHROMIUM names it where it lies
 * elsewhere, DLMS_BUILD another folder than dist.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { inProject } from './project.mjs';

const { CHROMIUM = '/usr/bin/chromium', DLMS_BUILD = 'dist' } = process.env;
const MAIN = inProject(DLMS_BUILD, 'src', 'cli', 'main.js');
const COMMAND = ['poll', '-c', 'plant.json', '--once', '-a', '-l', '-r'];
const PASSWORD = 'picture';

const PLANT = (port) => ({
  devices: [
    {
      ...{ name: 'Cellar', device_alias: 'cellar', ip: '127.0.0.1', port, mode: 'DLMS-HDLC', type: 'LN' },
      ...{ id: 1, slave_address: 16, address_size: 2, auth: 'Low', password: PASSWORD, poll_delay_ms: 0 },
    },
  ],
  signals: [
    {
      device_alias: 'cellar',
      signal_alias: 'energy',
      job_todo: '1-0:1.8.0,1-0:32.7.0',
      tag_job_todo: '1-0:1.8.0',
    },
    {
      device_alias: 'cellar',
      signal_alias: 'voltage',
      job_todo: '1-0:1.8.0,1-0:32.7.0',
      tag_job_todo: '1-0:32.7.0',
    },
    { device_alias: 'cellar', signal_alias: 'missing', job_todo: '1-0:32.7.0:9' },
  ],
});

/** Select graphic rendition, as trace-lines.ts has it, and how a terminal with a dark ground shows it. */
const STYLES = {
  1: 'font-weight:bold;color:#f2f2f2',
  2: 'color:#8b949e',
  31: 'color:#ff7b72',
  32: 'color:#7ee787',
  33: 'color:#e3b341',
  36: 'color:#79c0ff',
};

async function startMeter(folder) {
  const args = ['simulate', '--hdlc', '0', '--auth', 'Low'];
  const env = { ...process.env, DLMS_PASSWORD: PASSWORD };
  const meter = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = () => meter.kill('SIGINT');
  let said = '';
  return new Promise((resolve, reject) => {
    meter.once('close', () => reject(new Error('the simulated meter did not start')));
    meter.stdout.on('data', (chunk) => {
      said += chunk;
      const port = /HDLC on \S+ port (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve({ port: Number(port), stop });
    });
  });
}

/** What goes to stderr, which a terminal shows. */
async function session(folder) {
  const env = { ...process.env, FORCE_COLOR: '1' };
  const poll = spawn(process.execPath, [MAIN, ...COMMAND], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  poll.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const [status] = await once(poll, 'close');
  if (status !== 0) throw new Error(`the session ended with status ${status}: ${text}`);
  return text.trimEnd();
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function asHtml(text) {
  const coloured = escaped(text)
    .split('\u001b[')
    .map((part, at) => {
      if (at === 0) return part;
      const [, code, rest] = /^(\d+)m([\s\S]*)$/.exec(part) ?? [];
      return code === '0' ? `</span>${rest}` : `<span style="${STYLES[code]}">${rest}`;
    })
    .join('');
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #0d1117 }
    pre { display: inline-block; margin: 0; padding: 18px 22px; color: #e6edf3; font: 13px/1.35 "DejaVu Sans Mono", monospace }
  </style><pre>$ dlms ${COMMAND.join(' ')} &gt; values.jsonl\n${coloured}</pre>`;
}

async function draw(html) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, deviceScaleFactor: 1 });
    await page.setContent(html);
    mkdirSync(inProject('docs', 'images'), { recursive: true });
    await page.locator('pre').screenshot({ path: inProject('docs', 'images', 'poll.png') });
  } finally {
    await browser.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'dlms-picture-'));
const meter = await startMeter(folder);
try {
  writeFileSync(join(folder, 'plant.json'), JSON.stringify(PLANT(meter.port)));
  await draw(asHtml(await session(folder)));
} finally {
  meter.stop();
  rmSync(folder, { recursive: true, force: true });
}
