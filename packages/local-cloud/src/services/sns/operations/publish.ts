import type { MessageAttributeValue, PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import { isRecord } from '../../../core/is-record.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { invalidParameter } from '../sns-errors.ts';
import { checkTopicAttributes } from '../topic-message-attributes.ts';

/** The request members for targets other than a topic, and those of FIFO topics. */
const otherMembers = ['PhoneNumber', 'MessageGroupId', 'MessageDeduplicationId'] as const;

/** The parts of an ARN. */
const arnParts = 6;

/** A message for a topic. `extraBytes` count for its size, besides the message. */
export interface TopicMessage {
  readonly topicArn: string;
  readonly message: string;
  readonly subject: string | undefined;
  readonly extraBytes: number;
}

/** Publish to a topic of `region`. `put` publishes and returns the message id. The texts of refusals are recorded. */
export function publish(
  region: string,
  put: (message: TopicMessage) => string,
): Operation<PublishInput, PublishResponse> {
  return {
    authorize: (input) => [{ action: 'sns:Publish', resource: topicOf(input, region) }],
    run(input) {
      const message = messageOf(input);
      checkTopicAttributes(input.MessageAttributes ?? {});
      const attributes = Object.entries(input.MessageAttributes ?? {});
      const extraBytes =
        Buffer.byteLength(input.Message ?? '') -
        Buffer.byteLength(message) +
        attributes.reduce((bytes, [name, value]) => bytes + attributeBytes(name, value), 0);
      const topicArn = topicOf(input, region);
      return { MessageId: put({ topicArn, message, subject: input.Subject, extraBytes }) };
    },
  };
}

/** The topic of a request, which may stand in `TargetArn` too. Refuses what is not a topic's ARN of this region. */
function topicOf(input: PublishInput, region: string): string {
  const used = otherMembers.filter((name) => input[name] !== undefined);
  if (used.length > 0) throw new NotEmulatedError(`SNS Publish with ${used.join(', ')}`);
  const { TopicArn: topicArn, TargetArn: targetArn } = input;
  const member = topicArn === undefined ? 'TargetArn' : 'TopicArn';
  const arn = topicArn ?? targetArn;
  if (arn === undefined)
    throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  const parts = arn.split(':');
  if (parts.length < arnParts)
    throw invalidParameter(
      `${member} Reason: An ARN must have at least ${arnParts} elements, not ${parts.length}`,
    );
  if (member === 'TargetArn' && parts[arnParts - 1]?.startsWith('endpoint/') === true)
    throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
  if (parts[0] !== 'arn' || parts[2] !== 'sns' || parts[3] !== region) throw invalidParameter(member);
  return arn;
}

/** The message, or the default entry of a message that has one for each protocol. */
function messageOf({ Message: message = '', MessageStructure: structure }: PublishInput): string {
  if (structure === undefined) return message;
  if (structure !== 'json') throw new NotEmulatedError(`SNS Publish with MessageStructure ${structure}`);
  const entries = parseJson(message);
  if (!isRecord(entries)) throw invalidParameter('Message Structure - JSON message body failed to parse');
  const { default: text } = entries;
  if (typeof text === 'string') return text;
  throw invalidParameter('Message Structure - No default entry in JSON message body');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function attributeBytes(name: string, { DataType, StringValue, BinaryValue }: MessageAttributeValue): number {
  const value = BinaryValue?.length ?? Buffer.byteLength(StringValue ?? '');
  return Buffer.byteLength(name) + Buffer.byteLength(DataType ?? '') + value;
}
