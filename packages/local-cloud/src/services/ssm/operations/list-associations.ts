import type * as Sdk from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import type { AssociationStore, StoredAssociation } from '../associations/association-store.ts';
import { listAssociation } from '../associations/render-association.ts';

/** ListAssociations, in the order of creation. */
export function listAssociations(
  store: AssociationStore,
): Operation<Sdk.ListAssociationsRequest, Sdk.ListAssociationsResult> {
  return {
    authorize: () => [{ action: 'ssm:ListAssociations', resource: '*' }],
    run(input) {
      const { AssociationFilterList: filters = [] } = input;
      const found = store
        .all()
        .filter((association) => filters.every((filter) => matches(association, filter)));
      const { page, next } = takePage(found, input, { size: 50, request: filters });
      return { Associations: page.map(listAssociation), ...next };
    },
  };
}

function matches({ id, content }: StoredAssociation, { key, value }: Sdk.AssociationFilter): boolean {
  if (key === 'Name') return content.Name === value;
  if (key === 'AssociationName') return content.AssociationName === value;
  if (key === 'AssociationId') return id === value;
  throw new NotEmulatedError(`the ListAssociations filter ${key}`);
}
