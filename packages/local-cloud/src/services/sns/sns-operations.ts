import type { Operation } from '../../core/service.ts';
import { publish } from './operations/publish.ts';

/** The operations by API name, each in a file of its name. `put` publishes and returns the message id. */
export function snsOperations(...[region, put]: Parameters<typeof publish>) {
  return { Publish: publish(region, put) } satisfies Record<string, Operation>;
}
