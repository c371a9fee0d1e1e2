/** What `dlms simulate` says at its start: what listens where, and the commands that read it. */
import { namesOf } from '../config/simulated-quirks.js';
import { toHex } from '../encoding/hex.js';
import { publicOf, publicPoint } from '../security/key-pair.js';
import { needsSecret } from '../simulator/authentication.js';
import { demoClientScalar } from '../simulator/demo-keys.js';
import type { SimulatorHost } from '../simulator/host.js';
import { environmentName, type SimulateOptions } from './simulate-options.js';

export function announcement(host: SimulatorHost, options: SimulateOptions): readonly string[] {
  const { serialPath, serialFraming, baudRate } = options;
  const lines = [whatTheyAre(options), ...keysForTrying(options)];
  for (const [name, port, mode] of [
    ['HDLC', host.hdlcPort, ''],
    ['WRAPPER', host.wrapperPort, ' --mode DLMS-WRAPPER'],
    ['IEC start', host.iecPort, iecMode(host)],
  ] as const) {
    if (port === undefined) continue;
    const how = `--ip ${reachable(options.host)} --port ${port}${mode}`;
    lines.push(...entry(`${name} on ${options.host} port ${port}`, how, options));
  }
  if (serialPath !== undefined) {
    const mode = serialFraming === 'iec' ? iecMode(host) : '';
    const how = `--device <the other end> --baudrate ${baudRate}${mode}`;
    const name = serialFraming === 'iec' ? 'IEC start' : 'HDLC';
    lines.push(...entry(`${name} on ${serialPath}, ${baudRate} 8N1`, how, options));
  }
  return [...lines, 'Ctrl-C ends it.'];
}

function whatTheyAre({ physicalAddress, meters, logicalAddress, secured }: SimulateOptions): string {
  const which =
    meters === 1
      ? `1 meter at physical address ${physicalAddress}`
      : `${meters} meters at physical addresses ${physicalAddress} to ${physicalAddress + meters - 1}`;
  const { auth, security: protection = 'None', securitySuite } = secured.options;
  const ciphering = protection === 'None' ? '' : `, ${protection} in suite ${securitySuite}`;
  return `${which}, logical address ${logicalAddress}, authentication ${auth}${ciphering}`;
}

function keysForTrying(options: SimulateOptions): readonly string[] {
  const shown = [...keysOf(options), ...signingKeysOf(options)].some(({ value }) => value !== undefined);
  return shown ? ['The keys shown are for trying, and no secrets; give your own to have real ones.'] : [];
}

/** Several meters would all answer a call to any of them. */
function iecMode({ meters: [first, ...others] }: SimulatorHost): string {
  const address = others.length === 0 ? '' : ` --iec-device-address ${first?.serialNumber}`;
  return ` --mode IEC${address}`;
}

function entry(where: string, how: string, options: SimulateOptions): readonly string[] {
  const { physicalAddress, quirks, referencing } = options;
  const told = quirks === '' ? '' : ` --quirks ${namesOf(quirks).join(',')}`;
  const type = referencing === 'SN' ? 'SN' : 'LN';
  const meter = `--type ${type} --slave-address ${physicalAddress}`;
  const { hidden, shown } = credentials(options);
  const command = `${hidden}dlms read ${how} ${meter}${shown}${told} 1-0:1.8.0 1-0:32.7.0`;
  return [`${where}; read it with:`, `  ${command}`];
}

/** One that the reader needs. */
interface Credential {
  /** As the reader's options name it. */
  readonly name: string;
  /** Undefined for what is not shown. */
  readonly value: string | undefined;
}

/** What stands before the command, masked, and what among its options. */
function credentials(options: SimulateOptions) {
  const { auth = 'None', security = 'None', securitySuite } = options.secured.options;
  const settings: readonly Credential[] = [
    { name: 'auth', value: auth === 'None' ? '' : auth },
    { name: 'security', value: security === 'None' ? '' : security },
    { name: 'securitySuite', value: securitySuite === 0 ? '' : String(securitySuite) },
  ];
  const password: readonly Credential[] = needsSecret(auth) ? [{ name: 'password', value: undefined }] : [];
  const all = [...settings, ...password, ...keysOf(options), ...signingKeysOf(options)];
  return {
    hidden: all
      .map(({ name, value }) => (value === undefined ? `${environmentName(name)}=*** ` : ''))
      .join(''),
    shown: all.map(({ name, value }) => (value ? ` ${flagOf(name)} ${value}` : '')).join(''),
  };
}

/** Those that everybody knows are shown. */
function keysOf({ own, secured: { options, site } }: SimulateOptions): readonly Credential[] {
  const needed = options.auth === 'HighGmac' || options.security !== 'None';
  if (!needed || site.keys === undefined) return [];
  const { keys } = site;
  const names = (['blockCipherKey', 'authenticationKey'] as const).filter((name) => keys[name].length > 0);
  return names.map((name) => ({ name, value: own.includes(name) ? undefined : toHex(keys[name]) }));
}

/** The client's private key and the public key of the meter. */
function signingKeysOf(options: SimulateOptions): readonly Credential[] {
  const { own, secured, faults } = options;
  const { signingKey, suite } = secured.site;
  const needed = secured.options.auth === 'HighEcdsa' || faults?.onlySigned === true;
  if (!needed || signingKey === undefined) return [];
  const demo = !own.includes('clientPublicKey');
  return [
    { name: 'signingKey', value: demo ? toHex(demoClientScalar(suite)) : undefined },
    { name: 'serverPublicKey', value: toHex(publicPoint(publicOf(signingKey))) },
  ];
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Where it listens on all addresses, this computer is one of them. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}
