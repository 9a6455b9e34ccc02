import type * as Sdk from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import type { AssociationStore } from '../associations/association-store.ts';

/** DeleteAssociation, by its id. */
export function deleteAssociation(
  store: AssociationStore,
): Operation<Sdk.DeleteAssociationRequest, Sdk.DeleteAssociationResult> {
  return {
    authorize: ({ AssociationId: id }) => store.authorize('ssm:DeleteAssociation', id, {}),
    run(input) {
      refuseMembers('DeleteAssociation', input, ['Name', 'InstanceId']);
      store.remove(input.AssociationId ?? '');
      return {};
    },
  };
}
