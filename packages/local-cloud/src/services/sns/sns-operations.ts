import type { Operation } from '../../core/service.ts';
import { publish } from './operations/publish.ts';

/** The operations by API name, each in a file of its name. `put` publishes and returns the message id. */
export function snsOperations(put: Parameters<typeof publish>[0]) {
  return { Publish: publish(put) } satisfies Record<string, Operation>;
}
