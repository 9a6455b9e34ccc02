import type { DescribeParametersRequest, DescribeParametersResult } from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { latestOf } from '../parameters/parameter.ts';
import { readParameterFilters } from '../parameters/parameter-filters.ts';
import type { ParameterStore } from '../parameters/parameter-store.ts';
import { describeParameterVersion } from '../parameters/render-parameter.ts';

/** The largest page (API reference). */
const pageMax = 50;

/** DescribeParameters: the account's parameters without their values, and without AWS's public parameters. */
export function describeParameters(
  store: ParameterStore,
  { partition, region, accountId }: Host,
): Operation<DescribeParametersRequest, DescribeParametersResult> {
  const resource = `arn:${partition}:ssm:${region}:${accountId}:*`;
  return {
    authorize: () => [{ action: 'ssm:DescribeParameters', resource }],
    run(input) {
      refuseMembers('DescribeParameters', input, ['Filters', 'Shared']);
      const matches = readParameterFilters('DescribeParameters', input.ParameterFilters);
      const own = store.all().filter(({ name }) => !name.startsWith('/aws/service/'));
      const { page, next } = takePage(own.filter(matches), input, {
        size: pageMax,
        request: input.ParameterFilters,
      });
      return {
        Parameters: page.map((parameter) => ({
          ...describeParameterVersion(parameter, latestOf(parameter)),
          ARN: store.arn(parameter.name),
        })),
        ...next,
      };
    },
  };
}
