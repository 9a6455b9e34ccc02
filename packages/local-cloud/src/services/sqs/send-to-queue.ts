import type {
  SendMessageBatchRequestEntry,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import { NotEmulatedError } from '../../core/service.ts';
import { md5OfAttributes } from './message-attributes.ts';
import { checkContent, md5OfBody } from './message-content.ts';
import type { Queue } from './queue.ts';
import { invalidParameter, invalidValue } from './sqs-errors.ts';

/** The longest delay of a message (SQS API, SendMessage). */
const DELAY_SECONDS_MAX = 900;

/** Letters, digits and punctuation of ASCII. Recorded. */
const GROUP_ID = /^[!-~]{1,128}$/;

type SentMessage = Omit<SendMessageRequest, 'QueueUrl'> | SendMessageBatchRequestEntry;

export function sendToQueue(
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
  checkContent(queue, content, 'Id' in input ? 'One or more parameters cannot be validated.' : undefined);
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
  const [system] = Object.keys(input.MessageSystemAttributes ?? {});
  if (system !== undefined && system !== 'AWSTraceHeader')
    throw invalidParameter(`Message system attribute name '${system}' is invalid.`);
  if (system !== undefined) throw new NotEmulatedError('message system attributes (AWSTraceHeader)');
  const { MessageGroupId: group } = input;
  if (group !== undefined && !GROUP_ID.test(group))
    throw invalidValue(
      'MessageGroupId',
      group,
      'MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.',
    );
  if (group !== undefined) throw new NotEmulatedError('message groups (fair queues and FIFO queues)');
  if (input.MessageDeduplicationId !== undefined)
    throw invalidValue(
      'MessageDeduplicationId',
      input.MessageDeduplicationId,
      'The request includes a parameter that is not valid for this queue type.',
    );
}
