import type { DeleteParameterRequest } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';

/** DeleteParameter. */
export function deleteParameter(store: ParameterStore): Operation<DeleteParameterRequest, object> {
  return {
    authorize: ({ Name: name = '' }) => [
      { action: 'ssm:DeleteParameter', resource: store.arn(name), conditions: store.tagConditions(name) },
    ],
    run({ Name: name = '' }) {
      store.delete(name);
      return {};
    },
  };
}
