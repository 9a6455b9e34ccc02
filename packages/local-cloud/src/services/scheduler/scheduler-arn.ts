import type { Host } from '../../core/host.ts';

/** The ARN of something of the scheduler: `schedule/default/name`, `schedule-group/name`. */
export function schedulerArn({ partition, region, accountId }: Host, resource: string): string {
  return `arn:${partition}:scheduler:${region}:${accountId}:${resource}`;
}
