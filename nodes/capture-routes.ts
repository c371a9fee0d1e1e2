/** The button that records sessions with a deployed meter, for a report of a fault. */
import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import { DlmsError } from '../src/errors.js';
import { attempt } from './attempt.js';
import type { DeviceNode } from './device-node.js';
import { type KeptRecording, Recordings } from './recordings.js';
import type { SharedPool } from './shared-pool.js';

type Runtime = Pick<NodeAPI, 'httpAdmin' | 'auth'> & { readonly nodes: Pick<NodeAPI['nodes'], 'getNode'> };

export function captureRoutes({ httpAdmin, auth, nodes }: Runtime, { pool }: SharedPool): void {
  const mayWrite = auth.needsPermission('dlms-device.write');
  const recordings = new Recordings(pool);
  const found = ({ params }: Request) => recordings.find(String(params.id));

  httpAdmin.post('/dlms/capture/:id/start', mayWrite, ({ params }, response) => {
    const node = nodes.getNode(String(params.id));
    if (node?.type === 'dlms-device') start(recordings, node as DeviceNode, response);
    else notFound(response);
  });
  httpAdmin.post('/dlms/capture/:id/stop', mayWrite, (request, response) => {
    const kept = found(request);
    if (kept === undefined) return notFound(response);
    kept.recording.stop('stopped');
    void kept.recording.over.then(() => response.json(told(kept)));
  });
  httpAdmin.get('/dlms/capture/:id/state', mayWrite, (request, response) => {
    const kept = found(request);
    response.json(kept === undefined ? { state: 'none' } : told(kept));
  });
  httpAdmin.get('/dlms/capture/:id', mayWrite, (request, response) => sendFile(found(request), response));
}

function start(recordings: Recordings, device: DeviceNode, response: Response): void {
  const kept = attempt(() => recordings.start(device));
  if (kept instanceof DlmsError) response.status(400).json(toldError(kept));
  else if (kept === undefined) response.status(409).json({ code: 'busy' });
  else response.status(202).json(told(kept));
}

function sendFile(kept: KeptRecording | undefined, response: Response): void {
  const text = kept?.recording.text ?? '';
  if (kept === undefined || text === '') notFound(response);
  else response.attachment(fileName(kept)).type('application/x-ndjson').send(text);
}

function fileName({ alias }: KeptRecording): string {
  return `${alias}.capture.jsonl`;
}

function told(kept: KeptRecording) {
  const { error, ...state } = kept.recording.state;
  return { ...state, error: error && toldError(error), file: fileName(kept) };
}

function toldError({ code, message, hint }: DlmsError) {
  return { code, message, hint };
}

function notFound(response: Response): void {
  response.status(404).json({ code: 'unknown' });
}
