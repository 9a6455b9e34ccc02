import type { DescribeParametersRequest, DescribeParametersResult } from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import { latestOf, type Parameter } from '../parameters/parameter.ts';
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
      new Validation().range(input.MaxResults, 'maxResults', [1, pageMax]).done();
      if (input.Filters !== undefined || input.Shared === true)
        throw new NotEmulatedError('Filters and Shared of DescribeParameters; use ParameterFilters');
      const conditions = (input.ParameterFilters ?? []).map(readFilter);
      const own = store.all().filter(({ name }) => !name.startsWith('/aws/service/'));
      const found = own.filter((parameter) => conditions.every((condition) => condition(parameter)));
      const { page, next } = takePage(found, input, { size: pageMax, request: input.ParameterFilters });
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

function readFilter({
  Key: key,
  Option: option = 'Equals',
  Values: values = [],
}: NonNullable<DescribeParametersRequest['ParameterFilters']>[number]): (parameter: Parameter) => boolean {
  const test = `${key} ${option}`;
  if (test === 'Name Equals') return ({ name }) => values.includes(name);
  if (test === 'Name BeginsWith') return ({ name }) => values.some((value) => name.startsWith(value));
  if (test === 'Type Equals') return ({ type }) => values.includes(type);
  if (test === 'Path Recursive')
    return ({ name }) => values.some((path) => name.startsWith(`${path.replace(/\/$/, '')}/`));
  throw new NotEmulatedError(`the DescribeParameters filter ${test}`);
}
