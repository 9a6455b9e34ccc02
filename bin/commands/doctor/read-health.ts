import { deadLetterQueues, rosterKeys } from '../../../lambdas/shared/runtime/contract.ts';
import type { ClientSettings } from '../../account/connection.ts';
import type { Deployed } from '../../account/deployment.ts';
import { UnseenError } from './doctor-check.ts';
import type { SeenLetters, SeenPulse } from './judge-health.ts';

/** The pulse of the roster; undefined when no function has written one. */
export async function readPulse(
  settings: ClientSettings,
  { rosterTableName }: Deployed,
): Promise<SeenPulse | undefined> {
  const { BatchGetItemCommand, DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const Keys = [{ [rosterKeys.partitionKey]: { S: rosterKeys.pulse } }];
  const command = new BatchGetItemCommand({
    RequestItems: { [rosterTableName]: { Keys, ConsistentRead: true } },
  });
  const answer = await new DynamoDBClient(settings).send(command);
  if (Object.keys(answer.UnprocessedKeys ?? {}).length > 0)
    throw new UnseenError('DynamoDB did not answer in time: try again');
  const item = answer.Responses?.[rosterTableName]?.[0];
  if (item === undefined) return undefined;
  const heldUntilMs = item['gapUntilMs']?.N;
  return {
    atMs: Number(item['atMs']?.N ?? 0),
    heldUntilMs: heldUntilMs === undefined ? undefined : Number(heldUntilMs),
  };
}

/** How many letters each queue of dead letters has, about. */
export async function readLetterCounts(
  settings: ClientSettings,
  { parameters }: Deployed,
): Promise<SeenLetters[]> {
  const { GetQueueAttributesCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const client = new SQSClient(settings);
  return Promise.all(
    deadLetterQueues.map(async ({ name, url }) => {
      const QueueUrl = parameters.get(url);
      if (QueueUrl === undefined)
        throw new UnseenError('the deployed version does not name its queues: deploy this version');
      const AttributeNames = [
        'ApproximateNumberOfMessages' as const,
        'ApproximateNumberOfMessagesNotVisible' as const,
      ];
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
      );
      return { name, count: Object.values(Attributes).reduce((sum, number) => sum + Number(number), 0) };
    }),
  );
}
