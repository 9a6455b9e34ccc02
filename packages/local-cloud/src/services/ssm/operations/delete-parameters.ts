import type { DeleteParametersRequest, DeleteParametersResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';

/** DeleteParameters. Missing names are listed in the response and are no error. */
export function deleteParameters(
  store: ParameterStore,
): Operation<DeleteParametersRequest, DeleteParametersResult> {
  return {
    authorize: ({ Names: names = [] }) =>
      names.map((name) => ({ action: 'ssm:DeleteParameters', resource: store.arn(name) })),
    run({ Names: names = [] }) {
      const deleted = [...new Set(names)].filter((name) => store.find(name) !== undefined);
      for (const name of deleted) store.delete(name);
      return {
        DeletedParameters: deleted,
        InvalidParameters: names.filter((name) => !deleted.includes(name)),
      };
    },
  };
}
