/** The button that records a session with a deployed meter, for a report of a fault. */
import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import { DlmsError } from '../src/errors.js';
import { attempt } from './attempt.js';
import type { DeviceNode } from './device-node.js';
import type { Recording } from './recording.js';
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
    const recording = found(request)?.recording;
    if (recording === undefined) return notFound(response);
    recording.stop('stopped');
    void recording.over.then(() => response.json(told(recording)));
  });
  httpAdmin.get('/dlms/capture/:id/state', mayWrite, (request, response) => {
    const recording = found(request)?.recording;
    response.json(recording === undefined ? { state: 'none' } : told(recording));
  });
  httpAdmin.get('/dlms/capture/:id', mayWrite, (request, response) => sendFile(found(request), response));
}

function start(recordings: Recordings, device: DeviceNode, response: Response): void {
  const recording = attempt(() => recordings.start(device));
  if (recording instanceof DlmsError) response.status(400).json(toldError(recording));
  else if (recording === undefined) response.status(409).json({ code: 'busy' });
  else response.status(202).json(told(recording));
}

function sendFile(kept: KeptRecording | undefined, response: Response): void {
  const text = kept?.recording.text ?? '';
  if (text === '') notFound(response);
  else response.attachment(`${kept?.alias}.capture.jsonl`).type('application/x-ndjson').send(text);
}

function told({ state: { state, octets, ended, error } }: Recording) {
  return { state, octets, ended, error: error && toldError(error) };
}

function toldError({ code, message, hint }: DlmsError) {
  return { code, message, hint };
}

function notFound(response: Response): void {
  response.status(404).json({ code: 'unknown' });
}
