/** Settings as texts that are equal where the settings mean the same; secrets are in them: never to be shown. */
import { toHex } from '../encoding/hex.js';
import type { MeterSettings } from '../meter/settings.js';
import { PrivateKey, PublicKey, publicOf, publicPoint } from '../security/key-pair.js';
import { lineKey } from './line-pool.js';

/** Names the meter and the rights that its client has there; what is learned holds for these. */
export function directoryKey(settings: MeterSettings): string {
  const { clientAddress, referencing } = settings;
  const key = `${meterKey(settings)} ${clientAddress}`;
  return referencing === 'SN' ? `${key} SN` : key;
}

/** Equal settings are the same meter; what only names it or times its scans does not count. */
export function sessionKey(settings: MeterSettings): string {
  const counting = { ...settings, name: '', alias: '', scanRateMs: 0 };
  return `${lineKey(settings)} ${textOf(counting)}`;
}

/** The meter, the client that it knows, and the secrets that it gets to see of it. */
export function secretsKey(settings: MeterSettings): string {
  const { auth, password, security, clientAddress } = settings;
  return `${meterKey(settings)} ${textOf({ auth, password, security, clientAddress })}`;
}

function meterKey(settings: MeterSettings): string {
  const { logicalAddress, physicalAddress } = settings;
  return `${lineKey(settings)} ${logicalAddress}-${physicalAddress}`;
}

/** Keys would print as `***` by themselves, all alike. */
function textOf(settings: object): string {
  return JSON.stringify(settings, function (this: Readonly<Record<string, unknown>>, name) {
    const value = this[name];
    if (value instanceof Uint8Array) return toHex(value);
    if (value instanceof PrivateKey) return toHex(publicPoint(publicOf(value)));
    return value instanceof PublicKey ? toHex(publicPoint(value)) : value;
  });
}
