import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from '../../src/meter/state-folder.js';

describe('the folder for what must outlive the program', () => {
  it('is the one that the environment names', () => {
    assert.equal(
      stateFolder({ DLMS_STATE_DIR: '/var/lib/dlms', XDG_STATE_HOME: '/x' }, 'linux'),
      '/var/lib/dlms',
    );
    assert.equal(stateFolder({ DLMS_STATE_DIR: 'C:\\dlms' }, 'win32'), 'C:\\dlms');
  });

  it('is otherwise where the system keeps the state of programs', () => {
    assert.equal(
      stateFolder({ XDG_STATE_HOME: '/home/me/.state' }, 'linux'),
      join('/home/me/.state', 'dlms'),
    );
    assert.equal(
      stateFolder({ DLMS_STATE_DIR: '', XDG_STATE_HOME: '' }, 'linux'),
      join(homedir(), '.local', 'state', 'dlms'),
    );
    assert.equal(stateFolder({}, 'darwin'), join(homedir(), '.local', 'state', 'dlms'));
    assert.equal(
      stateFolder({ LOCALAPPDATA: '/local', XDG_STATE_HOME: '/x' }, 'win32'),
      join('/local', 'dlms'),
    );
    assert.equal(stateFolder({}, 'win32'), join(homedir(), 'AppData', 'Local', 'dlms'));
  });
});
