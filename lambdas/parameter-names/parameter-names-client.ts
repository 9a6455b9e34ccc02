import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { type ParameterMetadata, paginateDescribeParameters, SSMClient } from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { retryDenials } from '../shared/clients/fresh-role.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { type Clock, systemClock } from '../shared/clients/system-clock.ts';
import { chunk } from '../shared/domain/commands/order.ts';
import type { ExistingParameter } from './plan-names.ts';

/** Which parameters exist, and which are of a stack. */
export interface ParameterNames {
  /** Those among `names` that exist. Values are not read. */
  existing(names: readonly string[]): Promise<readonly ExistingParameter[]>;
  /** The names of the parameters that are resources of a stack. */
  ofStack(stackId: string): Promise<ReadonlySet<string>>;
}

/** A filter of DescribeParameters takes 50 values (API reference, ParameterStringFilter). */
const namesPerFilterMax = 50;
const parameterType = 'AWS::SSM::Parameter';

/** Asks Systems Manager and CloudFormation. Make one for each event: all calls share the pauses for a new role. */
export function createParameterNames(
  ssm = connect(SSMClient),
  cloudFormation = connect(CloudFormationClient),
  clock: Clock = systemClock,
): ParameterNames {
  const retry = retryDenials(clock, ['AccessDeniedException', 'AccessDenied']);
  return {
    async existing(names) {
      const found: ExistingParameter[] = [];
      for (const Values of chunk(names, namesPerFilterMax)) {
        const filter = { ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values }] };
        const pages = () => paginateDescribeParameters({ client: ssm, pageSize: 50 }, filter);
        found.push(...(await retry(() => readPages(pages(), ({ Parameters }) => Parameters))).flatMap(read));
      }
      return found;
    },
    async ofStack(StackName) {
      const pages = () => paginateListStackResources({ client: cloudFormation }, { StackName });
      const found = await retry(() =>
        readPages(pages(), ({ StackResourceSummaries }) => StackResourceSummaries),
      );
      const parameters = found.filter(({ ResourceType }) => ResourceType === parameterType);
      return new Set(parameters.flatMap(({ PhysicalResourceId }) => PhysicalResourceId ?? []));
    },
  };
}

function read({ Name: name, Type, LastModifiedUser }: ParameterMetadata): ExistingParameter[] {
  if (name === undefined) return [];
  return [{ name, type: Type ?? 'parameter', changedBy: LastModifiedUser ?? 'somebody' }];
}
