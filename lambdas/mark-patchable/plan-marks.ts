import type { Instance } from '../shared/domain/fleet/instance.ts';
import { clusterTag, type Mark, markOf, marks } from '../shared/domain/patching.ts';

/** What has to change so that every node has the mark that it should have. */
export interface MarkPlan {
  /** Nodes of EMR that carry the tag, because somebody copied it. */
  readonly toUnmark: readonly string[];
  readonly toMark: ReadonlyMap<Mark, readonly string[]>;
  /** Instances that are too young to tell. */
  readonly tooYoung: readonly string[];
}

/** Nodes as they are, and the time. */
export interface MarkCensus {
  readonly instances: Iterable<Instance>;
  readonly tag: string;
  readonly nowMs: number;
}

/**
 * EMR tags its nodes at the launch. AWS does not say how long that takes, so an instance is not believed to be no node
 * of EMR before this time.
 */
const settleMs = 10 * 60_000;

/**
 * Which instances get the tag, and which lose it. Nothing is planned where the tag is right already, for terminated
 * instances, and for instances that belong to a service of AWS, which alone may tag and patch them.
 */
export function planMarks({ instances, tag, nowMs }: MarkCensus): MarkPlan {
  const toUnmark: string[] = [];
  const tooYoung: string[] = [];
  const toMark = noMarks();
  for (const { instanceId, state, tags, operator, launchedAtMs } of instances) {
    if (state === 'terminated' || state === 'shutting-down' || operator !== undefined) continue;
    const mark = markOf(tags);
    if (Object.hasOwn(tags, clusterTag)) {
      if (Object.hasOwn(tags, tag)) toUnmark.push(instanceId);
    } else if (tags[tag] !== mark) {
      if (nowMs - launchedAtMs < settleMs) tooYoung.push(instanceId);
      else toMark.get(mark)?.push(instanceId);
    }
  }
  return { toUnmark, toMark, tooYoung };
}

/** Which nodes outside EC2 get the tag. None of them is a node of EMR. */
export function planOutsideMarks(nodes: ReadonlyMap<string, Instance>, tag: string): MarkPlan['toMark'] {
  const toMark = noMarks();
  for (const [id, { tags }] of nodes) {
    const mark = markOf(tags);
    if (tags[tag] !== mark) toMark.get(mark)?.push(id);
  }
  return toMark;
}

function noMarks(): Map<Mark, string[]> {
  return new Map(Object.values(marks).map((mark) => [mark, []]));
}
