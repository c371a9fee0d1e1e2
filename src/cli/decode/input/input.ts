/** What the user gave: the octets of a record, or the packets of a network. */
import { captureOfPackets } from '../pcap/bare-packets.js';
import { type Capture, readCapture } from '../pcap/capture.js';
import { recordingOf } from './input-recording.js';
import type { Recording } from './recording.js';
import { recordingOfText } from './text-recording.js';

/** @throws DlmsError DLMS_USAGE where it is text without octets */
export function inputOf(octets: Uint8Array): Recording | Capture {
  return readCapture(octets) ?? packetsOr(recordingOf(octets));
}

/** @throws DlmsError DLMS_USAGE as recordingOfText */
export function inputOfText(text: string): Recording | Capture {
  return packetsOr(recordingOfText(text));
}

function packetsOr(recording: Recording): Recording | Capture {
  return captureOfPackets(recording) ?? recording;
}
