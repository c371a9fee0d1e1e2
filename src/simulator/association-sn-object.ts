/** Association SN (Blue Book class 12, version 2): the association of the client that reads it. */
import { baseNameData, objectListSnData } from '../cosem/object-list-sn.js';
import { attributeRights, methodRights } from './access-rights.js';
import { array, logicalNameData, structure } from './data-values.js';
import { CURRENT_ASSOCIATION, replyToHls } from './hls-method.js';
import { type AccessContext, type CosemObject, isVisible } from './object-model.js';
import { attribute, lockedMethod } from './objects.js';
import { type PlacedObject, shortNamePlan } from './short-name-plan.js';

export interface AssociationObjectOptions {
  /** Cuts the object list short, as some meters do. */
  readonly listLimit: number;
  /** Clients prove who they are by high level security. */
  readonly highLevel: boolean;
  /** Logical name of the security setup; 0.0.0.0.0.0 for none. */
  readonly securitySetup: string;
}

export function associationSnObject(options: AssociationObjectOptions): CosemObject {
  const { listLimit, highLevel, securitySetup } = options;
  return {
    classId: 12,
    version: 2,
    logicalName: CURRENT_ASSOCIATION,
    attributes: [
      attribute(
        2,
        (context) =>
          objectListSnData(
            visible(context)
              .slice(0, listLimit)
              .map(({ baseName, object }) => ({ baseName, ...object })),
          ),
        'everybody',
      ),
      attribute(
        3,
        (context) => array(visible(context).map((placed) => rights(placed, context))),
        'everybody',
      ),
      attribute(4, () => logicalNameData(securitySetup), 'everybody'),
    ],
    methods: [...[1, 2, 3, 4, 5, 6, 7].map(lockedMethod), highLevel ? replyToHls(8) : lockedMethod(8)],
  };
}

function visible({ model, association }: AccessContext): readonly PlacedObject[] {
  return shortNamePlan(model).filter(({ object }) => isVisible(object, association.role));
}

function rights({ baseName, object }: PlacedObject, { association: { role } }: AccessContext) {
  return structure(baseNameData(baseName), attributeRights(object, role), methodRights(object, role));
}
