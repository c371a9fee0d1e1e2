/** APDUs of one input in their order. Octets that could not be read are not repeated: they may be secret. */
import { type Apdu, decodeApdu, decodeLeadingApdu, type LeadingApdu } from '../../apdu/apdu.js';
import { describeApdu } from '../../apdu/describe.js';
import type { GeneralBlockTransfer } from '../../apdu/general-block-transfer.js';
import { toHex } from '../../encoding/hex.js';
import { DlmsError } from '../../errors.js';
import { DataBlocks } from './data-blocks.js';
import { Decipherer, type MessageKeys } from './decipherer.js';
import { apduFields } from './fields/apdu-fields.js';
import { type Field, makeField } from './fields/field.js';
import { type GatewayApdu, readGateway } from './gateway.js';
import { GeneralBlocks } from './general-blocks.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { ProtectedContents } from './protected-contents.js';
import {
  errorReport,
  errorsOf,
  type Finding,
  found,
  NOTHING,
  plainOf,
  type Report,
  together,
} from './report.js';

export interface LeadingFinding extends Finding {
  /** Octets that the APDU takes; all where it could not be read. */
  readonly length: number;
  /** A known APDU whose contents stay octets. */
  readonly unsupported: boolean;
}

/** What is tried first of many octets, so that a short APDU in front of them costs little. */
const WINDOWS: readonly number[] = [1024, 65_536];

/** Octets of one APDU that are decoded: more than any meter can mean, and more than could be printed. */
const MOST_OCTETS = 4 * 1024 * 1024;

/** Protected APDUs and blocks inside of one another that are followed. */
const MOST_LAYERS = 4;

export class ApduReporter {
  readonly #blocks = new DataBlocks();
  readonly #generalBlocks: GeneralBlocks;
  readonly #contents: ProtectedContents;

  /** @param keys for ciphered APDUs, as far as the user has them */
  constructor(keys: MessageKeys = {}) {
    this.#generalBlocks = new GeneralBlocks((source, layers) => this.#tellJoined(source, layers));
    this.#contents = new ProtectedContents(new Decipherer(keys), (source, layers) =>
      this.#tell(wholeApdu(source.octets), source, '', layers),
    );
  }

  /**
   * One APDU that fills all octets: `apdu`, and `error` where it cannot be read or where more follows.
   * @param direction tells apart who sent it, where that is known
   */
  report(source: PlacedOctets, direction = ''): Finding {
    const leading = this.reportLeading(source, direction);
    const surplus = source.octets.length - leading.length;
    return surplus > 0 ? together(leading, tooMany(source, leading.length, surplus)) : leading;
  }

  /** The APDU at the front. */
  reportLeading(source: PlacedOctets, direction = ''): LeadingFinding {
    const { octets, place } = source;
    try {
      const { apdu, trailing } = leadingApdu(octets);
      const length = octets.length - trailing.length;
      const whole = { octets: octets.subarray(0, length), place };
      const finding = this.#tell(apdu, whole, direction, MOST_LAYERS);
      return { ...finding, length, unsupported: apdu.kind === 'unsupported' };
    } catch (error) {
      return { ...unreadable(source, error), length: octets.length, unsupported: false };
    }
  }

  /** What the end of the record leaves without its last block. */
  unfinished(): readonly Report[] {
    return [...this.#generalBlocks.unfinished(), ...this.#blocks.unfinished()];
  }

  #tell(apdu: Apdu, source: PlacedOctets, direction: string, layers: number): Finding {
    if (apdu.kind === 'general-block-transfer') {
      const block = found(describeBlock(apdu), apduFields(source));
      return layers === 0
        ? block
        : together(block, this.#generalBlocks.see(apdu, source, direction, layers - 1));
    }
    const gateway = apdu.kind === 'unsupported' && layers > 0 ? readGateway(source) : undefined;
    if (gateway !== undefined) return this.#tellGateway(gateway, direction, layers - 1);
    const block = this.#blocks.targetOf(apdu);
    const service = found(
      { apdu: this.#blocks.describe(apdu) },
      apduFields(source, block),
      ...(apdu.kind === 'unsupported' ? ['the contents of this APDU are not decoded yet'] : []),
    );
    const contents = layers === 0 ? NOTHING : this.#contents.see(apdu, source, layers - 1);
    return together(service, contents, this.#blocks.see(apdu, source));
  }

  #tellGateway(gateway: GatewayApdu, direction: string, layers: number): Finding {
    const { kind, networkId, physicalDeviceAddress, inside, fields } = gateway;
    const apdu = { kind, networkId, physicalDeviceAddress: toHex(physicalDeviceAddress) };
    const inner = this.#tell(decodeApdu(inside.octets), inside, direction, layers);
    const { error } = inner.report;
    const report = { apdu, inside: plainOf(inner), ...(error === undefined ? {} : { error }) };
    return found(report, [...fields, ...inner.fields]);
  }

  /** Blocks inside of blocks are not followed. @throws DlmsError */
  #tellJoined(source: PlacedOctets, layers: number): Finding {
    const apdu = wholeApdu(source.octets);
    return apdu.kind === 'general-block-transfer'
      ? found(describeBlock(apdu), apduFields(source))
      : this.#tell(apdu, source, '', layers);
  }
}

/** Its pieces are not told: they may hold a part of a secret. */
function describeBlock(block: GeneralBlockTransfer) {
  return { apdu: { ...describeApdu(block), blockData: `${block.blockData.length} octets` } };
}

/** @throws DlmsError as decodeLeadingApdu */
function leadingApdu(octets: Uint8Array): LeadingApdu {
  for (const window of WINDOWS.filter((size) => size < octets.length)) {
    const front = octets.subarray(0, window);
    const leading = orTruncated(() => decodeLeadingApdu(front));
    // What fills the window may go on behind it.
    if (leading !== undefined && leading.trailing.length > 0) {
      return { apdu: leading.apdu, trailing: octets.subarray(window - leading.trailing.length) };
    }
  }
  if (octets.length > MOST_OCTETS) throw tooLong(octets.length);
  return decodeLeadingApdu(octets);
}

/** @throws DlmsError as decodeApdu, and DLMS_TOO_LONG */
function wholeApdu(octets: Uint8Array): Apdu {
  if (octets.length > MOST_OCTETS) throw tooLong(octets.length);
  return decodeApdu(octets);
}

function tooLong(length: number): DlmsError {
  return new DlmsError(`an APDU in ${length} octets: no more than ${MOST_OCTETS} are decoded`, {
    code: 'DLMS_TOO_LONG',
    layer: 'service',
    fault: 'meter',
  });
}

/** Undefined where octets are missing. @throws DlmsError for all other reasons */
function orTruncated<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DlmsError && error.code === 'DLMS_TRUNCATED') return undefined;
    throw error;
  }
}

/** The fields up to where it went wrong. */
function unreadable(source: PlacedOctets, error: unknown): Finding {
  const report = errorReport(error);
  const fields = apduFields(source);
  return found(report, errorsOf(fields).length > 0 ? fields : [...fields, wrongField(source, 0, error)]);
}

function tooMany(source: PlacedOctets, at: number, count: number): Finding {
  const error = new DlmsError(`${count} octets too many at octet ${at}`, {
    code: 'DLMS_MALFORMED',
    layer: 'service',
    fault: 'meter',
  });
  return found(errorReport(error), [wrongField(source, at, error)]);
}

/** Octets that nothing is known of. */
function wrongField({ octets, place }: PlacedOctets, at: number, error: unknown): Field {
  if (!(error instanceof DlmsError)) throw error;
  const rest = { offset: placeBehind(place, at)(0), length: octets.length - at, octets: new Uint8Array() };
  return makeField(at === 0 ? 'APDU' : 'surplus octets', rest, { error });
}
