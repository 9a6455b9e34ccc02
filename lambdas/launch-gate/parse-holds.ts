import * as z from 'zod/mini';
import { type QueueRecord, readRecords } from '../shared/runtime/queue-record.ts';
import type { Hold } from './hold.ts';

/** The event of Auto Scaling. The gate sends it to itself again, with the time of its last heartbeat. */
const holdEvent = z.object({
  'detail-type': z.literal('EC2 Instance-launch Lifecycle Action'),
  time: z.iso.datetime(),
  detail: z.object({
    LifecycleActionToken: z.string(),
    AutoScalingGroupName: z.string(),
    LifecycleHookName: z.string(),
    EC2InstanceId: z.string().check(z.regex(/^i-[0-9a-f]{8,17}$/)),
    Origin: z._default(z.string(), 'EC2'),
    Destination: z._default(z.string(), 'AutoScalingGroup'),
  }),
  heartbeatAt: z.optional(z.int()),
});

/** Reads what the hold queue delivers. */
export function parseHolds(records: readonly QueueRecord[]) {
  return readRecords(records, holdEvent, ({ time, detail, heartbeatAt }): Hold => {
    const startedAt = Date.parse(time);
    return {
      ...{ token: detail.LifecycleActionToken, instanceId: detail.EC2InstanceId },
      ...{ groupName: detail.AutoScalingGroupName, hookName: detail.LifecycleHookName },
      ...{ origin: detail.Origin, destination: detail.Destination },
      ...{ startedAt, heartbeatAt: heartbeatAt ?? startedAt },
    };
  });
}

/** A hold as `parseHolds` reads it. */
export function writeHold(hold: Hold): string {
  return JSON.stringify({
    'detail-type': 'EC2 Instance-launch Lifecycle Action',
    time: new Date(hold.startedAt).toISOString(),
    detail: {
      ...{ LifecycleActionToken: hold.token, EC2InstanceId: hold.instanceId },
      ...{ AutoScalingGroupName: hold.groupName, LifecycleHookName: hold.hookName },
      ...{ Origin: hold.origin, Destination: hold.destination },
    },
    heartbeatAt: hold.heartbeatAt,
  });
}
