/** InfluxDB 1.x on this machine alone, in a folder of its own, and asked over HTTP. */
import assert from 'node:assert/strict';
import { type Service, startService } from './service.js';

export interface Series {
  readonly name: string;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

export function startInfluxd(): Promise<Service> {
  return startService({
    program: 'influxd',
    configuration: (port, folder) => `reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
  dir = "${folder}/meta"
  logging-enabled = false
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
`,
    args: (file) => ['-config', file],
    isReady: answers,
  });
}

function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ping`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** The series that a query gives, times in milliseconds. */
export async function query(port: number, database: string, text: string): Promise<readonly Series[]> {
  const parameters = new URLSearchParams({ db: database, q: text, epoch: 'ms' });
  const response = await fetch(`http://127.0.0.1:${port}/query?${parameters}`);
  const { results } = (await response.json()) as {
    readonly results?: readonly { readonly series?: readonly Series[]; readonly error?: string }[];
  };
  const [result] = results ?? [];
  assert.ok(result !== undefined && result.error === undefined, result?.error ?? 'no result');
  return result.series ?? [];
}
