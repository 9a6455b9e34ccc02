import type { LocalCloud } from 'local-cloud';
import { type DeadLetterQueueName, deadLetterQueues } from '../../../lambdas/shared/runtime/contract.ts';

const time = '2026-01-01T00:00:00Z';

/** The body of a message of the launch queue. */
export const launchOf = (instanceId: string): string =>
  JSON.stringify({
    'detail-type': 'EC2 Instance State-change Notification',
    time,
    detail: { 'instance-id': instanceId, state: 'running' },
  });

/** The body of a message of the outcome queue. */
export const resultOf = (instanceId: string): string =>
  JSON.stringify({
    'detail-type': 'EC2 Command Invocation Status-change Notification',
    time,
    detail: { 'instance-id': instanceId, 'command-id': 'c-1' },
  });

/** A queue of dead letters of the deployment. */
export function letterQueue(cloud: LocalCloud, name: DeadLetterQueueName) {
  const Name = `/muster/onboarding/${deadLetterQueues.find((queue) => queue.name === name)?.url}`;
  const { Parameter } = cloud.ssm.operations.GetParameter.run({ Name }, cloud.administrator());
  return cloud.sqs.queue(cloud.sqs.arnOfUrl(Parameter?.Value ?? ''));
}

/** Puts a message there, as somebody might. */
export function putLetter(cloud: LocalCloud, name: DeadLetterQueueName, body: string): void {
  cloud.sqs.put(letterQueue(cloud, name).arn, { body, senderId: 'somebody' });
}

/** Has the policy of a queue refuse an action. Returns what takes that back. */
export function forbid({ access }: LocalCloud, Action: string, Resource: string): () => void {
  const Statement = [{ Effect: 'Deny', Principal: '*', Action, Resource }];
  access.attachToResource(Resource, 'forbidden', { Version: '2012-10-17', Statement });
  return () => access.detachFromResource(Resource, 'forbidden');
}

/** Makes a resource group of what has a tag. */
export function putGroup(cloud: LocalCloud, Name: string, [Key, value]: readonly [string, string]): void {
  const query = { ResourceTypeFilters: ['AWS::AllSupported'], TagFilters: [{ Key, Values: [value] }] };
  cloud.resourceGroups.operations.CreateGroup.run(
    { Name, ResourceQuery: { Type: 'TAG_FILTERS_1_0', Query: JSON.stringify(query) } },
    cloud.administrator(),
  );
}

/** Writes the pulse of the roster, as if a function had worked on it at that time. */
export function putPulse(
  { cloud, rosterTableName: TableName }: { readonly cloud: LocalCloud; readonly rosterTableName: string },
  atMs: number,
): void {
  const Item = { instanceId: { S: '#pulse' }, atMs: { N: String(atMs) } };
  cloud.dynamodb.operations.PutItem.run({ TableName, Item }, cloud.administrator());
}
