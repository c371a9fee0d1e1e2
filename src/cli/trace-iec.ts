/** Messages of IEC 62056-21 for people. */
import type { Trace } from '../client/primitive.js';
import { speedProposal } from '../framing/iec62056-21/baud-rate.js';
import { ACK, CR, EOT, ETX, LF, NAK, SOH, STX } from '../framing/iec62056-21/characters.js';
import type { Identification } from '../framing/iec62056-21/identification.js';
import type { IecMessage } from '../framing/iec62056-21/message.js';
import type { OptionSelect } from '../framing/iec62056-21/option-select.js';

const PROTOCOLS: Readonly<Record<string, string>> = {
  '0': 'normal protocol',
  '1': 'secondary protocol',
  '2': 'HDLC',
};
const MODES: Readonly<Record<string, string>> = {
  '0': 'readout',
  '1': 'programming mode',
  '2': 'binary mode',
};
const CONTROL_NAMES: Readonly<Record<number, string>> = {
  [SOH]: 'SOH',
  [STX]: 'STX',
  [ETX]: 'ETX',
  [EOT]: 'EOT',
  [ACK]: 'ACK',
  [NAK]: 'NAK',
  [LF]: 'LF',
  [CR]: 'CR',
};
/** `P` */
const PASSWORD = 0x50;
/** The capability of mode E. */
const HDLC = '2';

/** In mode E the meter takes the choice by sending it back. */
export function messageTitle(message: IecMessage, direction: Trace['direction']): string {
  switch (message.kind) {
    case 'sign-on':
      return `request message for ${message.address === '' ? 'any meter' : `meter ${message.address}`}`;
    case 'identification':
      return identificationTitle(message);
    case 'option-select':
      return `${direction === 'sent' ? 'option select' : 'option taken'}: ${optionText(message)}`;
    case 'command':
      return `command ${message.command}${message.type}${message.partial ? ', more to come' : ''}`;
    case 'data-block':
      return `data, ${message.data.length} characters, check ${message.check}${message.partial ? ', more to come' : ''}`;
    case 'acknowledge':
      return 'acknowledgement';
    case 'repeat-request':
      return 'request to repeat';
  }
}

function identificationTitle({ manufacturer, baudCharacter, capabilities, text }: Identification): string {
  const modeE = capabilities.includes(HDLC) ? ', has HDLC (mode E)' : '';
  return `identification of ${manufacturer} "${text}", proposes ${speedText(baudCharacter)}${modeE}`;
}

function optionText({ protocol, baudCharacter, mode }: OptionSelect): string {
  const words = [PROTOCOLS[protocol] ?? `protocol ${protocol}`, MODES[mode] ?? `mode ${mode}`];
  return `${words.join(', ')} at ${speedText(baudCharacter)}`;
}

function speedText(character: string): string {
  const proposal = speedProposal(character);
  if (proposal === undefined) return `the reserved speed ${character}`;
  return proposal.mode === 'A' ? 'no other speed' : `${proposal.baudRate} Bd`;
}

/** Whether a command stands there that carries a password, or what one is computed from; damaged ones, too. */
export function holdsPassword(octets: Uint8Array): boolean {
  return octets.some((octet, at) => (octet & 0x7f) === SOH && ((octets[at + 1] ?? 0) & 0x7f) === PASSWORD);
}

/** The characters, line by line: seven bits, for the eighth may be parity. */
export function textLines(octets: Uint8Array): readonly string[] {
  const text = Buffer.from(octets.map((octet) => octet & 0x7f)).toString('latin1');
  return text.split(/(?<=\n)/).map((line) => line.replace(/\p{Cc}/gu, nameOf));
}

/** `<ACK>` */
function nameOf(character: string): string {
  const code = character.charCodeAt(0);
  return `<${CONTROL_NAMES[code] ?? code.toString(16).toUpperCase().padStart(2, '0')}>`;
}
