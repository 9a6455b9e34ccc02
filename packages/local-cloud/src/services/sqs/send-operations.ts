import { createHash } from 'node:crypto';
import type {
  SendMessageBatchRequest,
  SendMessageBatchRequestEntry,
  SendMessageBatchResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import { checkBatch, runBatch } from './batch.ts';
import type { MessageContent } from './message.ts';
import { checkMessageAttributes, md5OfAttributes, messageAttributesBytes } from './message-attributes.ts';
import type { Queue } from './queue.ts';
import { type QueueDirectory, queueOperation } from './queue-directory.ts';
import { invalidParameter, invalidValue, required } from './sqs-errors.ts';

/** All messages of one SendMessageBatch together (SQS quotas). */
const BATCH_BYTES_MAX = 1_048_576;
/** Per-message delay (SQS API, SendMessage). */
const DELAY_SECONDS_MAX = 900;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters SQS refuses, as its API lists them.
const REFUSED_CHARACTERS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/u;

/** SendMessage and SendMessageBatch. */
export function sendOperations(queues: QueueDirectory): {
  SendMessage: Operation<SendMessageRequest, SendMessageResult>;
  SendMessageBatch: Operation<SendMessageBatchRequest, SendMessageBatchResult>;
} {
  return {
    SendMessage: queueOperation(queues, 'SendMessage', (queue, input: SendMessageRequest, senderId) =>
      send(queue, input, senderId),
    ),
    SendMessageBatch: queueOperation(
      queues,
      'SendMessage',
      (queue, input: SendMessageBatchRequest, senderId) => {
        checkBatch(input.Entries, 'SendMessageBatchRequestEntry');
        const entries = input.Entries ?? [];
        checkBatchBytes(entries);
        return runBatch(entries, (entry) => ({ Id: entry.Id, ...send(queue, entry, senderId) }));
      },
    ),
  };
}

/** Throws the refusal of content that SQS does not take: empty, too long, or with characters it refuses. */
export function checkContent(queue: Queue, content: MessageContent): void {
  required('MessageBody', content.body);
  if (REFUSED_CHARACTERS.test(content.body))
    throw new ServiceError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  if (content.attributes !== undefined) checkMessageAttributes(content.attributes);
  const bytes = Buffer.byteLength(content.body) + messageAttributesBytes(content.attributes);
  const limit = queue.settings.maximumMessageBytes;
  if (bytes > limit)
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
}

/** The MD5 of a body, as both sender and receiver check it. */
export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

type SentMessage = Omit<SendMessageRequest, 'QueueUrl'> | SendMessageBatchRequestEntry;

function send(
  queue: Queue,
  input: SentMessage,
  senderId: string,
): SendMessageResult & { MD5OfMessageBody: string; MessageId: string } {
  refuseOtherQueueTypes(input);
  const { MessageBody = '', MessageAttributes, DelaySeconds } = input;
  const attributes =
    MessageAttributes === undefined || Object.keys(MessageAttributes).length === 0
      ? undefined
      : MessageAttributes;
  const content = { body: MessageBody, attributes, senderId };
  checkContent(queue, content);
  if (DelaySeconds !== undefined && (DelaySeconds < 0 || DelaySeconds > DELAY_SECONDS_MAX))
    throw invalidValue(
      'DelaySeconds',
      DelaySeconds,
      `DelaySeconds must be >= 0 and <= ${DELAY_SECONDS_MAX}.`,
    );
  const message = queue.put(content, DelaySeconds);
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5OfBody(message.body),
    MD5OfMessageAttributes: attributes && md5OfAttributes(attributes),
  };
}

function refuseOtherQueueTypes(input: SentMessage): void {
  if (Object.keys(input.MessageSystemAttributes ?? {}).length > 0)
    throw new NotEmulatedError('message system attributes (AWSTraceHeader)');
  if (input.MessageGroupId !== undefined)
    throw new NotEmulatedError('message groups (fair queues and FIFO queues)');
  if (input.MessageDeduplicationId !== undefined)
    throw invalidValue(
      'MessageDeduplicationId',
      input.MessageDeduplicationId,
      'The request includes a parameter that is not valid for this queue type.',
    );
}

function checkBatchBytes(entries: readonly SendMessageBatchRequestEntry[]): void {
  let bytes = 0;
  for (const { MessageBody = '', MessageAttributes } of entries)
    bytes += Buffer.byteLength(MessageBody) + messageAttributesBytes(MessageAttributes);
  if (bytes > BATCH_BYTES_MAX)
    throw new ServiceError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${BATCH_BYTES_MAX} bytes. You have sent ${bytes} bytes.`,
    );
}
