import type { SetQueueAttributesRequest } from '@aws-sdk/client-sqs';
import { setEntry } from '../../../core/own-entry.ts';
import type { Operation } from '../../../core/service.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { required, unknownAttribute } from '../sqs-errors.ts';

/** The attributes that a standard queue does not have. FifoQueue is recorded, the others are assumed to be alike. */
const FIFO_ATTRIBUTES = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
];

/** SetQueueAttributes. Other attributes keep their values. */
export function setQueueAttributes(
  queues: QueueDirectory,
): Operation<SetQueueAttributesRequest, Record<string, never>> {
  return queueOperation(queues, 'SetQueueAttributes', (queue, input: SetQueueAttributesRequest) => {
    const attributes = definedOnly(required('Attributes', input.Attributes));
    const ofFifo = Object.keys(attributes).find((name) => FIFO_ATTRIBUTES.includes(name));
    if (ofFifo !== undefined) throw unknownAttribute(ofFifo);
    queues.update(queue, attributes);
    return {};
  });
}

function definedOnly(attributes: Partial<Record<string, string>>): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) setEntry(defined, name, value);
  return defined;
}
