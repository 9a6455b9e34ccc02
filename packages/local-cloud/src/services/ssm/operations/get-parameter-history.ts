import type { GetParameterHistoryRequest, GetParameterHistoryResult } from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';
import { describeParameterVersion } from '../parameters/render-parameter.ts';

/** The largest page (API reference). */
const pageMax = 50;

/** GetParameterHistory, oldest first. */
export function getParameterHistory(
  store: ParameterStore,
): Operation<GetParameterHistoryRequest, GetParameterHistoryResult> {
  return {
    authorize({ Name: name = '', WithDecryption: isDecrypted }) {
      const versions = isDecrypted === true ? store.find(name)?.parameter.versions : undefined;
      return [
        { action: 'ssm:GetParameterHistory', resource: store.arn(name) },
        ...store.decryption(name, versions ?? []),
      ];
    },
    run(input) {
      const { Name: name = '', WithDecryption: isDecrypted = false } = input;
      const { parameter } = store.require(name);
      const { page, next } = takePage(parameter.versions, input, { size: pageMax, request: name });
      return {
        Parameters: page.map((version) => ({
          ...describeParameterVersion(parameter, version),
          Value: store.reveal(version, isDecrypted),
          Labels: [...version.labels].sort(),
        })),
        ...next,
      };
    },
  };
}
