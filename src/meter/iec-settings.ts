/** What a meter's settings say of the way in which it is called in mode IEC (IEC 62056-21). */
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import { encodeSignOn } from '../framing/iec62056-21/sign-on.js';
import { BAUD_RATES } from './line-settings.js';
import type { SettingReader } from './setting-reader.js';
import type { IecSettings, MeterSettings } from './settings.js';

const READOUT = { auto: 'auto', never: 'never', always: 'always' } as const;

export const IEC_DEFAULTS: IecSettings = {
  startBaud: 300,
  maxBaud: 19_200,
  deviceAddress: '',
  readout: 'auto',
};

export function readIec(
  reader: SettingReader,
  line: Pick<MeterSettings, 'transport' | 'serial'>,
): IecSettings {
  const startBaud = reader.word('iecStartBaud', BAUD_RATES, IEC_DEFAULTS.startBaud);
  return {
    startBaud,
    maxBaud: line.transport === 'serial' ? line.serial.baudRate : networkBaud(reader, startBaud),
    deviceAddress: readDeviceAddress(reader),
    readout: reader.word('iecReadout', READOUT, IEC_DEFAULTS.readout),
  };
}

/**
 * Behind a network no speed can be changed: where the user says at which speed the line is, it stays there.
 * Else the meter's proposal is taken, for it may well have no speed at all.
 */
function networkBaud(reader: SettingReader, startBaud: number): number {
  return reader.isSet('iecStartBaud') ? startBaud : IEC_DEFAULTS.maxBaud;
}

/** `SN` stands for the number on the meter's plate, which is the device address of many makes. */
function readDeviceAddress(reader: SettingReader): string {
  const text = reader.text('iecDeviceAddress');
  const address = /^sn$/i.test(text) ? reader.text('serialNumber') : text;
  try {
    encodeSignOn(new OctetWriter(), { kind: 'sign-on', address });
    return address;
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    reader.refuse('iecDeviceAddress', `is not allowed: ${error.hint ?? error.message}`);
    return '';
  }
}
