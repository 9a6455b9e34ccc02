import { EC2Client, paginateDescribeTags } from '@aws-sdk/client-ec2';
import { chunk } from '../../domain/commands/order.ts';
import type { Tags } from '../../domain/fleet/instance.ts';
import { limits } from '../../domain/limits.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';

/** The tags of all instances, without the instances. */
export interface InstanceTags {
  /** The tags with these keys of every instance, by id. An instance without any of them is left out. */
  list(keys: readonly string[]): Promise<Map<string, Tags>>;
}

/** Asks EC2 once for each 200 keys, and reads every page. It asks nothing when there are no keys. */
export function createInstanceTags(client = connect(EC2Client)): InstanceTags {
  return { list: (keys) => list(client, keys) };
}

async function list(client: EC2Client, keys: readonly string[]): Promise<Map<string, Tags>> {
  const slices = chunk(keys.map(asFilter), limits.valuesPerFilterMax);
  const answers = await mapConcurrently(slices, callsAtOnce, (Values) => {
    const Filters = [
      { Name: 'resource-type', Values: ['instance'] },
      { Name: 'key', Values },
    ];
    const pages = paginateDescribeTags({ client, pageSize: limits.instancesPerPageMax }, { Filters });
    return readPages(pages, ({ Tags: some }) => some);
  });
  const tags = new Map<string, Record<string, string>>();
  for (const { ResourceId = '', Key = '', Value = '' } of answers.flat())
    tags.set(ResourceId, { ...tags.get(ResourceId), [Key]: Value });
  return tags;
}

/** In a filter `*` and `?` stand for other text; the backslash takes that meaning away (EC2 user guide). */
function asFilter(text: string): string {
  return text.replace(/[*?\\]/g, '\\$&');
}
