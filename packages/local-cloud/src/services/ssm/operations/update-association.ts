import type * as Sdk from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import type { AssociationStore } from '../associations/association-store.ts';
import { describeAssociation, readContent } from '../associations/render-association.ts';

/** UpdateAssociation: what a call leaves out is gone. */
export function updateAssociation(
  store: AssociationStore,
): Operation<Sdk.UpdateAssociationRequest, Sdk.UpdateAssociationResult> {
  return {
    authorize: ({ AssociationId: id, ...input }) => store.authorize('ssm:UpdateAssociation', id, input),
    run(input) {
      refuseMembers('UpdateAssociation', input, ['AssociationVersion']);
      const { AssociationId: id = '', Name: name } = input;
      const before = store.get(id).content;
      if (name !== undefined && name !== before.Name)
        throw new NotEmulatedError('UpdateAssociation with another document');
      const content = readContent('UpdateAssociation', input, before.Name);
      return { AssociationDescription: describeAssociation(store.update(id, content)) };
    },
  };
}
