/** Association LN (Blue Book class 15, version 1): the association of the client that reads it. */
import { type Conformance, conformanceBits } from '../apdu/conformance.js';
import type { Data } from '../cosem/data.js';
import { attributeRights, methodRights } from './access-rights.js';
import { type AssociationObjectOptions, associationSnObject } from './association-sn-object.js';
import {
  array,
  enumeration,
  integer,
  logicalNameData,
  longUnsigned,
  octetString,
  structure,
  unsigned,
} from './data-values.js';
import { CURRENT_ASSOCIATION, replyToHls } from './hls-method.js';
import { type CosemObject, type Role, visibleObjects } from './object-model.js';
import { attribute, lockedMethod } from './objects.js';

const ASSOCIATED = 2;
const DLMS_VERSION = 6;
/** Last arc of 2.16.756.5.8.1.x: logical names. */
const LN_CONTEXT = { plain: 1, ciphered: 3 } as const;

export function associationObject(options: AssociationObjectOptions): CosemObject {
  const { listLimit, highLevel, securitySetup } = options;
  return {
    classId: 15,
    version: 1,
    logicalName: CURRENT_ASSOCIATION,
    attributes: [
      attribute(
        2,
        (context) =>
          array(
            visibleObjects(context)
              .slice(0, listLimit)
              .map((object) => listElement(object, context.association.role)),
          ),
        'everybody',
      ),
      attribute(
        3,
        ({ association }) => structure(integer(association.clientSap), longUnsigned(association.serverSap)),
        'everybody',
      ),
      attribute(
        4,
        ({ association }) => objectIdentifier(1, LN_CONTEXT[association.ciphered ? 'ciphered' : 'plain']),
        'everybody',
      ),
      attribute(5, ({ association }) => contextInfo(association), 'everybody'),
      attribute(6, ({ association }) => objectIdentifier(2, association.mechanism), 'everybody'),
      attribute(7, () => octetString(new Uint8Array()), 'nobody'),
      attribute(8, () => enumeration(ASSOCIATED), 'everybody'),
      attribute(9, () => logicalNameData(securitySetup), 'everybody'),
    ],
    methods: [highLevel ? replyToHls(1) : lockedMethod(1), ...[2, 3, 4].map(lockedMethod)],
    shortNamed: associationSnObject(options),
  };
}

/** 2.16.756.5.8.kind.id. */
function objectIdentifier(kind: 1 | 2, id: number): Data {
  return structure(
    unsigned(2),
    unsigned(16),
    longUnsigned(756),
    unsigned(5),
    unsigned(8),
    unsigned(kind),
    unsigned(id),
  );
}

function contextInfo(view: {
  readonly conformance: Conformance;
  readonly maxReceivePduSize: number;
  readonly maxSendPduSize: number;
}): Data {
  return structure(
    { kind: 'bit-string', bits: conformanceBits(view.conformance).toString(2).padStart(24, '0') },
    longUnsigned(view.maxReceivePduSize),
    longUnsigned(view.maxSendPduSize),
    unsigned(DLMS_VERSION),
    integer(0),
    octetString(new Uint8Array()),
  );
}

/** object_list_element with the rights of `role`. */
function listElement(object: CosemObject, role: Role): Data {
  return structure(
    longUnsigned(object.classId),
    unsigned(object.version),
    logicalNameData(object.logicalName),
    structure(attributeRights(object, role), methodRights(object, role)),
  );
}
