import type {
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  QueueAttributeName,
} from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import type { Queue } from '../queue.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { unknownAttribute } from '../sqs-errors.ts';

/** The attributes of a standard queue. AWS refuses other names. */
const ATTRIBUTE_NAMES: readonly string[] = [
  'All',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'ContentBasedDeduplication',
  'CreatedTimestamp',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'LastModifiedTimestamp',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'Policy',
  'QueueArn',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
] satisfies QueueAttributeName[];

/** GetQueueAttributes. */
export function getQueueAttributes(
  queues: QueueDirectory,
): Operation<GetQueueAttributesRequest, GetQueueAttributesResult> {
  return queueOperation(queues, 'GetQueueAttributes', (queue, input: GetQueueAttributesRequest) =>
    getAttributes(queue, input.AttributeNames ?? []),
  );
}

function getAttributes(queue: Queue, names: readonly string[]): GetQueueAttributesResult {
  for (const name of names) if (!ATTRIBUTE_NAMES.includes(name)) throw unknownAttribute(name);
  if (names.length === 0) return {};
  const { visible, inFlight, delayed } = queue.counts;
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedMs / 1000)),
    ...queue.settings.attributes,
  };
  const selected = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
  return selected.length > 0 ? { Attributes: Object.fromEntries(selected) } : {};
}
