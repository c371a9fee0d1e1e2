/**
 * What the runtime made of a configuration file, as the edit dialogs take it: a device for the form of a meter,
 * signals for the table of a read node. Pure; loaded by the editor as `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  const textOf = (value) => String(value ?? '').trim();

  /** Where a meter is, in short. */
  const addressOf = ({ host, port, serialPort } = {}) => {
    if (textOf(host) === '') return textOf(serialPort);
    return textOf(port) === '' ? textOf(host) : `${textOf(host)}:${textOf(port)}`;
  };

  /** The devices to choose from, those that only signals name among them, each with how many signals it has. */
  const fileDevices = ({ devices, signals }) => {
    const counts = new Map(devices.map(({ alias }) => [alias, 0]));
    for (const { device } of signals) counts.set(device, (counts.get(device) ?? 0) + 1);
    return [...counts].map(([alias, count]) => {
      const { properties, enabled = true } = devices.find((device) => device.alias === alias) ?? {};
      return { alias, name: textOf(properties?.name), address: addressOf(properties), enabled, count };
    });
  };

  /** Of a list, such as `name (alias), host:port`. */
  const fileDeviceLabel = ({ alias, name, address }) => {
    const who = name === '' || name === alias ? alias : `${name} (${alias})`;
    return address === '' ? who : `${who}, ${address}`;
  };

  /** The same meter as that of the dialog, where the file has it. */
  const ownDevice = (choices, { alias, name }) =>
    choices.find((choice) => choice.alias === alias) ??
    choices.find((choice) => name !== '' && choice.name === name);

  /**
   * One device for the form.
   * @returns `settings`, every property of the node as text, the usual where the file says nothing; `secrets` that
   * the file has, by name; `missing`, the names of those that its settings ask for beside; `info`, `enabled`
   */
  const fileDevice = ({ devices, nodes }, alias) => {
    const { id: nodeId, enabled, secrets, values = {} } = devices.find((device) => device.alias === alias);
    const { id, type, d, info = '', ...settings } = nodes.find((node) => node.id === nodeId);
    const missing = secrets.filter((name) => textOf(values[name]) === '');
    return { settings, secrets: values, missing, info, enabled };
  };

  const JOB_LIST = /[,\s]/;

  /** A job of one code is that code, which is to be seen in the table. */
  const asRow = (row) => {
    const texts = Object.fromEntries(Object.entries(row).map(([key, value]) => [key, textOf(value)]));
    const { job = '', todo = '', ...others } = texts;
    if (todo === '' && job !== '' && !JOB_LIST.test(job)) return { ...others, todo: job };
    return texts;
  };

  /** The signals of one device as rows of the table. */
  const fileRows = ({ signals }, alias) =>
    signals
      .filter(({ device }) => device === alias)
      .map(({ row, enabled }) => ({ ...asRow(row), enable: enabled ? '1' : '0' }));

  /** The flow for the editor, with the secrets that the file has in its meters. */
  const flowWithSecrets = ({ nodes, devices }) =>
    nodes.map((node) => {
      const { values = {} } = devices.find(({ id }) => id === node.id) ?? {};
      return Object.keys(values).length === 0 ? { ...node } : { ...node, credentials: { ...values } };
    });

  const api = { fileDevices, fileDeviceLabel, ownDevice, fileDevice, fileRows, flowWithSecrets };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
