import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { invalidParameter } from '../sns-errors.ts';

/** The request members for targets other than a topic, and those that change the message. */
const otherMembers = [
  'TargetArn',
  'PhoneNumber',
  'MessageStructure',
  'MessageAttributes',
  'MessageGroupId',
  'MessageDeduplicationId',
] as const;

/** Publish to a topic. `put` publishes and returns the message id. */
export function publish(
  put: (topicArn: string, message: string, subject: string | undefined) => string,
): Operation<PublishInput, PublishResponse> {
  return {
    authorize: ({ TopicArn: topicArn = '*' }) => [{ action: 'sns:Publish', resource: topicArn }],
    run(input) {
      const used = otherMembers.filter((name) => input[name] !== undefined);
      if (used.length > 0) throw new NotEmulatedError(`SNS Publish with ${used.join(', ')}`);
      if (input.TopicArn === undefined)
        throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
      return { MessageId: put(input.TopicArn, input.Message ?? '', input.Subject) };
    },
  };
}
