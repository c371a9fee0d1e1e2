/**
 * The credentials file of Node-RED (`flows_cred.json`): 16 octets of initial counter block in hexadecimal, then
 * base64 of JSON under AES-256 in counter mode. The key is the SHA-256 of the credentialSecret.
 */
import { createDecipheriv, createHash } from 'node:crypto';

const COUNTER_DIGITS = 32;

/**
 * The JSON inside. Another secret gives other octets, which are hardly ever JSON: whoever parses it knows.
 * @returns undefined where it is not of this form, or no text comes out
 */
export function decryptFlowCredentials(encrypted: string, credentialSecret: string): string | undefined {
  const counter = encrypted.slice(0, COUNTER_DIGITS);
  if (!/^[0-9a-f]{32}$/i.test(counter)) return undefined;
  const key = createHash('sha256').update(credentialSecret).digest();
  const decipher = createDecipheriv('aes-256-ctr', key, Buffer.from(counter, 'hex'));
  const octets = decipher.update(Buffer.from(encrypted.slice(COUNTER_DIGITS), 'base64'));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat([octets, decipher.final()]));
  } catch {
    return undefined;
  }
}
