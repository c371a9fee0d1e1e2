/**
 * What meters of a make usually want, for the edit dialog and for the documentation; loaded by the editor as
 * `MeterflowDlms.presets` and `.quirks`, and by the tests as a module. Utilities change these settings, so
 * that they are where to start, not what must be; passwords are never among them. The texts for the names of
 * quirks are in the catalogue.
 */
((scope) => {
  /** The names of the quirks; where one has a number: its least, its most, and what it is where none is typed. */
  const quirks = {
    'plain-snrm': null,
    'max-info': [16, 2030, 128],
    window: [1, 7, 1],
    'forced-link-parameters': null,
    'disconnect-first': null,
    'uncounted-frames': null,
    'no-release': null,
    'constant-invoke-id': null,
    'no-block-transfer': null,
    'block-window': [1, 63, 1],
    'no-access': null,
    'no-lists': null,
    'list-limit': [1, 6553, 10],
    'deviation-inverted': null,
    'scaler-missing': null,
    'iec-wake-up': null,
    'iec-pause': [0, 1000, 300],
    'iec-speed': [300, 115200, 9600],
    'counter-restarts': null,
    'counter-repeats': null,
    'general-protection': null,
    'general-ciphering': null,
    signed: null,
    'high-secret-as-challenge': null,
    'other-address-size': null,
    'block-numbers-run-on': null,
    'mechanism-name-high-bit': null,
  };

  /** Whatever a preset does not say; each preset sets all of these, so that none leaves traces of another. */
  const usual = {
    mode: 'DLMS-HDLC',
    iecReadout: 'auto',
    referencing: 'LN',
    clientAddress: '16',
    logicalAddress: '1',
    physicalAddress: '0',
    addressSize: '0',
    auth: 'None',
    security: 'None',
    securitySuite: '0',
    invocationCounter: 'stored',
    quirks: '',
  };

  /** Keys in place of a password; what the meter has counted is read first, through its public client. */
  const secured = {
    auth: 'HighGmac',
    security: 'AuthenticationEncryption',
    invocationCounter: '0.0.43.1.0.255',
  };

  /** `bySerialNumber`: the physical address comes from the number on the plate, which the user puts in. */
  const preset = (id, make, settings, bySerialNumber = false) => ({
    id,
    make,
    bySerialNumber,
    settings: { ...usual, ...settings },
  });

  const presets = [
    preset('simulated', 'the simulated meter', { physicalAddress: '16' }),
    preset('public-client', 'public client of many meters', {}),
    preset('readout', 'plain readout, such as Elster A1700', {
      mode: 'IEC',
      iecReadout: 'always',
    }),
    preset('apator-norax', 'Apator Norax', { mode: 'IEC', clientAddress: '1', auth: 'Low' }),
    preset('elgama-gama', 'Elgama GAMA 100, 300', { clientAddress: '1', auth: 'Low' }, true),
    preset('emh-lzqj', 'EMH LZQJ-XC', { referencing: 'SN', auth: 'Low' }, true),
    preset('energomera-spodes', 'Energomera CE207, 307, 308 (SPODES)', {
      clientAddress: '32',
      auth: 'Low',
    }),
    preset('holley-hexing', 'Holley, Hexing, Wasion, Star', { clientAddress: '1', auth: 'Low' }),
    preset('india', 'India, IS 15959: Secure, Genus, L&T', {
      clientAddress: '32',
      auth: 'Low',
      quirks: 'deviation-inverted',
    }),
    preset('india-secured', 'India, IS 15959-2, ciphered', {
      ...secured,
      clientAddress: '48',
      invocationCounter: '0.0.43.1.3.255',
      quirks: 'deviation-inverted',
    }),
    preset('iskraemeco-mt', 'Iskraemeco MT17x, MT37x, MT38x (LN)', {
      mode: 'IEC',
      clientAddress: '100',
      physicalAddress: '17',
      auth: 'Low',
    }),
    preset(
      'itron-sl7000',
      'Itron, Actaris SL7000, ACE6000',
      { clientAddress: '1', auth: 'Low', quirks: 'disconnect-first' },
      true,
    ),
    preset('kamstrup', 'Kamstrup 162, 382, Omnipower', {
      logicalAddress: '16',
      physicalAddress: '1',
      auth: 'Low',
    }),
    preset(
      'landis-zmd',
      'Landis+Gyr ZMD, ZFD, ZMG (RS-485)',
      { referencing: 'SN', quirks: 'max-info=128' },
      true,
    ),
    preset(
      'landis-zmd-optical',
      'Landis+Gyr ZMD, ZFD, ZMG (optical)',
      { mode: 'IEC', referencing: 'SN', quirks: 'max-info=128' },
      true,
    ),
    preset('landis-idis', 'Landis+Gyr E350, E450, E570 (IDIS)', { physicalAddress: '17' }),
    preset('idis-secured', 'IDIS, ciphered: E450, E570, AM550', {
      ...secured,
      clientAddress: '1',
      physicalAddress: '17',
    }),
    preset('metcom-mcs301', 'MetCom MCS301', { mode: 'IEC', physicalAddress: '17' }),
    preset('spain', 'ZIV, Circutor (Spain)', { clientAddress: '2', physicalAddress: '16', auth: 'Low' }),
  ];

  const api = { quirks, presets };
  if (typeof module === 'object' && module.exports) module.exports = api;
  else scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, api);
})(globalThis);
