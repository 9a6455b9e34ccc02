import type { Host } from '../../core/host.ts';
import type { Authorization } from '../../core/service.ts';

/** The authorization of an operation on one stack, or on all. A name stands for whatever id the stack has. */
export function onStack({ partition, region, accountId }: Host, action: string, stack = ''): Authorization[] {
  const name = stack === '' ? '*' : `${stack}/*`;
  const arn = `arn:${partition}:cloudformation:${region}:${accountId}:stack/${name}`;
  return [{ action: `cloudformation:${action}`, resource: stack.startsWith('arn:') ? stack : arn }];
}
