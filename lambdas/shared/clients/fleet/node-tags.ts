import {
  GetResourcesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { chunk } from '../../domain/commands/order.ts';
import type { Tags } from '../../domain/fleet/instance.ts';
import { limits } from '../../domain/limits.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';

/** The tags of nodes outside EC2, by id. A node that never had a tag is in no answer. */
export interface NodeTags {
  describe(nodeIds: readonly string[]): Promise<ReadonlyMap<string, Tags>>;
  /** Those of every node of the account and region. */
  list(): Promise<ReadonlyMap<string, Tags>>;
}

/**
 * Asks the Tagging API, 100 nodes a call: Systems Manager itself tells the tags of one node a call. `arnPrefix` is what the
 * ARNs of nodes begin with.
 */
export function createNodeTags(
  arnPrefix: string,
  client = connect(ResourceGroupsTaggingAPIClient),
): NodeTags {
  return {
    async describe(nodeIds) {
      const slices = chunk(nodeIds, limits.resourcesPerTagQueryMax);
      const found = await mapConcurrently(slices, callsAtOnce, async (ids) => {
        const ResourceARNList = ids.map((id) => `${arnPrefix}${id}`);
        const answer = await client.send(new GetResourcesCommand({ ResourceARNList }));
        return answer.ResourceTagMappingList ?? [];
      });
      return new Map(found.flat().map(readTags));
    },
    async list() {
      const pages = paginateGetResources(
        { client },
        {
          ResourceTypeFilters: ['ssm:managed-instance'],
          ResourcesPerPage: limits.resourcesPerTagQueryMax,
        },
      );
      const found = await readPages(pages, ({ ResourceTagMappingList: some }) => some);
      return new Map(found.map(readTags));
    },
  };
}

function readTags({ ResourceARN = '', Tags: tags = [] }: ResourceTagMapping): [string, Tags] {
  const id = ResourceARN.slice(ResourceARN.lastIndexOf('/') + 1);
  return [id, Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))];
}
