import { describe, expect, it } from 'vitest';
import { codeOf, SqsBench, START_MS } from './sqs-bench.ts';

/** A dead-letter queue with `count` messages from `launches`. */
function withDeadLetters(count: number) {
  const bench = new SqsBench();
  const dead = bench.declare('dead');
  const RedrivePolicy = { deadLetterTargetArn: bench.arn('dead'), maxReceiveCount: 1 };
  const queue = bench.declare('launches', { RedrivePolicy, VisibilityTimeout: 0 });
  for (let i = 0; i < count; i++) bench.send('launches', `message ${i}`);
  queue.receive(count);
  queue.receive(count);
  const start = (input: Record<string, string | number> = {}) =>
    bench.sqs.operations.StartMessageMoveTask.run({ SourceArn: bench.arn('dead'), ...input }, bench.context)
      .TaskHandle ?? '';
  const list = () =>
    bench.sqs.operations.ListMessageMoveTasks.run(
      { SourceArn: bench.arn('dead'), MaxResults: 10 },
      bench.context,
    ).Results;
  const cancel = (TaskHandle: string) =>
    bench.sqs.operations.CancelMessageMoveTask.run({ TaskHandle }, bench.context)
      .ApproximateNumberOfMessagesMoved;
  return { bench, dead, queue, start, list, cancel };
}

describe('a message move task', () => {
  it('moves dead letters back to their source queue, as new messages', () => {
    const { bench, dead, queue, start, list } = withDeadLetters(2);
    expect(dead.counts.visible).toBe(2);
    const before = dead.receive(2, 0).map(({ id }) => id);
    bench.pass(5);
    start();
    bench.pass(2);
    expect(dead.counts.visible).toBe(0);
    const moved = queue.receive(10, 30);
    expect(moved.map(({ body }) => body).sort()).toEqual(['message 0', 'message 1']);
    expect(moved.filter(({ id }) => before.includes(id))).toEqual([]);
    expect(moved.map(({ sentMs, receiveCount }) => [sentMs, receiveCount])).toEqual([
      [START_MS + 6000, 1],
      [START_MS + 6000, 1],
    ]);
    expect(list()).toEqual([
      {
        Status: 'COMPLETED',
        SourceArn: bench.arn('dead'),
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 2,
        StartedTimestamp: START_MS + 5000,
      },
    ]);
  });

  it('keeps to its rate, moves to a given queue and can be cancelled', () => {
    const { bench, dead, start, list, cancel } = withDeadLetters(10);
    const drain = bench.declare('drain');
    const handle = start({ DestinationArn: bench.arn('drain'), MaxNumberOfMessagesPerSecond: 1 });
    expect(list()?.[0]).toMatchObject({
      Status: 'RUNNING',
      TaskHandle: handle,
      ApproximateNumberOfMessagesMoved: 0,
    });
    bench.pass(3.5);
    expect(drain.counts.visible).toBe(3);
    expect(cancel(handle)).toBe(3);
    expect(bench.timeline.nextMs).toBeUndefined();
    expect(dead.counts.visible).toBe(7);
    expect(list()?.[0]).toMatchObject({ Status: 'CANCELLED', ApproximateNumberOfMessagesToMove: 10 });
    expect(list()?.[0]?.TaskHandle).toBeUndefined();
  });

  it('moves only as many messages as there were at its start', () => {
    const { bench, dead, start } = withDeadLetters(2);
    bench.declare('drain');
    start({ DestinationArn: bench.arn('drain') });
    bench.send('dead', 'came later');
    bench.pass(5);
    expect(dead.counts.visible).toBe(1);
    expect(bench.timeline.nextMs).toBeUndefined();
  });

  it('fails when the source of a message is unknown', () => {
    const { bench, dead, start, list } = withDeadLetters(0);
    bench.send('dead', 'put here by hand');
    start();
    bench.pass(1);
    expect(list()?.[0]).toMatchObject({ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' });
    expect(dead.counts.visible).toBe(1);
  });

  it('refuses a queue that is no dead-letter queue, a second task, and a missing queue', () => {
    const { bench, start, cancel } = withDeadLetters(1);
    expect(codeOf(() => start({ SourceArn: bench.arn('launches') }))).toBe('InvalidParameterValueException');
    expect(codeOf(() => start({ SourceArn: bench.arn('none') }))).toBe('ResourceNotFoundException');
    expect(codeOf(() => start({ DestinationArn: bench.arn('none') }))).toBe('ResourceNotFoundException');
    expect(codeOf(() => start({ MaxNumberOfMessagesPerSecond: 501 }))).toBe('InvalidParameterValueException');
    const handle = start();
    expect(codeOf(() => start())).toBe('InvalidParameterValueException');
    const other = Buffer.from(JSON.stringify({ taskId: 'none', sourceArn: bench.arn('dead') })).toString(
      'base64',
    );
    expect(codeOf(() => cancel(other))).toBe('ResourceNotFoundException');
    expect(codeOf(() => cancel('garbage'))).toBe('InvalidParameterValueException');
    cancel(handle);
    expect(codeOf(() => cancel(handle))).toBe('InvalidParameterValueException');
  });

  it('requires permission to receive from the source and to send to each destination', () => {
    const { bench } = withDeadLetters(0);
    const { StartMessageMoveTask } = bench.sqs.operations;
    const asked = StartMessageMoveTask.authorize({ SourceArn: bench.arn('dead') }, bench.context);
    expect(asked.map(({ action, resource }) => `${action} ${resource.split(':').at(-1)}`)).toEqual([
      'sqs:StartMessageMoveTask dead',
      'sqs:ReceiveMessage dead',
      'sqs:DeleteMessage dead',
      'sqs:GetQueueAttributes dead',
      'sqs:SendMessage launches',
    ]);
  });
});
