import type { Host } from '../../core/host.ts';
import type { Authorization } from '../../core/service.ts';

/** The ARN of a log group, without the `:*` that policies and older answers have at its end. */
export function logGroupArn({ partition, region, accountId }: Host, name: string): string {
  return `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
}

/** The authorization of an operation on a log group. */
export function onLogGroup(host: Host, action: string, name: string): Authorization[] {
  return [{ action: `logs:${action}`, resource: `${logGroupArn(host, name)}:*` }];
}

/** The name in a request: given as it is, or as an identifier, which is a name or an ARN. */
export function groupNameOf(input: {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}): string {
  const given = input.logGroupName ?? input.logGroupIdentifier ?? '';
  return given.replace(/^arn:[^:]+:logs:[^:]*:\d*:log-group:/, '').replace(/:\*$/, '');
}
