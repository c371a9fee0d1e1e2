/** The client stack that a meter's settings ask for: link, addresses, authentication, quirks. */
import { HdlcLink } from '../client/hdlc-link.js';
import type { HdlcLinkSettings } from '../client/hdlc-link-settings.js';
import type { IecStartSettings } from '../client/iec-settings.js';
import { ModeELink } from '../client/mode-e-link.js';
import type { Link } from '../client/primitive.js';
import { hdlcQuirks, type LinkQuirks, type QuirkOptions, type StartQuirks } from '../client/quirk-options.js';
import { quirkOptions } from '../client/quirks.js';
import { ReadoutSession } from '../client/readout-session.js';
import { ClientStack } from '../client/stack.js';
import { WrapperLink } from '../client/wrapper-link.js';
import { serverAddress } from '../framing/hdlc/address.js';
import type { SecurityMaterial } from '../security/material.js';
import { serverWPortOf } from './addressing.js';
import { opensWithSecret } from './secret-refusal.js';
import type { MeterSettings } from './settings.js';
import type { Machine } from './stack-driver.js';

/** How to connect, where it is not as usual. */
export interface Connecting {
  /** Connection requests (SNRM, the request message of mode IEC) in all, in place of retryCounter. */
  readonly requests?: number | undefined;
  /** SNRM without parameters, which a few meters do not answer otherwise. */
  readonly plainSnrm?: boolean | undefined;
  /** Parity of IEC 62056-21 made in bit 7, for a line of 8 bits that nobody can set. */
  readonly evenParity?: boolean | undefined;
  /** The meter has taken the secrets before; else no message that shows one may reach it twice. */
  readonly proven?: boolean | undefined;
}

/** What one association is secured with, and who may look into it. */
export interface Securing {
  /** The client's challenge, where the authentication has one. */
  readonly challenge?: Uint8Array | undefined;
  readonly security?: SecurityMaterial | undefined;
  /** The trace shows what ciphered messages hold; secrets in it are `*` all the same. */
  readonly showPlain?: boolean | undefined;
}

/** What passes every line of Ethernet in one piece: lost pieces would take the whole datagram with them. */
const DATAGRAM_PDU = 1_464;

export function clientStack(
  settings: MeterSettings,
  connecting: Connecting = {},
  securing: Securing = {},
): Machine {
  const { auth, password, timeoutMs, referencing } = settings;
  const quirks = quirkOptions(settings.quirks);
  const link = linkOf(settings, connecting, quirks);
  return new ClientStack({
    ...{ link, auth, password, timeoutMs, referencing },
    ...securing,
    ...(settings.transport === 'udp' && { datagrams: true, maxReceivePduSize: DATAGRAM_PDU }),
    ...quirks.stack,
  });
}

/** Reads a meter that only speaks plain IEC 62056-21. @throws DlmsError DLMS_IEC_ADDRESS */
export function readoutMachine(settings: MeterSettings, connecting: Connecting = {}): ReadoutSession {
  return new ReadoutSession(iecStart(settings, connecting, quirkOptions(settings.quirks).start));
}

function linkOf(settings: MeterSettings, connecting: Connecting, { link, start }: QuirkOptions): Link {
  const { clientAddress, timeoutMs, retryCounter } = settings;
  switch (settings.mode) {
    case 'DLMS-WRAPPER': {
      const [clientWPort, serverWPort] = [clientAddress, serverWPortOf(settings)];
      const datagrams = settings.transport === 'udp';
      const patient =
        connecting.proven !== true && (settings.auth !== 'None' || settings.security !== undefined);
      const openingOnce = patient && opensWithSecret(settings);
      return new WrapperLink({
        ...{ clientWPort, serverWPort, timeoutMs, retryCounter, datagrams, openingOnce, patient },
      });
    }
    case 'IEC':
      return new ModeELink({
        ...iecStart(settings, connecting, start),
        ...hdlcSettings(settings, connecting, link),
      });
    case 'DLMS-HDLC':
      return new HdlcLink({
        ...hdlcSettings(settings, connecting, link),
        octetTimeMs: octetTimeMs(settings),
      });
  }
}

function hdlcSettings(
  settings: MeterSettings,
  { requests, plainSnrm }: Connecting,
  quirks: LinkQuirks,
): Omit<HdlcLinkSettings, 'octetTimeMs'> {
  const { clientAddress, timeoutMs, retryCounter } = settings;
  const { logicalAddress, physicalAddress, addressSize } = settings;
  return {
    client: clientAddress,
    timeoutMs,
    retryCounter,
    server: serverAddress(logicalAddress, physicalAddress, addressSize),
    connectCounter: requests,
    plainSnrm,
    ...hdlcQuirks(quirks),
  };
}

function iecStart(
  settings: MeterSettings,
  { requests, evenParity }: Connecting,
  quirks: StartQuirks,
): IecStartSettings & StartQuirks {
  const { iec, timeoutMs, retryCounter, transport } = settings;
  return {
    deviceAddress: iec.deviceAddress,
    startBaudRate: iec.startBaud,
    maxBaudRate: iec.maxBaud,
    timeoutMs,
    retryCounter,
    connectCounter: requests,
    lineControl: transport === 'serial',
    evenParity,
    ...quirks,
  };
}

/** Start bit, data bits, parity bit and stop bits on a serial line; on a network it does not count. */
function octetTimeMs({ transport, serial }: MeterSettings): number {
  if (transport !== 'serial') return 0;
  const { baudRate, dataBits, parity, stopBits } = serial;
  return (1000 * (1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits)) / baudRate;
}
