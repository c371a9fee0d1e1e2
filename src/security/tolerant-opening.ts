/**
 * Ciphered contents for those who only look (Green Book, GCM inputs): deviations of known senders are tried
 * and named, and a tag that cannot be checked is said to be unchecked.
 */
import type { CipheredContent } from '../apdu/ciphered-content.js';
import { type ContentKeys, commonAdditionalData, openContent, openUnchecked } from './content-ciphering.js';
import { undecipherable } from './refusals.js';

export interface Tolerated {
  readonly contents: Uint8Array;
  /** A tag proves that the contents come from somebody with the key. */
  readonly verified: boolean;
  readonly notes: readonly string[];
}

export interface TolerantKeys extends Omit<ContentKeys, 'authenticationKey'> {
  /** Left out where it is not known; empty where the system uses none. */
  readonly authenticationKey?: Uint8Array | undefined;
}

interface Deviation {
  readonly commonData: Uint8Array;
  readonly note: string;
}

const NONE = new Uint8Array();

/** @throws DlmsError DLMS_DECIPHERING where the authentication key is known and the tag does not fit it */
export function openTolerantly(content: CipheredContent, known: TolerantKeys): Tolerated {
  const { authenticationKey = NONE } = known;
  const keys: ContentKeys = { ...known, authenticationKey };
  const { authenticated, encrypted } = content.securityControl;
  if (!authenticated) {
    const note = `${encrypted ? 'encrypted only' : 'not protected'}: nothing proves where it comes from`;
    return { contents: openUnchecked(content, keys), verified: false, notes: [note] };
  }
  const regular = known.authenticationKey && openContent(content, keys);
  if (regular !== undefined) return { contents: regular, verified: true, notes: [] };
  return openDeviating(content, keys) ?? withoutAuthenticationKey(content, keys, known.authenticationKey);
}

function openDeviating(content: CipheredContent, keys: ContentKeys): Tolerated | undefined {
  for (const { commonData, note } of deviations(content, keys)) {
    const contents = openContent(content, keys, commonData);
    if (contents !== undefined) return { contents, verified: true, notes: [note] };
  }
  return undefined;
}

function deviations({ securityControl }: CipheredContent, keys: ContentKeys): readonly Deviation[] {
  const unicast = commonAdditionalData({ ...securityControl, broadcastKey: false }, keys);
  const keyless = commonAdditionalData(securityControl, { ...keys, authenticationKey: NONE });
  return [
    { commonData: keyless, note: 'the tag is computed without an authentication key' },
    { commonData: NONE, note: 'the tag is computed without additional data' },
    { commonData: unicast, note: 'the tag is computed without the bit of the broadcast key' },
  ];
}

function withoutAuthenticationKey(
  content: CipheredContent,
  keys: ContentKeys,
  authenticationKey: Uint8Array | undefined,
): Tolerated {
  if (authenticationKey !== undefined) throw undecipherable('the authentication tag is wrong');
  const note = 'the tag was not checked: the authentication key is not given';
  return { contents: openUnchecked(content, keys), verified: false, notes: [note] };
}
