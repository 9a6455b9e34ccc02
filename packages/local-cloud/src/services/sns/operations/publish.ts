import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { invalidParameter } from '../sns-errors.ts';

/** The request members for targets other than a topic, and those that change the message. */
const otherMembers = [
  'TargetArn',
  'PhoneNumber',
  'MessageStructure',
  'MessageGroupId',
  'MessageDeduplicationId',
] as const;

/** The parts of an ARN. */
const arnParts = 6;

/** Publish to a topic of `region`. `put` publishes and returns the message id. */
export function publish(
  region: string,
  put: (topicArn: string, message: string, subject: string | undefined) => string,
): Operation<PublishInput, PublishResponse> {
  return {
    authorize: (input) => [{ action: 'sns:Publish', resource: topicOf(input, region) }],
    run: (input) => ({ MessageId: put(topicOf(input, region), input.Message ?? '', input.Subject) }),
  };
}

/** The topic of a request. Refuses what is not the ARN of this region: the texts are recorded. */
function topicOf(input: PublishInput, region: string): string {
  const used = otherMembers.filter((name) => input[name] !== undefined);
  if (used.length > 0) throw new NotEmulatedError(`SNS Publish with ${used.join(', ')}`);
  const { TopicArn: topicArn } = input;
  if (topicArn === undefined)
    throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  const parts = topicArn.split(':');
  if (parts.length < arnParts)
    throw invalidParameter(
      `TopicArn Reason: An ARN must have at least ${arnParts} elements, not ${parts.length}`,
    );
  if (parts[0] !== 'arn' || parts[2] !== 'sns' || parts[3] !== region) throw invalidParameter('TopicArn');
  return topicArn;
}
