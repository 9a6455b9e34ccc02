import type { StackResourceSummary } from '@aws-sdk/client-cloudformation';
import type { ClientSettings } from '../../account/connection.ts';
import type { SeenStack } from './judge-stacks.ts';

/** Every stack of the region that is not deleted. */
export async function readStacks(settings: ClientSettings): Promise<SeenStack[]> {
  const { CloudFormationClient, paginateListStacks } = await import('@aws-sdk/client-cloudformation');
  const found: SeenStack[] = [];
  for await (const { StackSummaries = [] } of paginateListStacks(
    { client: new CloudFormationClient(settings) },
    {},
  ))
    for (const { StackName: name = '', StackStatus: status = '' } of StackSummaries)
      if (status !== 'DELETE_COMPLETE') found.push({ name, status });
  return found;
}

/** A resource of a stack: its type, its physical id, and when CloudFormation last changed it. */
export interface StackPart {
  readonly type: string;
  readonly id: string;
  readonly changedAtMs: number;
}

/** The resources of a stack. */
export async function readParts(settings: ClientSettings, stackName: string): Promise<StackPart[]> {
  const { CloudFormationClient, paginateListStackResources } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(settings);
  const found: StackResourceSummary[] = [];
  const pages = paginateListStackResources({ client }, { StackName: stackName });
  for await (const { StackResourceSummaries = [] } of pages) found.push(...StackResourceSummaries);
  return found
    .filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE')
    .map(({ ResourceType, PhysicalResourceId, LastUpdatedTimestamp }) => ({
      type: ResourceType ?? '',
      id: PhysicalResourceId ?? '',
      changedAtMs: LastUpdatedTimestamp?.getTime() ?? 0,
    }));
}
