import type { AssemblyStack } from 'local-cloud';
import { changeProperties } from './change-properties.ts';
import { declaredIn, findFeed } from './declared-resources.ts';

/** Times that replace those of the template, for a run in real time. In seconds. */
export interface Timing {
  /** How long the launch queue delays an event. @default as in the template */
  readonly launchDelaySeconds?: number;
  /** The batching window of each event source mapping. @default as in the template */
  readonly batchingWindowSeconds?: number;
}

/**
 * Changes the times of the onboarding: the delay of the queue that feeds the onboard function, and every batching
 * window.
 */
export function retime(stack: AssemblyStack, timing: Timing): AssemblyStack {
  const { launchDelaySeconds, batchingWindowSeconds } = timing;
  if (launchDelaySeconds === undefined && batchingWindowSeconds === undefined) return stack;
  const declared = declaredIn(stack);
  const launchQueueId = findFeed(declared, 'onboard').queue.logicalId;
  const changes = declared.flatMap(({ logicalId, type, properties }): [string, object][] => {
    if (logicalId === launchQueueId && launchDelaySeconds !== undefined)
      return [[logicalId, { ...properties, DelaySeconds: launchDelaySeconds }]];
    if (type === 'AWS::Lambda::EventSourceMapping' && batchingWindowSeconds !== undefined)
      return [[logicalId, { ...properties, MaximumBatchingWindowInSeconds: batchingWindowSeconds }]];
    return [];
  });
  return changeProperties(stack, changes);
}
