import type { Place } from '../../core/host.ts';

/** The ARN of a resource of AWS Config: `config-rule/config-rule-abc123`. */
export function configArn({ partition, region, accountId }: Place, resource: string): string {
  return `arn:${partition}:config:${region}:${accountId}:${resource}`;
}
