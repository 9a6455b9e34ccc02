import { describe, expect, it } from 'vitest';
import { createStack, deleteStack, updateStack } from '../../../src/deployment/deploy-stack.ts';
import { codeOf, newCloud, roleWith, stackOf, writeBundle } from '../../cloud-bench.ts';

const minuteMs = 60_000;
const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** A function that takes ten seconds for each batch of a queue, and that a schedule calls every minute. */
function resources(code: object, BatchSize = 2) {
  const trusted = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const role = roleWith({ Effect: 'Allow', Action: '*', Resource: '*' });
  return {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 300 } },
    Role: { ...role, Properties: { ...role.Properties, AssumeRolePolicyDocument: trusted } },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...{ Code: code, Handler: 'index.handler', Runtime: 'nodejs24.x', FunctionName: 'worker' },
        ...{ Role: arn('Role'), Timeout: 60 },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        ...{ EventSourceArn: arn('Queue'), FunctionName: arn('Function') },
        ...{ BatchSize, MaximumBatchingWindowInSeconds: 60 },
      },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: arn('Function'), RoleArn: arn('Role') },
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        ...{ Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Statistic: 'Maximum' },
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }],
        ...{ Period: 60, EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' },
      },
    },
  };
}

async function working() {
  const { cloud, lines } = newCloud();
  const folder = writeBundle(`
    exports.handler = async ({ Records = [] }) => {
      await new Promise((resolve) => setTimeout(resolve, 10000));
      console.log('done ' + Records.length);
    };`);
  const stack = (BatchSize?: number) => stackOf(resources(codeOf(folder), BatchSize), [folder]);
  const created = await createStack(cloud, stack());
  expect(created.failure).toBeUndefined();
  const queueArn = String(created.stack.resources.get('Queue')?.attribute('Arn'));
  const send = (count: number) => {
    for (let n = 0; n < count; n++) cloud.sqs.put(queueArn, { body: 'b', senderId: 's' });
  };
  const pass = (ms: number) => cloud.loop.run({ untilMs: cloud.timeline.nowMs + ms });
  const count = (what: string) => lines.filter(({ kind }) => kind === what).length;
  const logged = () => cloud.observations.linesOf('worker').filter((line) => line.startsWith('done'));
  return { cloud, stack, created: created.stack, queueArn, send, pass, count, logged };
}

describe('a stack that is deleted while it works', () => {
  it('ends the calls in progress, and nothing else happens or stays on the timeline', async () => {
    const { cloud, created, send, pass, count } = await working();
    cloud.observations.watchUntil(cloud.timeline.nowMs + 10 * minuteMs);
    await pass(5 * minuteMs);
    send(20); // some batches are full, and the others wait in their windows
    await pass(2000);
    const calls = count('lambda.invoke');
    expect(count('lambda.end')).toBeLessThan(calls);
    expect(await deleteStack(cloud, created)).toMatchObject({ status: 'DELETE_COMPLETE', left: [] });
    await cloud.loop.run();
    expect([count('lambda.invoke'), count('lambda.end')]).toEqual([calls, calls]);
    expect(cloud.timeline.nextMs).toBeUndefined();
    expect([...cloud.observations.cloudwatch.alarmStates()]).toEqual([]);
  });

  it('ignores what still comes for it', async () => {
    const { cloud, created, send, queueArn } = await working();
    await deleteStack(cloud, created);
    expect(() => send(1)).toThrow('The specified queue does not exist.');
    expect(cloud.sqs.has(queueArn)).toBe(false);
    await cloud.loop.run();
    expect(cloud.observations.linesOf('worker')).toEqual([]);
  });
});

describe('a stack without its mapping', () => {
  it('leaves messages in flight, and they become visible after their timeout', async () => {
    const { cloud, stack, created, queueArn, send, pass } = await working();
    send(1);
    await pass(1000);
    expect(cloud.sqs.metrics(queueArn).ApproximateNumberOfMessagesNotVisible).toBe(1);
    const { Mapping: _, Schedule: __, ...rest } = resources({});
    const next = stack();
    const kept = Object.entries(resourcesOf(next.template)).filter(([name]) => name in rest);
    await updateStack(cloud, created, { ...next, template: { Resources: Object.fromEntries(kept) } });
    await pass(4 * minuteMs);
    expect(cloud.sqs.metrics(queueArn).ApproximateNumberOfMessagesNotVisible).toBe(1);
    await cloud.loop.run();
    expect(cloud.sqs.metrics(queueArn)).toMatchObject({
      ApproximateNumberOfMessagesVisible: 1,
      NumberOfMessagesDeleted: 0,
    });
  });

  it('goes on with another batch size after an update', async () => {
    const { cloud, stack, created, queueArn, send, pass, logged } = await working();
    await updateStack(cloud, created, stack(3));
    send(3);
    await pass(2 * minuteMs);
    expect(logged()).toContain('done 3');
    expect(cloud.sqs.metrics(queueArn).NumberOfMessagesDeleted).toBe(3);
  });
});

function resourcesOf(template: unknown): object {
  return template !== null && typeof template === 'object' && 'Resources' in template
    ? Object(template.Resources)
    : {};
}
