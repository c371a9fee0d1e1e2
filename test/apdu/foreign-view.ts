/**
 * APDUs in the words of the captures' reference decoder, so that the whole tree can be compared with what
 * a decoder that we did not write has read. What that decoder adds about the octets is left out.
 */
import type { Aare } from '../../src/apdu/aare.js';
import type { Aarq } from '../../src/apdu/aarq.js';
import type { ActionOutcome } from '../../src/apdu/action-outcome.js';
import type { Apdu } from '../../src/apdu/apdu.js';
import type { Conformance } from '../../src/apdu/conformance.js';
import { codeOf } from '../../src/apdu/enumeration.js';
import type { ConfirmedServiceError, ExceptionResponse } from '../../src/apdu/exception.js';
import type { GetBlockResult } from '../../src/apdu/get.js';
import type { InitiateRequest, InitiateResponse } from '../../src/apdu/initiate.js';
import type { MethodDescriptor } from '../../src/apdu/method-descriptor.js';
import {
  ACSE_SERVICE_PROVIDER,
  ACSE_SERVICE_USER,
  ASSOCIATION_RESULT,
  RELEASE_REQUEST_REASON,
  RELEASE_RESPONSE_REASON,
} from '../../src/apdu/names.js';
import { encodeObjectIdentifier } from '../../src/apdu/object-identifier.js';
import { isProtectedApdu } from '../../src/apdu/protected-apdu.js';
import type { Rlre, Rlrq } from '../../src/apdu/release.js';
import {
  CONFIRMED_SERVICE,
  ERROR_CLASS,
  errorValueCode,
  SERVICE_ERROR,
  STATE_ERROR,
} from '../../src/apdu/service-error.js';
import type { UserInformation } from '../../src/apdu/user-information.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { accessView, blockTransferView } from './foreign-access-view.js';
import { attributeView, dataView, hex, type View } from './foreign-data-view.js';
import { protectedView } from './foreign-protected-view.js';
import { variableView } from './foreign-variable-view.js';

export function foreignView(apdu: Apdu): View {
  if (isProtectedApdu(apdu)) return protectedView(apdu);
  switch (apdu.kind) {
    case 'AARQ':
    case 'AARE':
      return associationView(apdu);
    case 'RLRQ':
    case 'RLRE':
      return releaseView(apdu);
    case 'initiate-request':
    case 'initiate-response':
    case 'confirmed-service-error':
      return informationView(apdu);
    case 'exception-response':
      return exceptionView(apdu);
    case 'data-notification':
      return {
        apdu: 'data-notification',
        long_invoke_id: apdu.longInvokeIdAndPriority,
        date_time: hex(apdu.dateTime) ?? null,
        data: dataView(apdu.body),
      };
    case 'event-notification-request':
      return {
        apdu: 'event-notification',
        ...(apdu.time && { date_time: hex(apdu.time) }),
        attribute: attributeView(apdu.attribute),
        data: dataView(apdu.value),
      };
    case 'access-request':
    case 'access-response':
      return accessView(apdu);
    case 'general-block-transfer':
      return blockTransferView(apdu);
    case 'read-request':
    case 'read-response':
    case 'write-request':
    case 'write-response':
    case 'unconfirmed-write-request':
    case 'information-report-request':
      return variableView(apdu);
    case 'unsupported':
      return { apdu: apdu.name };
    default:
      return { ...serviceView(apdu), invoke: invokeView(apdu.invokeIdAndPriority) };
  }
}

type Service = Extract<Apdu, { invokeIdAndPriority: number }>;

function serviceView(apdu: Service): View {
  switch (apdu.kind) {
    case 'get-request-normal':
      return { apdu: 'get-request', choice: 'normal', ...selectedView(apdu.attribute) };
    case 'get-request-next':
      return { apdu: 'get-request', choice: 'next', block_number: apdu.blockNumber };
    case 'get-request-with-list':
      return { apdu: 'get-request', choice: 'with-list', list: apdu.attributes.map(selectedView) };
    case 'get-response-normal':
      return { apdu: 'get-response', choice: 'normal', ...resultView(apdu.result) };
    case 'get-response-with-datablock': {
      const block = { last_block: apdu.lastBlock, block_number: apdu.blockNumber };
      return { apdu: 'get-response', choice: 'with-datablock', ...block, ...blockView(apdu.result) };
    }
    case 'get-response-with-list':
      return { apdu: 'get-response', choice: 'with-list', list: apdu.results.map(resultView) };
    case 'set-request-normal': {
      const data = dataView(apdu.value);
      return { apdu: 'set-request', choice: 'normal', ...selectedView(apdu.attribute), data };
    }
    case 'set-request-with-first-datablock': {
      const { lastBlock, blockNumber, rawData } = apdu.block;
      const block = { last_block: lastBlock, block_number: blockNumber, raw_data: hex(rawData) };
      return { apdu: 'set-request', choice: 'first-block', ...selectedView(apdu.attribute), ...block };
    }
    case 'set-request-with-datablock': {
      const { lastBlock, blockNumber, rawData } = apdu.block;
      const block = { last_block: lastBlock, block_number: blockNumber, raw_data: hex(rawData) };
      return { apdu: 'set-request', choice: 'block', ...block };
    }
    case 'set-response-normal':
      return { apdu: 'set-response', choice: 'normal', result: apdu.result };
    case 'set-response-datablock':
      return { apdu: 'set-response', choice: 'datablock', block_number: apdu.blockNumber };
    case 'set-response-last-datablock': {
      const { result, blockNumber } = apdu;
      return { apdu: 'set-response', choice: 'last-datablock', result, block_number: blockNumber };
    }
    case 'action-request-normal': {
      const parameters = apdu.parameters && { parameters: dataView(apdu.parameters) };
      return { apdu: 'action-request', choice: 'normal', method: methodView(apdu.method), ...parameters };
    }
    case 'action-response-normal':
      return { apdu: 'action-response', choice: 'normal', ...outcomeView(apdu.outcome) };
    default:
      throw new Error(`no capture has a ${apdu.kind}`);
  }
}

function associationView(apdu: Aarq | Aare): View {
  const { applicationContextName, mechanismName } = apdu;
  const requirements = apdu.kind === 'AARQ' ? apdu.senderAcseRequirements : apdu.responderAcseRequirements;
  return {
    ...(apdu.protocolVersion && { protocol_version: '0780' }),
    ...(applicationContextName && { application_context_oid: oid(applicationContextName) }),
    ...(requirements === '1' && { acse_requirements: '0780' }),
    ...(mechanismName && { mechanism_oid: oid(mechanismName) }),
    ...userInformationView(apdu.userInformation),
    ...(apdu.kind === 'AARQ' ? aarqView(apdu) : aareView(apdu)),
  };
}

function aarqView(aarq: Aarq): View {
  const { callingApTitle, callingAuthenticationValue } = aarq;
  return {
    apdu: 'AARQ',
    ...(callingApTitle && { calling_ap_title: hex(callingApTitle) }),
    ...(callingAuthenticationValue && { calling_authentication_value: hex(callingAuthenticationValue) }),
  };
}

function aareView(aare: Aare): View {
  const { respondingApTitle, respondingAuthenticationValue, resultSourceDiagnostic: told } = aare;
  const byUser = told?.source === 'acse-service-user' && codeOf(ACSE_SERVICE_USER, told.diagnostic);
  const byProvider =
    told?.source === 'acse-service-provider' && codeOf(ACSE_SERVICE_PROVIDER, told.diagnostic);
  return {
    apdu: 'AARE',
    result: codeOf(ASSOCIATION_RESULT, aare.result),
    ...(told && { result_source: told.source, diagnostic: byUser === false ? byProvider : byUser }),
    ...(respondingApTitle && { responding_ap_title: hex(respondingApTitle) }),
    ...(respondingAuthenticationValue && {
      responding_authentication_value: hex(respondingAuthenticationValue),
    }),
  };
}

function releaseView(apdu: Rlrq | Rlre): View {
  const { reason } = apdu;
  const table = { ...RELEASE_REQUEST_REASON, ...RELEASE_RESPONSE_REASON };
  return {
    apdu: apdu.kind,
    ...(reason !== undefined && { reason: codeOf(table, reason) }),
    ...userInformationView(apdu.userInformation),
  };
}

function userInformationView(information: UserInformation | undefined): View {
  if (information === undefined) return {};
  return information.kind === 'unsupported'
    ? { user_information_hex: hex(information.octets) }
    : { initiate: informationView(information) };
}

function informationView(information: InitiateRequest | InitiateResponse | ConfirmedServiceError): View {
  switch (information.kind) {
    case 'initiate-request':
      return {
        apdu: 'initiate-request',
        ...(information.dedicatedKey && { dedicated_key: hex(information.dedicatedKey) }),
        response_allowed: information.responseAllowed,
        proposed_dlms_version: information.proposedDlmsVersionNumber,
        proposed_conformance: services(information.proposedConformance),
        client_max_receive_pdu_size: information.clientMaxReceivePduSize,
      };
    case 'initiate-response':
      return {
        apdu: 'initiate-response',
        negotiated_dlms_version: information.negotiatedDlmsVersionNumber,
        negotiated_conformance: services(information.negotiatedConformance),
        server_max_receive_pdu_size: information.serverMaxReceivePduSize,
        vaa_name: information.vaaName,
      };
    case 'confirmed-service-error':
      return {
        apdu: 'confirmed-service-error',
        service: codeOf(CONFIRMED_SERVICE, information.service),
        error_type: codeOf(ERROR_CLASS, information.errorClass),
        error_value: errorValueCode(information.errorClass, information.errorValue),
      };
  }
}

function exceptionView(response: ExceptionResponse): View {
  const { invocationCounter } = response;
  return {
    apdu: 'exception-response',
    state_error: codeOf(STATE_ERROR, response.stateError),
    service_error: codeOf(SERVICE_ERROR, response.serviceError),
    ...(invocationCounter !== undefined && { invocation_counter: invocationCounter }),
  };
}

function invokeView(octet: number): View {
  return {
    raw: octet,
    invoke_id: octet & 0x0f,
    service_class: octet & 0x40 ? 'confirmed' : 'unconfirmed',
    priority: octet & 0x80 ? 'high' : 'normal',
  };
}

function selectedView(attribute: AttributeDescriptor): View {
  const { selection } = attribute;
  const access = selection && { selector: selection.selector, parameters: dataView(selection.parameters) };
  return { attribute: attributeView(attribute), access: access ?? null };
}

function methodView({ classId, logicalName, methodId }: MethodDescriptor): View {
  return { class_id: classId, obis: logicalName, id: methodId };
}

function resultView(result: GetDataResult): View {
  return result.kind === 'data' ? { data: dataView(result.data) } : { access_result: result.result };
}

function blockView(result: GetBlockResult): View {
  return result.kind === 'raw-data' ? { raw_data: hex(result.octets) } : { access_result: result.result };
}

function outcomeView({ result, returnParameters }: ActionOutcome): View {
  return { result, ...(returnParameters && resultView(returnParameters)) };
}

function oid(identifier: string): string | undefined {
  return hex(encodeObjectIdentifier(identifier));
}

function services(conformance: Conformance): readonly string[] {
  return [...conformance];
}
