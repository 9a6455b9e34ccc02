import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  paginateDescribeInstanceInformation,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { isNamed } from '../shared/clients/expected-errors.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import { readPages } from '../shared/clients/read-pages.ts';
import { limits } from '../shared/domain/limits.ts';
import { markOf } from '../shared/domain/patching.ts';

/** The tag of nodes outside EC2, which are never nodes of EMR. */
export interface NodeMarks {
  /** Marks the nodes that lack the right mark. Returns how many, and those that were refused by the code of the answer. */
  mark(): Promise<{ marked: number; refused: Map<string, string> }>;
}

/** A node has as many tags as it may have. */
const aboutOne = ['TooManyTagsError'];
/** A node that was deregistered meanwhile. */
const gone = ['InvalidResourceId'];

/**
 * Asks once for the nodes outside EC2, which most accounts do not have. No list of Systems Manager shows tags, so each
 * node is asked for its own.
 */
export function createNodeMarks(tag: string, client = connect(SSMClient)): NodeMarks {
  return {
    async mark() {
      const nodeIds = await listNodes(client);
      const results = await mapConcurrently(nodeIds, callsAtOnce, (id) => markNode(client, tag, id));
      const refused = results.flatMap((each): [string, string][] =>
        typeof each === 'string' ? [] : [[each.id, each.code]],
      );
      return { marked: results.filter((each) => each === 'marked').length, refused: new Map(refused) };
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

type Result = 'marked' | 'right' | 'gone' | { readonly id: string; readonly code: string };

async function markNode(client: SSMClient, tag: string, id: string): Promise<Result> {
  const node = { ResourceType: 'ManagedInstance', ResourceId: id } as const;
  try {
    const { TagList = [] } = await client.send(new ListTagsForResourceCommand(node));
    const tags = Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]));
    const mark = markOf(tags);
    if (tags[tag] === mark) return 'right';
    await client.send(new AddTagsToResourceCommand({ ...node, Tags: [{ Key: tag, Value: mark }] }));
    return 'marked';
  } catch (error) {
    if (isNamed(error, gone)) return 'gone';
    if (!(error instanceof Error) || !isNamed(error, aboutOne)) throw error;
    return { id, code: error.name };
  }
}
