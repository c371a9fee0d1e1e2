/** Ciphered and signed APDUs in the words of the captures' reference decoder. */
import type { CipheredContent } from '../../src/apdu/ciphered-content.js';
import type { KeyInfo } from '../../src/apdu/key-info.js';
import type { MessageHeader } from '../../src/apdu/message-header.js';
import type { ProtectedApdu } from '../../src/apdu/protected-apdu.js';
import { encodeSecurityControl } from '../../src/apdu/security-control.js';
import { hex, type View } from './foreign-data-view.js';

export function protectedView(apdu: ProtectedApdu): View {
  switch (apdu.kind) {
    case 'general-signing':
      return {
        apdu: apdu.kind,
        ...headerView(apdu),
        content: hex(apdu.content),
        signature: hex(apdu.signature),
      };
    case 'general-ciphering':
      return { apdu: apdu.kind, ...headerView(apdu), ...keyInfoView(apdu.keyInfo), ...contentView(apdu) };
    case 'general-glo-ciphering':
    case 'general-ded-ciphering':
      return { apdu: apdu.kind, system_title: hex(apdu.systemTitle), ...contentView(apdu) };
    default:
      return { apdu: dashed(apdu.kind), ...contentView(apdu) };
  }
}

/** The reference decoder writes `glo-initiate-request` where the book has `glo-initiateRequest`. */
function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function headerView(header: MessageHeader): View {
  return {
    transaction_id: hex(header.transactionId),
    originator_system_title: hex(header.originatorSystemTitle),
    recipient_system_title: hex(header.recipientSystemTitle),
    date_time: hex(header.dateTime),
    other_information: hex(header.otherInformation),
  };
}

function keyInfoView(info: KeyInfo | undefined): View {
  if (info === undefined) return {};
  if (info.kind !== 'agreed-key') throw new Error(`no capture has a ${info.kind}`);
  const agreed = { parameters: hex(info.keyParameters), data: hex(info.keyCipheredData) };
  return { key_info: { agreed_key: agreed } };
}

function contentView({
  securityControl,
  invocationCounter,
  payload,
  authenticationTag,
}: CipheredContent): View {
  return {
    security_control: encodeSecurityControl(securityControl),
    invocation_counter: invocationCounter,
    ciphered_length: 5 + payload.length + (authenticationTag?.length ?? 0),
  };
}
