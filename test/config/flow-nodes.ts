/** Nodes of a flow for tests: a tab, a meter, and a node that reads it. */
export const tab = { id: 't1', type: 'tab', label: 'Plant' };
export const device = (more: object = {}) => ({
  id: 'd1',
  type: 'dlms-device',
  name: 'Keller',
  alias: 'cellar',
  transport: 'tcp',
  host: '10.0.0.5',
  port: '4059',
  referencing: 'LN',
  quirks: '',
  ...more,
});
export const reader = (more: object = {}) => ({
  ...{ id: 'r1', type: 'dlms-read', z: 't1', name: '', device: 'd1', trigger: 'both', scanRateMs: '' },
  ...{ job: '', signals: [], output: 'each', onFailure: 'catch', x: 1, y: 1, wires: [[]] },
  ...more,
});
