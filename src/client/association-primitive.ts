/** What goes into and comes out of the association: its user's primitives, and those of the link below it. */
import type {
  DlErrorIndication,
  LinkInput,
  LinkOutput,
  StackInput,
  StackOutput,
  TimerExpired,
  Trace,
} from './primitive.js';

export type AssociationInput =
  | Extract<StackInput, { kind: `COSEM-${string}` | `GET.${string}` }>
  | Extract<LinkOutput, { kind: `DL-${string}` }>
  | DlErrorIndication
  /** The link sent a request once more. */
  | { readonly kind: 'DL-REPEAT.indication' }
  /** Counts only while the RLRE is awaited: every other silence is the link's to bear. */
  | TimerExpired;

export type AssociationOutput =
  | Extract<LinkInput, { kind: `DL-${string}` }>
  | Extract<StackOutput, { kind: `COSEM-${string}` | `GET.${string}` }>
  | Trace;
