import type * as Sdk from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import type { AssociationStore } from '../associations/association-store.ts';
import { describeAssociation as render } from '../associations/render-association.ts';

/** DescribeAssociation, by its id. */
export function describeAssociation(
  store: AssociationStore,
): Operation<Sdk.DescribeAssociationRequest, Sdk.DescribeAssociationResult> {
  return {
    authorize: ({ AssociationId: id }) => store.authorize('ssm:DescribeAssociation', id, {}),
    run(input) {
      refuseMembers('DescribeAssociation', input, ['Name', 'InstanceId', 'AssociationVersion']);
      return { AssociationDescription: render(store.get(input.AssociationId ?? '')) };
    },
  };
}
