/** ACCESS and general block transfer in the words of the captures' reference decoder. */
import type { AccessRequest, AccessResponse } from '../../src/apdu/access.js';
import type { AccessSpecification } from '../../src/apdu/access-specification.js';
import type { GeneralBlockTransfer } from '../../src/apdu/general-block-transfer.js';
import { attributeView, dataView, hex, type View } from './foreign-data-view.js';

export function accessView(apdu: AccessRequest | AccessResponse): View {
  return {
    apdu: apdu.kind,
    long_invoke_id: apdu.longInvokeIdAndPriority,
    date_time: hex(apdu.dateTime) ?? '',
    ...(apdu.specifications && { specs: apdu.specifications.map(specificationView) }),
    data: apdu.data.map(dataView),
    ...('outcomes' in apdu && {
      results: apdu.outcomes.map(({ service, result }) => ({ spec: service, result })),
    }),
  };
}

export function blockTransferView(apdu: GeneralBlockTransfer): View {
  return {
    apdu: apdu.kind,
    last_block: apdu.lastBlock,
    streaming: apdu.streaming,
    window: apdu.window,
    block_number: apdu.blockNumber,
    block_number_ack: apdu.blockNumberAck,
    block_data: hex(apdu.blockData),
  };
}

function specificationView(specification: AccessSpecification): View {
  return specification.service === 'action'
    ? { spec: 'action', method: { id: specification.method.methodId } }
    : { spec: specification.service, attribute: attributeView(specification.attribute) };
}
