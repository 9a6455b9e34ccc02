import {
  type InventoryFilter,
  ListInventoryEntriesCommand,
  paginateGetInventory,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { isNamed } from '../shared/clients/expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { limits } from '../shared/domain/limits.ts';

/** What the inventory of Systems Manager says. */
export interface Inventory {
  /** The nodes that are active. */
  listNodes(): Promise<Set<string>>;
  /** The active nodes that have one of these applications. */
  listHolders(applications: readonly string[]): Promise<Set<string>>;
  /** When the applications of these nodes were captured. A node is left out if inventory knows none of it. */
  describeCaptures(nodeIds: readonly string[]): Promise<Map<string, number>>;
}

const isActive: InventoryFilter = {
  Key: 'AWS:InstanceInformation.InstanceStatus',
  Values: ['Active'],
  Type: 'Equal',
};
const applicationType = 'AWS:Application';

/**
 * Asks for nodes by filter, 50 a page, without their applications: those of one node may be hundreds. The time of a capture
 * is asked for one node a call, because the only list that has it has all applications too.
 */
export function createInventory(client = connect(SSMClient)): Inventory {
  const list = async (filters: InventoryFilter[]) => {
    const config = { client, pageSize: limits.inventoryPerPageMax };
    const pages = paginateGetInventory(config, { Filters: filters });
    return new Set(await readPages(pages, ({ Entities }) => Entities?.flatMap(({ Id }) => Id ?? [])));
  };
  return {
    listNodes: () => list([isActive]),
    async listHolders(applications) {
      const lists = await mapConcurrently(toFilters(applications), callsAtOnce, (filter) =>
        list([filter, isActive]),
      );
      return new Set(lists.flatMap((ids) => [...ids]));
    },
    async describeCaptures(nodeIds) {
      const times = await mapConcurrently(nodeIds, callsAtOnce, (id) => describeCapture(client, id));
      return new Map(times.flat());
    },
  };
}

/** Names that end with `*` are asked for by their beginning: a filter has one way to compare. */
function toFilters(applications: readonly string[]): InventoryFilter[] {
  const beginnings = applications.flatMap((name) => (name.endsWith('*') ? [name.slice(0, -1)] : []));
  const names = applications.filter((name) => !name.endsWith('*'));
  return [
    ...(beginnings.length === 0 ? [] : [toFilter(beginnings, 'BeginWith')]),
    ...(names.length === 0 ? [] : [toFilter(names, 'Equal')]),
  ];
}

function toFilter(values: string[], type: 'BeginWith' | 'Equal'): InventoryFilter {
  return { Key: `${applicationType}.Name`, Values: values, Type: type };
}

/** A node that was deregistered meanwhile. */
const gone = ['InvalidInstanceId'];

async function describeCapture(client: SSMClient, nodeId: string): Promise<[string, number][]> {
  try {
    const { CaptureTime = '', Entries = [] } = await client.send(
      new ListInventoryEntriesCommand({ InstanceId: nodeId, TypeName: applicationType, MaxResults: 1 }),
    );
    const capturedMs = Date.parse(CaptureTime);
    return Entries.length === 0 || Number.isNaN(capturedMs) ? [] : [[nodeId, capturedMs]];
  } catch (error) {
    if (isNamed(error, gone)) return [];
    throw error;
  }
}
