/**
 * What the messages of a read node look like, with made-up values in the place of those of the meter. Pure;
 * loaded by the editor as `MeterflowDlms`, and by the tests as a module.
 */
((scope) => {
  /** Asked for when it is needed: the editor runs the scripts of a node in any order. */
  const shared = (file) => (typeof module === 'object' ? require(`./${file}.js`) : scope.MeterflowDlms);

  /** Signals that are shown of one message for all. */
  const MOST_SIGNALS = 2;

  /** By C and D of electricity: a value that such an object may have, as the meter sends it, and scaled. */
  const EXAMPLES = [
    [/^1\.\d+\.\d+\.8\./, { value: 12345, scaler: 1, payload: 123450, unit: 'Wh' }],
    [/^1\.\d+\.[1357]2\.7\./, { value: 2304, scaler: -1, payload: 230.4, unit: 'V' }],
    [/^1\.\d+\.[1357]1\.7\./, { value: 512, scaler: -2, payload: 5.12, unit: 'A' }],
    [/^1\.\d+\.14\.7\./, { value: 4998, scaler: -2, payload: 49.98, unit: 'Hz' }],
    [/^1\.\d+\.\d+\.7\./, { value: 1250, scaler: 0, payload: 1250, unit: 'W' }],
    [/^device_status$/, { value: 1, scaler: 0, payload: 1, unit: '' }],
  ];
  const OTHER = { value: 123, scaler: 0, payload: 123, unit: '' };
  const CLASS_ID = 3;

  /** As the runtime makes an alias of the name of a meter. */
  const aliasOf = (name) => {
    const plain = String(name ?? '')
      .normalize('NFKD')
      .replace(/\p{Mark}/gu, '');
    return plain.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '') || 'meter';
  };

  /** The first part of topics. @param device the config node, where there is one */
  const deviceAlias = (device) => String(device?.alias ?? '').trim() || aliasOf(device?.name);

  const originOf = (device, { alias, code, attribute = 2 }, timestamp) => {
    const { value, scaler, payload, unit } = EXAMPLES.find(([codes]) => codes.test(code))?.[1] ?? OTHER;
    const dlms = { device, signal: alias, obis: code, attribute, classId: CLASS_ID, value, scaler };
    return { payload, unit, timestamp, dlms };
  };

  const eachMessage = (device, signal, timestamp) => {
    const { payload, unit, dlms } = originOf(device, signal, timestamp);
    return { topic: `${device}/${signal.alias}`, payload, unit, timestamp, quality: 'good', dlms };
  };

  const payloadOf = (device, signals, timestamp) =>
    Object.fromEntries(signals.map((signal) => [signal.alias, originOf(device, signal, timestamp).payload]));

  const oneMessage = (device, signals, timestamp) => ({
    topic: device,
    payload: payloadOf(device, signals, timestamp),
    timestamp,
    quality: 'good',
    dlms: Object.fromEntries(
      signals.map((signal) => {
        const { dlms, unit } = originOf(device, signal, timestamp);
        return [signal.alias, { ...dlms, unit, quality: 'good' }];
      }),
    ),
  });

  const influxMessage = (device, signals, timestamp) => ({
    measurement: device,
    payload: [payloadOf(device, signals, timestamp), { device }],
    timestamp,
  });

  const EXAMPLE_SIGNALS = [
    { alias: '1.0.1.8.0.255', code: '1.0.1.8.0.255' },
    { alias: '1.0.32.7.0.255', code: '1.0.32.7.0.255' },
  ];

  /** The signals that rows name, as far as they can be told. */
  const signalsIn = (rows) =>
    rows.flatMap((row) => {
      const { tag, alias, isOff } = shared('dlms-signals-rules').rowCheck(row);
      return isOff || tag === undefined || alias === undefined ? [] : [{ ...tag, alias }];
    });

  /**
   * A message of the node, its properties in the order in which they stand in it.
   * @param output each, one, influx; a variable shows as the first
   * @param device the alias of the meter
   */
  const sampleMessage = (output, device, rows, timestamp) => {
    const signals = signalsIn(rows);
    const shown = (signals.length > 0 ? signals : EXAMPLE_SIGNALS).slice(0, MOST_SIGNALS);
    if (output === 'one') return oneMessage(device, shown, timestamp);
    return output === 'influx'
      ? influxMessage(device, shown, timestamp)
      : eachMessage(device, shown[0], timestamp);
  };

  const isName = (key) => /^[A-Za-z_$][\w$]*$/.test(key);

  /** As one writes it in a program: short enough for a line. */
  const shortJson = (value) => {
    if (Array.isArray(value)) return `[${value.map(shortJson).join(', ')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const parts = Object.entries(value).map(
      ([key, each]) => `${isName(key) ? key : JSON.stringify(key)}: ${shortJson(each)}`,
    );
    return `{ ${parts.join(', ')} }`;
  };

  const api = { deviceAlias, sampleMessage, shortJson };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
