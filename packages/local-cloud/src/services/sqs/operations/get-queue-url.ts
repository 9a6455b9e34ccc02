import type { GetQueueUrlRequest, GetQueueUrlResult } from '@aws-sdk/client-sqs';
import type { Operation } from '../../../core/service.ts';
import { authorization, type QueueDirectory } from '../queue-directory.ts';
import { required } from '../sqs-errors.ts';

/** GetQueueUrl. */
export function getQueueUrl(queues: QueueDirectory): Operation<GetQueueUrlRequest, GetQueueUrlResult> {
  const arnOf = (input: GetQueueUrlRequest) =>
    queues.arnOfName(required('QueueName', input.QueueName), input.QueueOwnerAWSAccountId);
  return {
    authorize: (input) => [authorization('GetQueueUrl', arnOf(input))],
    run: (input) => ({ QueueUrl: queues.byArn(arnOf(input)).url }),
  };
}
