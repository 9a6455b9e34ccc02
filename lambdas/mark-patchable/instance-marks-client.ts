import { CreateTagsCommand, DeleteTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { connect } from '../shared/clients/connect.ts';
import { isNamed } from '../shared/clients/expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import { chunk } from '../shared/domain/commands/order.ts';
import type { Mark } from '../shared/domain/patching.ts';

/** The tag of instances. Both changes return the instances that EC2 refused, by the code of its answer. */
export interface InstanceMarks {
  set(mark: Mark, instanceIds: readonly string[]): Promise<Map<string, string>>;
  remove(instanceIds: readonly string[]): Promise<Map<string, string>>;
}

/** `CreateTags` takes 1,000 resources, and AWS recommends smaller batches (EC2 API reference). */
const instancesPerCallMax = 200;

/** An instance that is no more. It needs no mark. */
const gone = ['InvalidInstanceID.NotFound'];
/** Answers that are about one instance, and refuse the whole call. */
const aboutOne = [...gone, 'TagLimitExceeded', 'OperationNotPermitted'];

/** Changes the tag of many instances at once. A refused call is made again in halves, so that one delays nobody. */
export function createInstanceMarks(tag: string, client = connect(EC2Client)): InstanceMarks {
  return {
    set: (mark, ids) =>
      change(ids, (Resources) =>
        client.send(new CreateTagsCommand({ Resources, Tags: [{ Key: tag, Value: mark }] })),
      ),
    remove: (ids) =>
      change(ids, (Resources) => client.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: tag }] }))),
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
