import { describe, expect, test } from 'vitest';
import type { Principal } from '../../../src/core/service.ts';
import { deployStack } from '../../../src/deployment/deploy-stack.ts';
import { accountId, jsonRequest, newCloud, region, stackOf } from '../../cloud-bench.ts';

const roleArn = `arn:aws:iam::${accountId}:role/Shop`;
const asRole: Principal = { kind: 'role', roleArn };
const busArn = `arn:aws:events:${region}:${accountId}:event-bus/default`;
const queueArn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const entry = { Source: 'shop', DetailType: 'Instance Unmanaged', Detail: '{"cause":"NoRoute"}' };

/** The template of a subscriber: a rule for these events, and a queue. */
const subscriber = {
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queueArn,
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Rule', 'Arn'] } } },
          },
        ],
      },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: {
        source: ['shop'],
        'detail-type': [{ prefix: 'Instance ' }],
        detail: { cause: [{ exists: true }] },
      },
      State: 'ENABLED',
      Targets: [{ Id: 'Queue', Arn: queueArn }],
    },
  },
};

async function start(statement?: object) {
  const { cloud } = newCloud();
  const stack = await deployStack(cloud, stackOf(subscriber));
  const Statement =
    statement === undefined ? [] : [{ Effect: 'Allow', Action: 'events:PutEvents', ...statement }];
  cloud.access.attachToRole(roleArn, 'events', { Version: '2012-10-17', Statement });
  const queue = cloud.sqs.queue(String(stack.resources.get('Queue')?.attribute('Arn')));
  return {
    put: (...Entries: object[]) =>
      cloud.gateway.serve(jsonRequest('events', 'AWSEvents.PutEvents', { Entries }), asRole),
    received: async () => {
      await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 10_000 });
      return queue.receive(10).map(({ body }) => JSON.parse(body));
    },
  };
}

describe('an event of a function', () => {
  test('reaches a rule of another template', async () => {
    const { put, received } = await start({ Resource: busArn });
    expect(JSON.parse(put(entry).body)).toMatchObject({ FailedEntryCount: 0 });
    put({ ...entry, DetailType: 'Coverage' }, { ...entry, Detail: '{}' });
    expect(await received()).toMatchObject([
      {
        source: 'shop',
        'detail-type': 'Instance Unmanaged',
        detail: { cause: 'NoRoute' },
        account: accountId,
      },
    ]);
  });

  test.each([
    ['source', { StringEquals: { 'events:source': 'shop' } }],
    ['detail type', { StringLike: { 'events:detail-type': 'Instance *' } }],
  ])('may be allowed by its %s', async (_, Condition) => {
    const { put, received } = await start({ Resource: busArn, Condition });
    expect(put(entry).status).toBe(200);
    expect(await received()).toHaveLength(1);
  });

  test.each([
    ['no policy', undefined],
    ['another bus', { Resource: `${busArn}s` }],
    ['another source', { Resource: busArn, Condition: { StringEquals: { 'events:source': 'other' } } }],
  ])('refuses the whole call under %s', async (_, statement) => {
    const { put, received } = await start(statement);
    const { status, body } = put(entry);
    expect(status).toBe(400);
    expect(body).toContain('AccessDeniedException');
    expect(await received()).toEqual([]);
  });

  test('refuses the whole call when one entry of several is not allowed', async () => {
    const condition = { StringEquals: { 'events:source': 'shop' } };
    const { put, received } = await start({ Resource: busArn, Condition: condition });
    expect(put(entry, { ...entry, Source: 'other' }).status).toBe(400);
    expect(await received()).toEqual([]);
  });
});
