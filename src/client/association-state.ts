/**
 * The application association's states and what may happen in each, as one table (Green Book, CF state
 * machine of the client; here with the states of the lower connection that lead in and out of it).
 */
import { DlmsError } from '../errors.js';

/**
 * idle: nothing stands. connecting: the link is asked for. associating: the AARQ is out. authenticating: our
 * answer to the meter's challenge is out. associated: ready. asking: a GET is out. releasing: the RLRQ is out.
 * disconnecting: the link is given up at the user's wish. refusing: the link is given up because the meter
 * refused, or cannot be believed.
 */
export type AssociationState =
  | 'idle'
  | 'connecting'
  | 'associating'
  | 'authenticating'
  | 'associated'
  | 'asking'
  | 'releasing'
  | 'disconnecting'
  | 'refusing';

export type AssociationEvent =
  | 'COSEM-OPEN.request'
  | 'GET.request'
  | 'COSEM-RELEASE.request'
  | 'DL-CONNECT.confirm'
  | 'DL-DISCONNECT.confirm'
  | 'DL-ABORT.indication'
  /** The AARE was read; with high level security, the meter has answered our challenge, too. */
  | 'accepted'
  /** The AARE asks for the passes of high level security, or the meter for one in another form. */
  | 'challenged'
  /** The AARE refuses (or an error in its place); one side cannot trust the other, or has nothing to send. */
  | 'refused'
  /** The GET has its result, good or bad. */
  | 'answered'
  /** The RLRE came, or something in its place, or nothing in time. */
  | 'released';

type Transitions = Readonly<Partial<Record<AssociationEvent, AssociationState>>>;

/** A meter that has the turn cannot be sent an RLRQ: a release while asking goes straight to the link. */
const TABLE: Readonly<Record<AssociationState, Transitions>> = {
  idle: {
    'COSEM-OPEN.request': 'connecting',
    'COSEM-RELEASE.request': 'idle',
    'DL-ABORT.indication': 'idle',
  },
  connecting: {
    'DL-CONNECT.confirm': 'associating',
    'COSEM-RELEASE.request': 'disconnecting',
    'DL-ABORT.indication': 'idle',
  },
  associating: {
    accepted: 'associated',
    challenged: 'authenticating',
    refused: 'refusing',
    'COSEM-RELEASE.request': 'disconnecting',
    'DL-ABORT.indication': 'idle',
  },
  authenticating: {
    accepted: 'associated',
    challenged: 'authenticating',
    refused: 'refusing',
    'COSEM-RELEASE.request': 'disconnecting',
    'DL-ABORT.indication': 'idle',
  },
  associated: {
    'GET.request': 'asking',
    'COSEM-RELEASE.request': 'releasing',
    'DL-ABORT.indication': 'idle',
  },
  asking: {
    answered: 'associated',
    refused: 'refusing',
    'COSEM-RELEASE.request': 'disconnecting',
    'DL-ABORT.indication': 'idle',
  },
  releasing: {
    released: 'disconnecting',
    'COSEM-RELEASE.request': 'releasing',
    'DL-ABORT.indication': 'idle',
  },
  disconnecting: {
    'DL-DISCONNECT.confirm': 'idle',
    'COSEM-RELEASE.request': 'disconnecting',
    'DL-ABORT.indication': 'idle',
  },
  refusing: {
    'DL-DISCONNECT.confirm': 'idle',
    'COSEM-RELEASE.request': 'disconnecting',
    'DL-ABORT.indication': 'idle',
  },
};

/** The state after `event`, or a DlmsError of this package's fault where the table has no such way. */
export function nextState(state: AssociationState, event: AssociationEvent): AssociationState | DlmsError {
  return (
    TABLE[state][event] ??
    new DlmsError(`${event} is not possible while ${state}`, {
      code: 'DLMS_STATE',
      layer: 'association',
      fault: 'package',
      hint: 'This is a fault of this package: please report it with a trace.',
    })
  );
}
