import type { SetQueueAttributesRequest } from '@aws-sdk/client-sqs';
import { setEntry } from '../../../core/own-entry.ts';
import type { Operation } from '../../../core/service.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { required } from '../sqs-errors.ts';

/** SetQueueAttributes. Other attributes keep their values. */
export function setQueueAttributes(
  queues: QueueDirectory,
): Operation<SetQueueAttributesRequest, Record<string, never>> {
  return queueOperation(queues, 'SetQueueAttributes', (queue, input: SetQueueAttributesRequest) => {
    queues.update(queue, definedOnly(required('Attributes', input.Attributes)));
    return {};
  });
}

function definedOnly(attributes: Partial<Record<string, string>>): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) setEntry(defined, name, value);
  return defined;
}
