/** READ in the words of the captures' reference decoder. */
import type { ReadResult } from '../../src/apdu/read.js';
import type { VariableAccess } from '../../src/apdu/variable-access.js';
import type { VariableService } from '../../src/apdu/variable-services.js';
import { dataView, hex, type View } from './foreign-data-view.js';

export function variableView(apdu: VariableService): View {
  switch (apdu.kind) {
    case 'read-request':
      return { apdu: 'read-request', list: apdu.specifications.map(accessView) };
    case 'read-response':
      return { apdu: 'read-response', list: apdu.results.map(resultView) };
    default:
      throw new Error(`no capture has a ${apdu.kind}`);
  }
}

function accessView(access: VariableAccess): View {
  if (access.kind !== 'variable-name') throw new Error(`no capture has a ${access.kind}`);
  return { variable_name: access.shortName };
}

function resultView(result: ReadResult): View {
  switch (result.kind) {
    case 'data':
      return { data: dataView(result.data) };
    case 'data-block-result': {
      const { lastBlock, blockNumber, rawData } = result;
      return { last_block: lastBlock, block_number: blockNumber, raw_data: hex(rawData) };
    }
    default:
      throw new Error(`no capture has a ${result.kind}`);
  }
}
