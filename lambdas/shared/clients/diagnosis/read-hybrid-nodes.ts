import {
  type InstanceInformation,
  paginateDescribeInstanceInformation,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { type HybridNode, type HybridNodes, sortHybridNodes } from '../../domain/diagnosis/hybrid-node.ts';
import { limits } from '../../domain/limits.ts';
import type { Attempts } from './attempts.ts';

/** What reading the nodes of hybrid activations needs. */
export interface HybridReader {
  readonly ssm: SSMClient;
  readonly attempts: Attempts;
}

/**
 * A thousand nodes. Most accounts have none, which is one call. An account with a data centre of them must not use up
 * the rate of Systems Manager, in which commands are sent.
 */
const pagesMax = 20;

/** Reads the nodes of hybrid activations of the account and region; undefined when they could not be read. */
export async function readHybridNodes({ ssm, attempts }: HybridReader): Promise<HybridNodes | undefined> {
  let isWhole = true;
  const nodes = await attempts.attempt('nodes of hybrid activations', async () => {
    const found: HybridNode[] = [];
    let pages = 0;
    for await (const page of paginateDescribeInstanceInformation(
      { client: ssm, pageSize: limits.managedInstancesPerPageMax },
      { Filters: [{ Key: 'ResourceType', Values: ['ManagedInstance'] }] },
    )) {
      pages += 1;
      found.push(...(page.InstanceInformationList ?? []).flatMap(readNode));
      if (pages === pagesMax && page.NextToken !== undefined) {
        isWhole = false;
        attempts.miss('nodes of hybrid activations', `more than ${pagesMax} pages`);
        break;
      }
    }
    return found;
  });
  return nodes && sortHybridNodes(nodes, isWhole);
}

function readNode(node: InstanceInformation): HybridNode[] {
  const { InstanceId: nodeId, PingStatus, LastPingDateTime, IPAddress, ComputerName, Name, SourceId } = node;
  if (nodeId?.startsWith('mi-') !== true) return [];
  return [
    {
      nodeId,
      isOnline: PingStatus === 'Online',
      lastPingMs: LastPingDateTime?.getTime(),
      address: IPAddress,
      computerName: ComputerName,
      name: Name,
      sourceId: SourceId,
    },
  ];
}
