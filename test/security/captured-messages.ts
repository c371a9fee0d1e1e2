/** The ciphered APDUs of the captures that publish their keys, whatever carries them. */
import { decodeApdu } from '../../src/apdu/apdu.js';
import { isProtectedTag } from '../../src/apdu/protected-apdu.js';
import { fromHex } from '../../src/encoding/hex.js';
import { HdlcDeframer } from '../../src/framing/hdlc/deframer.js';
import { withoutLlc } from '../../src/framing/hdlc/llc.js';
import type { Capture } from '../support/shared.js';

/** Published keys, or none where the capture has none that ciphers. */
export function keysOf({ keys = {} }: Capture) {
  const octets = (name: string) => (keys[name] === undefined ? undefined : fromHex(keys[name]));
  const own = octets('system_title') ?? octets('server_system_title') ?? octets('client_system_title');
  return {
    blockCipherKey: octets('ek') ?? octets('derived_mac_key'),
    authenticationKey: octets('ak'),
    systemTitle: own,
  };
}

/** undefined where there is none, as in captures of bare values. */
export function messageOf({ layer, hex = '' }: Capture): Uint8Array | undefined {
  const octets = fromHex(hex);
  switch (layer) {
    case 'apdu':
      return isProtectedTag(octets[0]) ? octets : inUserInformation(octets);
    case 'wrapper':
      return octets.subarray(8);
    case 'mbus':
      return joined(mbusParts(octets));
    case 'hdlc-stream':
      return inFrames(octets);
    default:
      return undefined;
  }
}

function inUserInformation(octets: Uint8Array): Uint8Array | undefined {
  const apdu = decodeApdu(octets);
  const information = 'userInformation' in apdu ? apdu.userInformation : undefined;
  return information?.kind === 'unsupported' ? information.octets : undefined;
}

/** Information fields joined; where general block transfer is inside, its blocks joined. */
function inFrames(octets: Uint8Array): Uint8Array {
  const parts = new HdlcDeframer()
    .push(octets)
    .flatMap((output) => (output.kind === 'frame' ? [output.frame.information] : []))
    .map((information) => withoutLlc(information) ?? information);
  const blocks = parts.filter(([tag]) => tag === 0xe0).map((part) => decodeApdu(part));
  if (blocks.length === 0) return joined(parts);
  return joined(blocks.map((block) => ('blockData' in block ? block.blockData : new Uint8Array())));
}

/** `68 L L 68`, control, address, CI, STSAP, DTSAP, and the rest up to check sum and `16`. */
function mbusParts(octets: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < octets.length; ) {
    const length = octets[at + 1] ?? 0;
    parts.push(octets.subarray(at + 9, at + 4 + length));
    at += length + 6;
  }
  return parts;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
