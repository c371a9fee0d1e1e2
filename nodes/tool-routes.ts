/**
 * What the tools of the edit dialogs ask of the runtime: each is started with the meter as it stands in the
 * form, and then watched. Secrets come in, and never go out.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { NodeAPI } from 'node-red';
import { objectListJson, parseObjectList } from '../src/diagnosis/object-list-file.js';
import { objectListView } from '../src/diagnosis/object-list-view.js';
import { askedTags, objectsTool, valuesTool } from './browse-tools.js';
import { findTool, searchTarget } from './find-tool.js';
import { GuestSessions } from './guest-sessions.js';
import { KeptLists, namingSettings } from './kept-lists.js';
import type { SharedPool } from './shared-pool.js';
import { testTool } from './test-tool.js';
import { toldError } from './tool-error.js';
import type { Tool } from './tool-run.js';
import { ToolRuns } from './tool-runs.js';
import { resolved, type UnsavedMeter, unsavedMeter } from './unsaved-meter.js';

type Runtime = Pick<NodeAPI, 'httpAdmin' | 'auth' | 'nodes' | 'util'>;
type Body = Readonly<Record<string, unknown>>;

/** What is made of a question; a DlmsError that it throws is the answer. */
type Question<T> = (meter: UnsavedMeter, body: Body) => T;

const MINUTE_MS = 60_000;
/** Of a language. */
const LONGEST_TAG = 40;

export function toolRoutes(runtime: Runtime, { pool, store }: SharedPool): void {
  const { httpAdmin, auth } = runtime;
  const mayWrite = auth.needsPermission('dlms-device.write');
  const mayRead = auth.needsPermission('dlms-device.read');
  const runs = new ToolRuns();
  const guests = new GuestSessions(pool);
  const lists = new KeptLists(store);

  /** Starts a tool; the answer is the id of its run. */
  const start = (path: string, mostMs: number, toolOf: Question<Tool>): void => {
    httpAdmin.post(
      `/dlms/tools/${path}`,
      mayWrite,
      answering(runtime, (meter, body, response) => {
        const run = runs.start(meter.id, mostMs, toolOf(meter, body));
        if (run === undefined) response.status(409).json({ code: 'busy' });
        else response.json({ run });
      }),
    );
  };
  const browsed = (meter: UnsavedMeter) => ({ id: meter.id, settings: resolved(meter).settings });

  start('test', 3 * MINUTE_MS, (meter) => {
    const { settings, warnings } = resolved(meter);
    return testTool(pool, settings, warnings);
  });
  start('find', 15 * MINUTE_MS, (meter) => findTool(pool, searchTarget(meter)));
  start('objects', 15 * MINUTE_MS, (meter, body) =>
    objectsTool(guests, lists, browsed(meter), languageIn(body)),
  );
  start('values', 15 * MINUTE_MS, (meter, { tags }) => valuesTool(guests, browsed(meter), askedTags(tags)));

  httpAdmin.get('/dlms/tools/runs/:run', mayWrite, (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const run = runs.find(String(request.params.run));
    if (run === undefined) response.status(404).json({ code: 'unknown' });
    else {
      const told = run.news(positionIn(request), gone.signal);
      void told.then((news) => response.set('Cache-Control', 'no-store').json(news));
    }
  });
  httpAdmin.delete('/dlms/tools/runs/:run', mayWrite, (request, response) => {
    runs.find(String(request.params.run))?.end('stopped');
    response.status(204).end();
  });

  httpAdmin.post(
    '/dlms/tools/known-objects',
    mayRead,
    answering(runtime, async (meter, body, response) => {
      const file = await lists.load(namingSettings(meter));
      response.json({ list: file && objectListView(file, languageIn(body)) });
    }),
  );
  httpAdmin.post(
    '/dlms/tools/export-objects',
    mayRead,
    answering(runtime, async (meter, _, response) => {
      const file = await lists.load(namingSettings(meter));
      response.type('json').send(file === undefined ? '{}' : objectListJson(file));
    }),
  );
  httpAdmin.post(
    '/dlms/tools/import-objects',
    mayWrite,
    answering(runtime, async (meter, body, response) => {
      const [settings, file] = [namingSettings(meter), parseObjectList(String(body.file))];
      await lists.save(settings, file);
      response.json({ list: objectListView((await lists.load(settings)) ?? file, languageIn(body)) });
    }),
  );
}

type Answer = (meter: UnsavedMeter, body: Body, response: Response) => void | Promise<void>;

/** Answers a question about a meter; what cannot be asked so is told with its reason. */
function answering(runtime: Runtime, answer: Answer): RequestHandler {
  const answered = async (body: Body, response: Response): Promise<void> => {
    await answer(unsavedMeter(body, runtime), body, response);
  };
  return (request, response) => {
    answered((request.body ?? {}) as Body, response).catch((cause: unknown) => {
      response.status(400).json(toldError(cause));
    });
  };
}

/** The user's, for names of objects. */
function languageIn({ language }: Body): string {
  return typeof language === 'string' ? language.slice(0, LONGEST_TAG) : '';
}

function positionIn({ query }: Request): number {
  const position = Number(query.from);
  return Number.isSafeInteger(position) && position >= 0 ? position : 0;
}
