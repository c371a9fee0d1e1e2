/** The client stack that a meter's settings ask for: link, addresses, authentication. */
import { HdlcLink } from '../client/hdlc-link.js';
import type { Link } from '../client/primitive.js';
import { ClientStack } from '../client/stack.js';
import { WrapperLink } from '../client/wrapper-link.js';
import { serverAddress } from '../framing/hdlc/address.js';
import { serverWPortOf } from './addressing.js';
import { settingError } from './setting-reader.js';
import type { MeterSettings } from './settings.js';
import type { Machine } from './stack-driver.js';

/** How to connect, where it is not as usual. */
export interface Connecting {
  /** Connection requests (SNRM) in all, in place of the settings' retryCounter. */
  readonly requests?: number | undefined;
  /** SNRM without parameters, which a few meters do not answer otherwise. */
  readonly plainSnrm?: boolean | undefined;
}

/** @throws DlmsError DLMS_SETTING for what this package cannot do */
export function clientStack(settings: MeterSettings, connecting: Connecting = {}): Machine {
  const { auth, password, timeoutMs } = settings;
  if (auth !== 'None' && auth !== 'Low') throw settingError(`auth "${auth}" is not supported yet: None, Low`);
  return new ClientStack({ link: linkOf(settings, connecting), auth, password, timeoutMs });
}

function linkOf(settings: MeterSettings, connecting: Connecting): Link {
  const { clientAddress, timeoutMs, retryCounter } = settings;
  if (settings.mode === 'DLMS-WRAPPER') {
    const [clientWPort, serverWPort] = [clientAddress, serverWPortOf(settings)];
    return new WrapperLink({ clientWPort, serverWPort, timeoutMs, retryCounter });
  }
  const { logicalAddress, physicalAddress, addressSize } = settings;
  return new HdlcLink({
    client: clientAddress,
    timeoutMs,
    retryCounter,
    server: serverAddress(logicalAddress, physicalAddress, addressSize),
    octetTimeMs: octetTimeMs(settings),
    plainSnrm: connecting.plainSnrm,
    connectCounter: connecting.requests,
  });
}

/** Start bit, data bits, parity bit and stop bits on a serial line; on a network it does not count. */
function octetTimeMs({ transport, serial }: MeterSettings): number {
  if (transport !== 'serial') return 0;
  const { baudRate, dataBits, parity, stopBits } = serial;
  return (1000 * (1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits)) / baudRate;
}
