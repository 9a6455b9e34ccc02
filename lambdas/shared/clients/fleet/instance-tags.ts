import { EC2Client, paginateDescribeTags } from '@aws-sdk/client-ec2';
import { chunk } from '../../domain/commands/order.ts';
import type { Tags } from '../../domain/fleet/instance.ts';
import type { Exclusion } from '../../domain/fleet/profile.ts';
import { limits } from '../../domain/limits.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { readPages } from '../read-pages.ts';

/** The tags of all instances, without the instances. */
export interface InstanceTags {
  /**
   * The tags of every instance with these keys, and with these values of keys, by id. An instance without any of them is
   * left out. A value may hold `*`.
   */
  list(keys: readonly string[], values: readonly Exclusion[]): Promise<Map<string, Tags>>;
}

/**
 * Asks EC2 once for each 200 keys, and once for each key with a value. Reads every page. It asks nothing when there is
 * nothing to ask for.
 */
export function createInstanceTags(client = connect(EC2Client)): InstanceTags {
  return { list: (keys, values) => list(client, keys, values) };
}

async function list(
  client: EC2Client,
  keys: readonly string[],
  values: readonly Exclusion[],
): Promise<Map<string, Tags>> {
  const questions = [
    ...chunk(keys.map(asFilter), limits.valuesPerFilterMax).map((Values) => [{ Name: 'key', Values }]),
    ...values.map(({ key, value }) => [
      { Name: 'key', Values: [asFilter(key)] },
      { Name: 'value', Values: [value.split('*').map(asFilter).join('*')] },
    ]),
  ];
  const answers = await mapConcurrently(questions, callsAtOnce, (question) => {
    const Filters = [{ Name: 'resource-type', Values: ['instance'] }, ...question];
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
