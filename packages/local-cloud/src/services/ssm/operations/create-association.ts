import type * as Sdk from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { AssociationStore } from '../associations/association-store.ts';
import { describeAssociation, readContent } from '../associations/render-association.ts';

/** CreateAssociation, of a document of AWS. Two may have one name. */
export function createAssociation(
  store: AssociationStore,
): Operation<Sdk.CreateAssociationRequest, Sdk.CreateAssociationResult> {
  return {
    authorize: (input) => store.authorize('ssm:CreateAssociation', undefined, input),
    run: (input) => ({
      AssociationDescription: describeAssociation(
        store.create(readContent('CreateAssociation', input, input.Name)),
      ),
    }),
  };
}
