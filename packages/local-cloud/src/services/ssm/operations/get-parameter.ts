import type { GetParameterRequest, GetParameterResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import { checkReference } from '../parameters/parameter-checks.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';
import { renderParameter } from '../parameters/render-parameter.ts';

/** GetParameter. A SecureString is returned in clear text if the request asks for it and the caller may decrypt it. */
export function getParameter(store: ParameterStore): Operation<GetParameterRequest, GetParameterResult> {
  return {
    authorize: ({ Name: name = '', WithDecryption: isDecrypted }) => [
      { action: 'ssm:GetParameter', resource: store.arn(name) },
      ...store.decryptionOf([name], isDecrypted),
    ],
    run({ Name: name, WithDecryption: isDecrypted }) {
      checkReference(name ?? '');
      return { Parameter: renderParameter(store, store.require(name ?? ''), isDecrypted) };
    },
  };
}
