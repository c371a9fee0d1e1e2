/**
 * Nodes as a flow has them, which an older version of this package may have saved, or a person or a program
 * written: what the edit dialogs show of them is what the runtime takes them for. Pure; loaded by the editor
 * as `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);
  const isBlank = (value) => shared('dlms-rules').isBlank(value);

  /** Older words, in small letters, and the newer ones for them. */
  const OLDER_WORDS = {
    transport: { 'dlms tcp': 'tcp', 'dlms serial': 'serial' },
    mode: { dlms: 'DLMS-HDLC', 'dlms-dlc': 'DLMS-HDLC', 'dlms-rapper': 'DLMS-WRAPPER' },
  };

  /** Where a flow has none; new nodes of the editor have another, as that one is for meters. */
  const SIMULATOR_WITHOUT = { port: '4059' };

  const defaultValues = ({ defaults }) =>
    Object.fromEntries(Object.entries(defaults).map(([name, { value }]) => [name, value]));

  /** A word in whatever case, or an older one, as the list of `choices` has it; anything else as it is. */
  const spelled = (name, value, choices = []) => {
    const word = String(value ?? '')
      .trim()
      .toLowerCase();
    return OLDER_WORDS[name]?.[word] ?? choices.find((choice) => choice.toLowerCase() === word) ?? value;
  };

  /** @param missing what stands for a property that the flow has not, where that is not the default */
  const properties = (node, definition, choices, missing) =>
    Object.fromEntries(
      Object.entries({ ...defaultValues(definition), ...missing }).map(([name, value]) => [
        name,
        spelled(name, node[name] ?? value, choices[name]),
      ]),
    );

  /** A host decides for the network; over UDP there is only the WRAPPER. */
  const savedDevice = (node, definition = node._def) => {
    const { choices } = shared('dlms-device-checks');
    const values = properties(node, definition, choices, { transport: '', mode: '' });
    const derived = isBlank(values.host) && !isBlank(values.serialPort) ? 'serial' : 'tcp';
    const isOverruled = values.transport === 'serial' && !isBlank(values.host);
    const transport = isOverruled ? 'tcp' : values.transport || derived;
    return {
      ...values,
      transport,
      mode: values.mode || (transport === 'udp' ? 'DLMS-WRAPPER' : 'DLMS-HDLC'),
    };
  };

  const savedSimulator = (node, definition = node._def) =>
    properties(node, definition, shared('dlms-simulator-rules').simulatorChoices, SIMULATOR_WITHOUT);

  /** Of a node that is saved now; what a newer version of this package saved stays its own. */
  const versionToSave = ({ version }, definition) => {
    const { value } = definition.defaults.version;
    return Number(version) > Number(value) ? version : value;
  };

  /** For `oneditsave`. */
  const saveVersion = (node) => {
    node.version = versionToSave(node, node._def);
  };

  const api = { savedDevice, savedSimulator, versionToSave, saveVersion };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
