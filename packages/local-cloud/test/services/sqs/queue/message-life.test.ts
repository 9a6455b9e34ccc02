import { describe, expect, it } from 'vitest';
import { codeOf, SqsBench } from '../sqs-bench.ts';

const receiveHandle = (bench: SqsBench, name = 'launches', visibilitySeconds?: number) =>
  bench.receive(name, visibilitySeconds)[0]?.ReceiptHandle ?? 'nothing received';

describe('DeleteMessage', () => {
  const remove = (bench: SqsBench, ReceiptHandle: string, name = 'launches') =>
    bench.sqs.operations.DeleteMessage.run({ QueueUrl: bench.url(name), ReceiptHandle }, bench.context);

  it('deletes a message in flight, accepts a second deletion, and leaves nothing scheduled', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    bench.send('launches');
    const handle = receiveHandle(bench);
    remove(bench, handle);
    remove(bench, handle);
    expect(queue.totals.deleted).toBe(1);
    expect(queue.counts).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(bench.timeline.nextMs).toBeUndefined();
  });

  it('deletes a message that became visible again', () => {
    const bench = new SqsBench();
    bench.declare('launches', { VisibilityTimeout: 30 });
    bench.send('launches');
    const handle = receiveHandle(bench);
    bench.pass(31);
    remove(bench, handle);
    expect(bench.receive('launches')).toEqual([]);
  });

  it('accepts the handle of an earlier receive and deletes nothing', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { VisibilityTimeout: 30 });
    bench.send('launches');
    const old = receiveHandle(bench);
    bench.pass(31);
    const latest = receiveHandle(bench);
    remove(bench, old);
    expect(queue.counts.inFlight).toBe(1);
    remove(bench, latest);
    expect(queue.counts.inFlight).toBe(0);
  });

  it('refuses an invalid handle, and one of another queue', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    bench.declare('outcomes');
    bench.send('launches');
    const handle = receiveHandle(bench);
    expect(codeOf(() => remove(bench, 'garbage'))).toBe('ReceiptHandleIsInvalid');
    expect(codeOf(() => remove(bench, handle.slice(0, -2)))).toBe('ReceiptHandleIsInvalid');
    expect(codeOf(() => remove(bench, handle, 'outcomes'))).toBe('ReceiptHandleIsInvalid');
  });

  it('deletes the valid entries of a batch and lists the invalid ones', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    bench.send('launches');
    const Entries = [
      { Id: 'good', ReceiptHandle: receiveHandle(bench) },
      { Id: 'bad', ReceiptHandle: 'garbage' },
    ];
    const result = bench.sqs.operations.DeleteMessageBatch.run(
      { QueueUrl: bench.url('launches'), Entries },
      bench.context,
    );
    expect(result.Successful).toEqual([{ Id: 'good' }]);
    expect(result.Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([['bad', 'ReceiptHandleIsInvalid']]);
    expect(queue.totals.deleted).toBe(1);
  });
});

describe('ChangeMessageVisibility', () => {
  const change = (bench: SqsBench, ReceiptHandle: string, VisibilityTimeout: number) =>
    bench.sqs.operations.ChangeMessageVisibility.run(
      { QueueUrl: bench.url('launches'), ReceiptHandle, VisibilityTimeout },
      bench.context,
    );

  it('counts from now, for longer or for shorter', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { VisibilityTimeout: 30 });
    bench.send('launches');
    const handle = receiveHandle(bench);
    bench.pass(20);
    change(bench, handle, 60);
    bench.pass(59);
    expect(queue.counts.inFlight).toBe(1);
    change(bench, handle, 0);
    expect(queue.counts.visible).toBe(1);
  });

  it('still works after the time-out, until the next receive, as recorded', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { VisibilityTimeout: 1 });
    bench.send('launches');
    const handle = receiveHandle(bench);
    bench.pass(2);
    change(bench, handle, 2);
    expect(queue.counts).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    expect(bench.receive('launches')).toEqual([]);
    bench.pass(2);
    change(bench, handle, 0);
    expect(queue.counts).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
    expect(bench.receive('launches')).toHaveLength(1);
    expect(bench.receive('launches')).toEqual([]);
    expect(codeOf(() => change(bench, handle, 2))).toBe('MessageNotInflight');
  });

  it('refuses more than 12 hours after the receive, and a handle of an earlier receive', () => {
    const bench = new SqsBench();
    bench.declare('launches', { VisibilityTimeout: 30 });
    bench.send('launches');
    bench.pass(25);
    const handle = receiveHandle(bench);
    bench.pass(10);
    expect(codeOf(() => change(bench, handle, 43_201))).toBe('InvalidParameterValueException');
    expect(codeOf(() => change(bench, handle, 43_191))).toBe('InvalidParameterValueException');
    change(bench, handle, 43_190);
    change(bench, handle, 0);
    const latest = receiveHandle(bench);
    expect(codeOf(() => change(bench, handle, 10))).toBe('MessageNotInflight');
    bench.sqs.queue(bench.arn('launches')).delete(latest);
    expect(codeOf(() => change(bench, latest, 10))).toBe('InvalidParameterValueException');
  });

  it('changes the valid entries of a batch and lists the invalid ones', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    bench.send('launches');
    const handle = receiveHandle(bench);
    const Entries = [
      { Id: 'good', ReceiptHandle: handle, VisibilityTimeout: 0 },
      { Id: 'bad', ReceiptHandle: handle, VisibilityTimeout: -1 },
    ];
    const input = { QueueUrl: bench.url('launches'), Entries };
    const result = bench.sqs.operations.ChangeMessageVisibilityBatch.run(input, bench.context);
    expect(result.Successful).toEqual([{ Id: 'good' }]);
    expect(result.Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([['bad', 'InvalidParameterValue']]);
    expect(queue.counts.visible).toBe(1);
  });
});

describe('redrive', () => {
  const withDeadLetters = (maxReceiveCount: number) => {
    const bench = new SqsBench();
    const dead = bench.declare('dead');
    const queue = bench.declare('launches', {
      VisibilityTimeout: 30,
      RedrivePolicy: { deadLetterTargetArn: bench.arn('dead'), maxReceiveCount },
    });
    return { bench, dead, queue };
  };

  it('moves a message to the dead-letter queue at the receive after maxReceiveCount receives', () => {
    const { bench, dead, queue } = withDeadLetters(3);
    const id = bench.send('launches', 'bad luck');
    const sentMs = String(bench.timeline.nowMs);
    for (let i = 0; i < 3; i++) {
      expect(bench.receive('launches')).toHaveLength(1);
      bench.pass(30);
    }
    expect(dead.counts.visible).toBe(0);
    expect(bench.receive('launches')).toEqual([]);
    expect(queue.totals.deadLettered).toBe(1);
    const [message] = bench.receive('dead');
    expect([message?.MessageId, message?.Body]).toEqual([id, 'bad luck']);
    expect(message?.Attributes).toMatchObject({
      DeadLetterQueueSourceArn: bench.arn('launches'),
      SentTimestamp: sentMs,
      ApproximateReceiveCount: '4',
    });
    expect(bench.sqs.metrics(bench.arn('dead')).NumberOfMessagesSent).toBe(0);
  });

  it('counts retention from the first send, even in the dead-letter queue, but age from the arrival there', () => {
    const { bench, dead } = withDeadLetters(1);
    dead.settings = { ...dead.settings, retentionSeconds: 120 };
    bench.send('launches');
    bench.receive('launches');
    bench.pass(100);
    bench.receive('launches');
    bench.pass(10);
    expect(bench.sqs.metrics(bench.arn('dead')).ApproximateAgeOfOldestMessage).toBe(10);
    bench.pass(10);
    expect(bench.receive('dead')).toEqual([]);
    expect(dead.totals.expired).toBe(1);
  });

  it('counts receives anew in a dead-letter queue that has its own dead-letter queue', () => {
    const bench = new SqsBench();
    const last = bench.declare('last');
    const to = (name: string) => ({
      VisibilityTimeout: 0,
      RedrivePolicy: { deadLetterTargetArn: bench.arn(name), maxReceiveCount: 2 },
    });
    bench.declare('dead', to('last'));
    bench.declare('launches', to('dead'));
    bench.send('launches');
    const received = ['launches', 'launches', 'launches', 'dead', 'dead', 'dead'].map(
      (name) => bench.receive(name).length,
    );
    expect(received).toEqual([1, 1, 0, 1, 1, 0]);
    expect(last.counts.visible).toBe(1);
  });

  it('refuses a dead-letter queue that does not exist or does not allow the source', () => {
    const bench = new SqsBench();
    bench.declare('closed', { RedriveAllowPolicy: { redrivePermission: 'denyAll' } });
    const named = { redrivePermission: 'byQueue', sourceQueueArns: [bench.arn('friend')] };
    bench.declare('choosy', { RedriveAllowPolicy: named });
    const declare = (name: string, deadLetterTargetArn: string, maxReceiveCount: unknown = 5) =>
      codeOf(() => bench.declare(name, { RedrivePolicy: { deadLetterTargetArn, maxReceiveCount } }));
    expect(declare('a', bench.arn('none'))).toBe('InvalidParameterValueException');
    expect(declare('a', bench.arn('closed'))).toBe('InvalidParameterValueException');
    expect(declare('a', bench.arn('choosy'))).toBe('InvalidParameterValueException');
    expect(declare('a', 'dummy')).toBe('InvalidParameterValueException');
    expect(declare('friend', bench.arn('choosy'), 0)).toBe('InvalidParameterValueException');
    expect(declare('friend', bench.arn('choosy'))).toBe('no error');
    const nobody = { RedriveAllowPolicy: { redrivePermission: 'byQueue' } };
    expect(codeOf(() => bench.declare('b', nobody))).toBe('InvalidParameterValueException');
  });
});

describe('retention', () => {
  it('drops a message when its retention period is over, in any state', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { MessageRetentionPeriod: 60, VisibilityTimeout: 3600 });
    bench.send('launches', 'in flight');
    bench.receive('launches');
    bench.send('launches', 'visible');
    bench.send('launches', 'delayed', 900);
    bench.pass(59);
    expect(queue.counts).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    bench.pass(1);
    expect(bench.receive('launches')).toEqual([]);
    expect(queue.counts).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(queue.totals.expired).toBe(3);
    expect(bench.timeline.nextMs).toBeUndefined();
  });
});

describe('an idle queue', () => {
  it('has nothing on the timeline, with or without messages and listeners', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    let calls = 0;
    const stop = queue.onVisible(() => calls++);
    bench.send('launches');
    bench.send('launches');
    expect(calls).toBe(0);
    bench.pass(1);
    expect(calls).toBe(1);
    expect(bench.timeline.nextMs).toBeUndefined();
    stop();
    bench.send('launches');
    expect(bench.timeline.nextMs).toBeUndefined();
  });

  it('needs one appointment for all messages that are due together', () => {
    const bench = new SqsBench();
    bench.declare('launches', { DelaySeconds: 180 });
    for (let i = 0; i < 1000; i++) bench.send('launches');
    let steps = 0;
    while (bench.timeline.step()) steps++;
    expect(steps).toBe(1);
    expect(bench.sqs.metrics(bench.arn('launches')).ApproximateNumberOfMessagesVisible).toBe(1000);
  });
});
