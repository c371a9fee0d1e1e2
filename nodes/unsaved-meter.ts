/**
 * A meter as it stands in an edit dialog, saved or not: its settings and newly typed secrets come with the
 * question, the other secrets from where Node-RED keeps them.
 */
import type { NodeAPI } from 'node-red';
import {
  type ResolvedSettings,
  resolveSettings,
  type SettingSecrets,
} from '../src/meter/resolve-settings.js';
import { settingError } from '../src/meter/setting-reader.js';
import { CREDENTIALS, deviceSecrets } from './device-secrets.js';

type Runtime = Pick<NodeAPI, 'nodes' | 'util'>;
type Texts = Readonly<Record<string, string>>;

export interface UnsavedMeter {
  /** Of its node. */
  readonly id: string;
  /** Properties of the device node, variables filled in. */
  readonly properties: Texts;
  readonly secrets: SettingSecrets;
}

const DEVICE = 'dlms-device';
const MOST_ENTRIES = 100;
/** Certificates are the longest. */
const MOST_CHARACTERS = 20_000;
const VARIABLE = /^\$(?:\{(\S+)\}|\((\S+)\))$/;
const SECRETS = Object.keys(CREDENTIALS);

/**
 * @param body `id`; `settings`, properties as text; `secrets` that were typed; `stored`, names of those kept
 * @throws DlmsError DLMS_SETTING for a secret that is a variable nobody has set, and for what is no meter
 */
export function unsavedMeter(body: unknown, runtime: Runtime): UnsavedMeter {
  const { id, settings, secrets, stored } = recordOf(body);
  const meterId = typeof id === 'string' ? id.slice(0, MOST_ENTRIES) : '';
  if (meterId === '') throw settingError('the question names no meter');
  const kept = textsIn(storedSecrets(meterId, runtime));
  const named = Array.isArray(stored) ? SECRETS.filter((name) => stored.includes(name)) : [];
  const used = Object.fromEntries(named.flatMap((name) => (kept[name] ? [[name, kept[name]]] : [])));
  const typed = Object.entries(textsIn(secrets)).filter(([name]) => SECRETS.includes(name));
  const filled = filling(meterId, runtime);
  return {
    id: meterId,
    properties: filled(textsIn(settings)),
    secrets: deviceSecrets(filled({ ...used, ...Object.fromEntries(typed) })),
  };
}

/** @throws DlmsError DLMS_SETTING that names each wrong setting */
export function resolved({ properties, secrets }: UnsavedMeter): ResolvedSettings {
  return resolveSettings(properties, secrets);
}

/** Only of meters: the credentials of other nodes are nobody's business here. */
function storedSecrets(id: string, { nodes }: Runtime): unknown {
  let isMeter = false;
  nodes.eachNode((node) => {
    if (node.id === id && node.type === DEVICE) isMeter = true;
  });
  return isMeter ? nodes.getCredentials(id) : undefined;
}

/** As Node-RED fills variables in when it starts a node; those that do not exist stay as they are. */
function filling(id: string, { nodes, util }: Runtime): (texts: Texts) => Texts {
  const node = nodes.getNode(id);
  const textFor = (text: string): string => {
    const [, inBraces, inParentheses] = VARIABLE.exec(text) ?? [];
    const name = inBraces ?? inParentheses;
    if (name === undefined) return text;
    const value: unknown = node === null ? process.env[name] : util.getSetting(node, name);
    return value === undefined || value === null ? text : String(value);
  };
  return (texts) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, textFor(text)]));
}

/** What is no text, or too long for a setting, is left out. */
function textsIn(value: unknown): Texts {
  const texts = Object.entries(recordOf(value)).slice(0, MOST_ENTRIES);
  const isText = (text: unknown): text is string =>
    typeof text === 'string' && text.length <= MOST_CHARACTERS;
  return Object.fromEntries(texts.flatMap(([name, text]) => (isText(text) ? [[name, text]] : [])));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
