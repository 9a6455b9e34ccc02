import {
  GetServiceSettingCommand,
  paginateDescribeInstanceInformation,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { limits } from '../../../lambdas/shared/domain/limits.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { refuse } from '../../account/refusal.ts';

/** The most nodes outside EC2 of an account and region in the standard tier (Systems Manager user guide). */
const standardNodesMax = 1000;

/** How many nodes outside EC2 there are, and in which tier. */
export interface Standing {
  readonly nodes: number;
  readonly isAdvanced: boolean;
}

/** @throws UsageError when a call fails. */
export async function readStanding(settings: ClientSettings): Promise<Standing> {
  const client = new SSMClient(settings);
  const SettingId = '/ssm/managed-instance/activation-tier';
  const [nodes, { ServiceSetting }] = await Promise.all([
    countNodes(client).catch((error: unknown) =>
      refuse('ssm:DescribeInstanceInformation', error, 'activate', settings),
    ),
    client
      .send(new GetServiceSettingCommand({ SettingId }))
      .catch((error: unknown) => refuse('ssm:GetServiceSetting', error, 'activate', settings)),
  ]);
  return { nodes, isAdvanced: ServiceSetting?.SettingValue === 'advanced' };
}

async function countNodes(client: SSMClient): Promise<number> {
  const Filters = [{ Key: 'ResourceType', Values: ['ManagedInstance'] }];
  const config = { client, pageSize: limits.managedInstancesPerPageMax };
  let count = 0;
  for await (const page of paginateDescribeInstanceInformation(config, { Filters }))
    count += page.InstanceInformationList?.length ?? 0;
  return count;
}

/** What to know of the tier before so many more machines register; nothing where they all have room. */
export function tierLines({ nodes, isAdvanced }: Standing, limit: number): string[] {
  if (isAdvanced)
    return [
      `The advanced-instances tier is on: AWS bills each of the ${nodes + limit} nodes by the hour (docs/estate/hybrid.md).`,
    ];
  if (nodes + limit <= standardNodesMax) return [];
  return [
    `${nodes} nodes are registered, and the standard tier takes ${standardNodesMax}: ` +
      `${Math.max(0, standardNodesMax - nodes)} of these ${limit} machines have room. ` +
      'The advanced-instances tier takes more, and AWS bills each node by the hour (docs/estate/hybrid.md).',
  ];
}
