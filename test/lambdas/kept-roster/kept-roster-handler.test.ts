import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { handler } from '../../../lambdas/kept-roster/kept-roster-handler.ts';
import { type AnswerServer, aCreateEvent, startAnswerServer } from '../custom-resource.ts';
import { captured } from '../invoke.ts';

const dynamodb = mockClient(DynamoDBClient);
let server: AnswerServer;
beforeEach(async () => {
  dynamodb.reset();
  server = await startAnswerServer();
});
afterEach(() => server.close());
afterAll(() => dynamodb.restore());

const ResourceProperties = { ServiceToken: 'arn', TableName: 'Restored' };
const answers = () => server.taken.map((put): unknown => JSON.parse(put.body));

it('answers even when it fails, so that the stack does not wait for its time-out, and logs why', async () => {
  dynamodb
    .on(DescribeTableCommand)
    .rejects(Object.assign(new Error('refused'), { name: 'InternalServerError' }));
  const { lines } = await captured(() =>
    handler(aCreateEvent({ ResponseURL: server.url, ResourceProperties })),
  );
  const reason = 'The table Restored: InternalServerError: refused';
  expect(answers()).toEqual([
    expect.objectContaining({ Status: 'FAILED', Reason: reason, PhysicalResourceId: 'Restored' }),
  ]);
  expect(lines).toEqual([expect.objectContaining({ message: 'roster not taken up', reason })]);
});

it('answers a deletion with success, and asks nothing', async () => {
  const deletion = {
    ...aCreateEvent({ ResponseURL: server.url, ResourceProperties }),
    ...{ RequestType: 'Delete' as const, PhysicalResourceId: 'Restored' },
  };
  await captured(() => handler(deletion));
  expect(answers()).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: 'Restored' })]);
  expect(dynamodb.calls()).toEqual([]);
});
