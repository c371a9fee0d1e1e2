/** English words for the steps of the ladder and for what they find out; other languages have theirs. */
import type { FactName, StepName } from './step.js';

export const STEP_WORDS: Readonly<Record<StepName, string>> = {
  line: 'port or socket',
  'invocation-counter': 'invocation counter',
  'iec-sign-on': 'IEC start',
  link: 'link: SNRM, UA',
  association: 'association: AARQ, AARE',
  authentication: 'authentication: HLS',
  'logical-device-name': 'logical device name',
  clock: 'clock',
};

export const FACT_WORDS: Readonly<Record<FactName, string>> = {
  line: 'line',
  identification: 'identification',
  maxInfoTransmit: 'longest information field sent',
  maxInfoReceive: 'longest information field received',
  windowTransmit: 'frames sent at a time',
  windowReceive: 'frames received at a time',
  referencing: 'referencing',
  dlmsVersion: 'DLMS version',
  maxPduSize: 'largest request (PDU)',
  conformance: 'conformance',
  name: 'name',
  time: 'time',
  aheadSeconds: 'seconds ahead of this machine',
  result: 'data-access-result',
};
