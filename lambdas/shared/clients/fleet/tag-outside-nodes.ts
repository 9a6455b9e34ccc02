import { AddTagsToResourceCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Tags } from '../../domain/fleet/instance.ts';
import { connect } from '../connect.ts';
import { isNamed } from '../expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';

/** Changes tags of nodes outside EC2. */
export interface OutsideTagging {
  /** Sets tags. Returns the nodes that were refused, by the code of the answer. */
  set(tags: Tags, nodeIds: readonly string[]): Promise<Map<string, string>>;
}

/** A node has as many tags as it may have. */
const aboutOne = ['TooManyTagsError'];
/** A node that was deregistered meanwhile. */
const gone = ['InvalidResourceId'];

/** No call of Systems Manager takes several nodes: each is changed for itself. */
export function createOutsideTagging(client = connect(SSMClient)): OutsideTagging {
  return {
    async set(tags, nodeIds) {
      const refused = await mapConcurrently(nodeIds, callsAtOnce, (id) => setTags(client, id, tags));
      return new Map(refused.flat());
    },
  };
}

async function setTags(client: SSMClient, ResourceId: string, tags: Tags): Promise<[string, string][]> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  try {
    await client.send(new AddTagsToResourceCommand({ ResourceType: 'ManagedInstance', ResourceId, Tags }));
    return [];
  } catch (error) {
    if (isNamed(error, gone)) return [];
    if (!(error instanceof Error) || !isNamed(error, aboutOne)) throw error;
    return [[ResourceId, error.name]];
  }
}
