/** A link with an IEC start on the bench, in the states that its tests begin with. */
import { ModeELink } from '../../src/client/mode-e-link.js';
import type { ModeELinkSettings } from '../../src/client/mode-e-settings.js';
import type { LinkInput } from '../../src/client/primitive.js';
import { frame } from './hdlc-notation.js';
import { IecBench } from './iec-bench.js';
import { MODE_E } from './iec-starts.js';
import { hexOf } from './recorded-conversation.js';

const ENDS = { to: '21', from: '21' };

/** A frame between the meter and the client of MODE_E, which have the same address. */
export function frameHex(text: string): string {
  return hexOf(frame(text, ENDS));
}

export const UA = `hex ${frameHex('UA F')}`;
export const SNRM = `> ${frameHex('SNRM P')}`;

export function bench(settings: Partial<ModeELinkSettings> = {}): IecBench<LinkInput> {
  return new IecBench(new ModeELink({ ...MODE_E, plainSnrm: true, retryCounter: 1, ...settings }));
}

/** A link whose identification has come: it waits before the option select. */
export function identified(
  settings: Partial<ModeELinkSettings> = {},
  text = '/LGZ5\\2ZMD\r\n',
): IecBench<LinkInput> {
  const link = bench(settings);
  link.put({ kind: 'DL-CONNECT.request' });
  link.hear(text);
  return link;
}

/** A link in HDLC. */
export function connected(settings: Partial<ModeELinkSettings> = {}): IecBench<LinkInput> {
  const link = identified(settings);
  link.expire();
  link.expire();
  link.hear('\x06252\r\n');
  link.expire();
  link.hear(UA);
  return link;
}
