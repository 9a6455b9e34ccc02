import { CreateTagsCommand, DeleteTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { chunk } from '../../domain/commands/order.ts';
import type { Tags } from '../../domain/fleet/instance.ts';
import { connect } from '../connect.ts';
import { isNamed } from '../expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';

/** Changes tags of instances. Both changes return the instances that EC2 refused, by the code of its answer. */
export interface InstanceTagging {
  set(tags: Tags, instanceIds: readonly string[]): Promise<Map<string, string>>;
  remove(keys: readonly string[], instanceIds: readonly string[]): Promise<Map<string, string>>;
}

/** `CreateTags` takes 1,000 resources, and AWS recommends smaller batches (EC2 API reference). */
const instancesPerCallMax = 200;

/** An instance that is no more. It needs no tag. */
const gone = ['InvalidInstanceID.NotFound'];
/** Answers that are about one instance, and refuse the whole call. */
const aboutOne = [...gone, 'TagLimitExceeded', 'OperationNotPermitted'];

/** Changes tags of many instances at once. A refused call is made again in halves, so that one delays nobody. */
export function createInstanceTagging(client = connect(EC2Client)): InstanceTagging {
  return {
    set: (tags, ids) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      return change(ids, (Resources) => client.send(new CreateTagsCommand({ Resources, Tags })));
    },
    remove: (keys, ids) => {
      const Tags = keys.map((Key) => ({ Key }));
      return change(ids, (Resources) => client.send(new DeleteTagsCommand({ Resources, Tags })));
    },
  };
}

type Call = (instanceIds: string[]) => Promise<unknown>;

async function change(instanceIds: readonly string[], call: Call): Promise<Map<string, string>> {
  const batches = chunk(instanceIds, instancesPerCallMax);
  const refused = await mapConcurrently(batches, callsAtOnce, (batch) => changeBatch(batch, call));
  return new Map(refused.flat());
}

async function changeBatch(instanceIds: string[], call: Call): Promise<[string, string][]> {
  try {
    await call(instanceIds);
    return [];
  } catch (error) {
    if (!(error instanceof Error) || !isNamed(error, aboutOne)) throw error;
    const [first, ...others] = instanceIds;
    if (first === undefined) throw error;
    if (others.length === 0) return isNamed(error, gone) ? [] : [[first, error.name]];
    const middle = Math.ceil(instanceIds.length / 2);
    const before = await changeBatch(instanceIds.slice(0, middle), call);
    return [...before, ...(await changeBatch(instanceIds.slice(middle), call))];
  }
}
