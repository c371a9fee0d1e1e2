/** All messages of IEC 62056-21, whoever sends them. */
import type { CommandMessage } from './command-message.js';
import type { DataBlock } from './data-block.js';
import type { Identification } from './identification.js';
import type { OptionSelect } from './option-select.js';
import type { SignOnRequest } from './sign-on.js';

export type IecMessage =
  | SignOnRequest
  | Identification
  | OptionSelect
  | CommandMessage
  | DataBlock
  /** ACK alone, or with a line end. */
  | { readonly kind: 'acknowledge' }
  /** NAK */
  | { readonly kind: 'repeat-request' };
