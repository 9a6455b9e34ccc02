import type {
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult,
  ListQueuesRequest,
  ListQueuesResult,
  PurgeQueueRequest,
  QueueAttributeName,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { type Operation, ServiceError } from '../../core/service.ts';
import type { Queue } from './queue.ts';
import { authorization, type QueueDirectory, queueOperation } from './queue-directory.ts';
import { invalidValue, required } from './sqs-errors.ts';

/** A queue can be purged once in this time (SQS API, PurgeQueueInProgress). */
const PURGE_SECONDS = 60;
/** Queues of one page of a list; without MaxResults AWS gives up to these and no token (SQS API). */
const LIST_MAX = 1000;

/** The attributes that GetQueueAttributes knows of a standard queue; AWS refuses other names. */
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

/** What is asked about queues, and what is done to whole queues. */
export function queueOperations(queues: QueueDirectory): {
  GetQueueAttributes: Operation<GetQueueAttributesRequest, GetQueueAttributesResult>;
  SetQueueAttributes: Operation<SetQueueAttributesRequest, Record<string, never>>;
  GetQueueUrl: Operation<GetQueueUrlRequest, GetQueueUrlResult>;
  ListQueues: Operation<ListQueuesRequest, ListQueuesResult>;
  ListDeadLetterSourceQueues: Operation<ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResult>;
  PurgeQueue: Operation<PurgeQueueRequest, Record<string, never>>;
} {
  return {
    GetQueueAttributes: queueOperation(
      queues,
      'GetQueueAttributes',
      (queue, input: GetQueueAttributesRequest) => getAttributes(queue, input.AttributeNames ?? []),
    ),
    SetQueueAttributes: queueOperation(
      queues,
      'SetQueueAttributes',
      (queue, input: SetQueueAttributesRequest) => {
        queues.update(queue, definedOnly(required('Attributes', input.Attributes)));
        return {};
      },
    ),
    GetQueueUrl: getQueueUrl(queues),
    ListQueues: {
      authorize: () => [authorization('ListQueues', '*')],
      run: (input) => {
        const prefix = input.QueueNamePrefix ?? '';
        const { urls, nextToken } = page(
          queues.all().filter((queue) => queue.name.startsWith(prefix)),
          input,
        );
        return { QueueUrls: urls.length > 0 ? urls : undefined, NextToken: nextToken };
      },
    },
    ListDeadLetterSourceQueues: queueOperation(
      queues,
      'ListDeadLetterSourceQueues',
      (queue, input: ListDeadLetterSourceQueuesRequest) => {
        const { urls, nextToken } = page(queues.sourcesOf(queue.arn), input);
        return { queueUrls: urls, NextToken: nextToken };
      },
    ),
    PurgeQueue: purgeQueue(queues),
  };
}

function getAttributes(queue: Queue, names: readonly string[]): GetQueueAttributesResult {
  for (const name of names)
    if (!ATTRIBUTE_NAMES.includes(name))
      throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${name}.`);
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

function getQueueUrl(queues: QueueDirectory): Operation<GetQueueUrlRequest, GetQueueUrlResult> {
  const arnOf = (input: GetQueueUrlRequest) =>
    queues.arnOfName(required('QueueName', input.QueueName), input.QueueOwnerAWSAccountId);
  return {
    authorize: (input) => [authorization('GetQueueUrl', arnOf(input))],
    run: (input) => ({ QueueUrl: queues.byArn(arnOf(input)).url }),
  };
}

function purgeQueue(queues: QueueDirectory): Operation<PurgeQueueRequest, Record<string, never>> {
  const purgedMs = new Map<Queue, number>();
  return queueOperation(queues, 'PurgeQueue', (queue) => {
    const { nowMs } = queues.host.timeline;
    const lastMs = purgedMs.get(queue) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - lastMs < PURGE_SECONDS * 1000)
      throw new ServiceError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every ${PURGE_SECONDS} seconds.`,
        { statusCode: 403 },
      );
    purgedMs.set(queue, nowMs);
    queue.purge();
    return {};
  });
}

/** A page of queue URLs. The token is the place of the first queue of the next page. */
function page(
  found: readonly Queue[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { urls: string[]; nextToken: string | undefined } {
  const size = input.MaxResults ?? LIST_MAX;
  if (size < 1 || size > LIST_MAX)
    throw invalidValue('MaxResults', size, `Must be between 1 and ${LIST_MAX}.`);
  const start = Number(input.NextToken ?? 0);
  if (!Number.isInteger(start) || start < 0)
    throw invalidValue('NextToken', input.NextToken, 'Invalid token.');
  const end = start + size;
  const hasMore = input.MaxResults !== undefined && end < found.length;
  return {
    urls: found.slice(start, end).map((queue) => queue.url),
    nextToken: hasMore ? String(end) : undefined,
  };
}

function definedOnly(attributes: Partial<Record<string, string>>): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) defined[name] = value;
  return defined;
}
