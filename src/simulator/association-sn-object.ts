/** Association SN (Blue Book class 12, version 2): the association of the client that reads it. */
import { baseNameData, objectListSnData } from '../cosem/object-list-sn.js';
import { attributeRights, methodRights } from './access-rights.js';
import { array, logicalNameData, structure } from './data-values.js';
import { type AccessContext, type CosemObject, isVisible } from './object-model.js';
import { attribute, lockedMethod } from './objects.js';
import { type PlacedObject, shortNamePlan } from './short-name-plan.js';

const NO_SECURITY_SETUP = '0.0.0.0.0.0';

/** `listLimit` cuts the object list short, as some meters do. */
export function associationSnObject(listLimit: number): CosemObject {
  return {
    classId: 12,
    version: 2,
    logicalName: '0.0.40.0.0.255',
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
      attribute(4, () => logicalNameData(NO_SECURITY_SETUP), 'everybody'),
    ],
    methods: [1, 2, 3, 4, 5, 6, 7, 8].map(lockedMethod),
  };
}

function visible({ model, association }: AccessContext): readonly PlacedObject[] {
  return shortNamePlan(model).filter(({ object }) => isVisible(object, association.role));
}

function rights({ baseName, object }: PlacedObject, { association: { role } }: AccessContext) {
  return structure(baseNameData(baseName), attributeRights(object, role), methodRights(object, role));
}
