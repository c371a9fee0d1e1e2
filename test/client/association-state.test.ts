import assert from 'node:assert/strict';
import {
  type AssociationEvent,
  type AssociationState,
  nextState,
} from '../../src/client/association-state.js';
import { DlmsError } from '../../src/errors.js';

const STATES: readonly AssociationState[] = [
  'idle',
  'connecting',
  'associating',
  'authenticating',
  'associated',
  'asking',
  'releasing',
  'disconnecting',
  'refusing',
];

function walk(from: AssociationState, ...events: readonly AssociationEvent[]): AssociationState | DlmsError {
  return events.reduce<AssociationState | DlmsError>(
    (state, event) => (state instanceof DlmsError ? state : nextState(state, event)),
    from,
  );
}

describe('the table of association states', () => {
  it('a reading from its opening to its release', () => {
    assert.equal(walk('idle', 'COSEM-OPEN.request', 'DL-CONNECT.confirm', 'accepted'), 'associated');
    assert.equal(walk('associated', 'GET.request', 'answered', 'GET.request', 'answered'), 'associated');
    assert.equal(walk('associated', 'COSEM-RELEASE.request', 'released', 'DL-DISCONNECT.confirm'), 'idle');
  });

  it('a meter that wants more than a password', () => {
    assert.equal(walk('associating', 'challenged', 'accepted', 'GET.request'), 'asking');
    assert.equal(walk('associating', 'challenged', 'challenged', 'refused'), 'refusing');
  });

  it('a meter that refuses', () => {
    assert.equal(walk('associating', 'refused', 'DL-DISCONNECT.confirm'), 'idle');
  });

  it('a link that breaks leaves nothing, whatever went on', () => {
    for (const state of STATES) assert.equal(nextState(state, 'DL-ABORT.indication'), 'idle', state);
  });

  it('a release is possible at any time, and twice', () => {
    for (const state of STATES) {
      const next = nextState(state, 'COSEM-RELEASE.request');
      assert.ok(!(next instanceof DlmsError), state);
      assert.equal(nextState(next, 'COSEM-RELEASE.request'), next, state);
    }
  });

  it('an opening is possible only where nothing stands, a GET only where nothing else is asked', () => {
    const allowing = (event: AssociationEvent) =>
      STATES.filter((state) => !(nextState(state, event) instanceof DlmsError));
    assert.deepEqual(allowing('COSEM-OPEN.request'), ['idle']);
    assert.deepEqual(allowing('GET.request'), ['associated']);
    assert.deepEqual(allowing('accepted'), ['associating', 'authenticating']);
    assert.deepEqual(allowing('challenged'), ['associating', 'authenticating']);
    assert.deepEqual(allowing('refused'), ['associating', 'authenticating', 'asking']);
    assert.deepEqual(allowing('answered'), ['asking']);
    assert.deepEqual(allowing('released'), ['releasing']);
  });

  it('a way that the table has not is an error of this package that names both ends', () => {
    const error = nextState('asking', 'GET.request');
    assert.ok(error instanceof DlmsError);
    assert.equal(error.message, 'GET.request is not possible while asking');
    assert.deepEqual([error.code, error.layer, error.fault], ['DLMS_STATE', 'association', 'package']);
  });
});
