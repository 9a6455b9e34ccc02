import type { DeleteParameterRequest } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';

/** DeleteParameter. */
export function deleteParameter(store: ParameterStore): Operation<DeleteParameterRequest, object> {
  return {
    authorize: ({ Name: name = '' }) => [
      { action: 'ssm:DeleteParameter', resource: store.arn(name), conditions: store.tagConditions(name) },
    ],
    run({ Name: name = '' }) {
      new Validation().length(name, 'name', [1, 2048]).done();
      store.delete(name);
      return {};
    },
  };
}
