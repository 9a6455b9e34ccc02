import type { GetParametersRequest, GetParametersResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { checkReference } from '../parameters/parameter-checks.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';
import { renderParameter } from '../parameters/render-parameter.ts';

/** GetParameters. Missing names are listed in the response and are no error. */
export function getParameters(store: ParameterStore): Operation<GetParametersRequest, GetParametersResult> {
  return {
    authorize: ({ Names: names = [], WithDecryption: isDecrypted }) => [
      ...names.map((name) => ({ action: 'ssm:GetParameters', resource: store.arn(name) })),
      ...store.decryptionOf(names, isDecrypted),
    ],
    run(input) {
      const names = input.Names ?? [];
      names.forEach(checkReference);
      const found = names.map((name) => ({ name, version: store.find(name) }));
      return {
        Parameters: found.flatMap(({ version }) =>
          version === undefined ? [] : renderParameter(store, version, input.WithDecryption),
        ),
        InvalidParameters: found.filter(({ version }) => version === undefined).map(({ name }) => name),
      };
    },
  };
}
