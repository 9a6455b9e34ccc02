import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  paginateDescribeInstanceInformation,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { Tags } from '../../domain/fleet/instance.ts';
import { limits } from '../../domain/limits.ts';
import { connect } from '../connect.ts';
import { isNamed } from '../expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';

/** Reads and changes tags of nodes outside EC2. */
export interface OutsideTagging {
  /** The nodes outside EC2, which most accounts do not have. */
  list(): Promise<string[]>;
  /** All tags of these nodes. A node that was deregistered meanwhile is left out. */
  read(nodeIds: readonly string[]): Promise<Map<string, Tags>>;
  /** Sets tags. Returns the nodes that were refused, by the code of the answer. */
  set(tags: Tags, nodeIds: readonly string[]): Promise<Map<string, string>>;
}

/** A node has as many tags as it may have. */
const aboutOne = ['TooManyTagsError'];
/** A node that was deregistered meanwhile. */
const gone = ['InvalidResourceId'];

const resourceOf = (id: string) => ({ ResourceType: 'ManagedInstance', ResourceId: id }) as const;

/** No list of Systems Manager shows tags, and no call takes several nodes: each node is asked and changed for itself. */
export function createOutsideTagging(client = connect(SSMClient)): OutsideTagging {
  return {
    list: () => listNodes(client),
    async read(nodeIds) {
      const found = await mapConcurrently(nodeIds, callsAtOnce, (id) => readTags(client, id));
      return new Map(found.flat());
    },
    async set(tags, nodeIds) {
      const refused = await mapConcurrently(nodeIds, callsAtOnce, (id) => setTags(client, id, tags));
      return new Map(refused.flat());
    },
  };
}

function listNodes(client: SSMClient): Promise<string[]> {
  const pages = paginateDescribeInstanceInformation(
    { client, pageSize: limits.managedInstancesPerPageMax },
    { Filters: [{ Key: 'ResourceType', Values: ['ManagedInstance'] }] },
  );
  return readPages(pages, ({ InstanceInformationList: nodes = [] }) =>
    nodes.flatMap(({ InstanceId: id }) => (id?.startsWith('mi-') === true ? [id] : [])),
  );
}

async function readTags(client: SSMClient, id: string): Promise<[string, Tags][]> {
  try {
    const { TagList = [] } = await client.send(new ListTagsForResourceCommand(resourceOf(id)));
    return [[id, Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]))]];
  } catch (error) {
    if (isNamed(error, gone)) return [];
    throw error;
  }
}

async function setTags(client: SSMClient, id: string, tags: Tags): Promise<[string, string][]> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  try {
    await client.send(new AddTagsToResourceCommand({ ...resourceOf(id), Tags }));
    return [];
  } catch (error) {
    if (isNamed(error, gone)) return [];
    if (!(error instanceof Error) || !isNamed(error, aboutOne)) throw error;
    return [[id, error.name]];
  }
}
