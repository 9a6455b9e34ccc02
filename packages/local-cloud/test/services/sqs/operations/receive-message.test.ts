import { describe, expect, it } from 'vitest';
import { isWaitingOperation } from '../../../../src/core/waiting-operation.ts';
import { codeOf, SqsBench, START_MS } from '../sqs-bench.ts';

describe('ReceiveMessage', () => {
  it('hides a message for the visibility timeout, then returns it again with a new handle', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { VisibilityTimeout: 60 });
    bench.send('launches');
    const [first] = bench.receive('launches');
    expect(queue.counts).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    bench.pass(59);
    expect(bench.receive('launches')).toEqual([]);
    bench.pass(1);
    const [second] = bench.receive('launches');
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    expect(second?.Attributes).toEqual({
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: String(START_MS),
      SentTimestamp: String(START_MS),
      SenderId: 'AIDALOCALADMINISTRATOR',
    });
  });

  it('returns a message after the delay of the queue, unless the message has its own delay', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { DelaySeconds: 180 });
    bench.send('launches', 'with the delay of the queue');
    bench.send('launches', 'at once', 0);
    bench.send('launches', 'later', 900);
    expect(bench.receive('launches').map(({ Body }) => Body)).toEqual(['at once']);
    expect(queue.counts).toEqual({ visible: 0, inFlight: 1, delayed: 2 });
    bench.pass(179.9);
    expect(queue.counts.delayed).toBe(2);
    bench.pass(0.1);
    expect(bench.receive('launches', 1000).map(({ Body }) => Body)).toContain('with the delay of the queue');
    bench.pass(720);
    expect(bench.receive('launches').map(({ Body }) => Body)).toContain('later');
  });

  it('never ends a delay early, and ends it within a tenth of a second', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches', { DelaySeconds: 10 });
    bench.pass(0.033);
    bench.send('launches');
    bench.pass(10);
    expect(queue.counts.visible).toBe(0);
    bench.pass(0.067);
    expect(queue.counts.visible).toBe(1);
  });

  it('selects attributes by name and by prefix, with an MD5 of the selection', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    bench.sqs.operations.SendMessage.run(
      {
        QueueUrl: bench.url('launches'),
        MessageBody: 'msg',
        MessageAttributes: { Hello: text('There'), General: text('Kenobi'), 'Help.Me': text('Me') },
      },
      bench.context,
    );
    const receive = (MessageAttributeNames: string[]) => {
      const input = { QueueUrl: bench.url('launches'), VisibilityTimeout: 0, MessageAttributeNames };
      const [message] = bench.sqs.operations.ReceiveMessage.run(input, bench.context).Messages ?? [];
      return [Object.keys(message?.MessageAttributes ?? {}).sort(), message?.MD5OfMessageAttributes];
    };
    for (const all of ['All', '*', '.*'])
      expect(receive([all])).toEqual([['General', 'Hello', 'Help.Me'], '4c360f3fdafd970e05fae2f149d997f5']);
    expect(receive(['Hello', 'None'])).toEqual([['Hello'], 'a311262e065454b75da111d535b8dacd']);
    expect(receive(['Hel.*'])).toEqual([['Hello', 'Help.Me'], '83fee93c1bcd8b9a5a923ffacdc636c7']);
    expect(receive([])).toEqual([[], undefined]);
  });

  it('returns system attributes only on request', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    bench.send('launches');
    const receive = (names: {
      AttributeNames?: 'All'[];
      MessageSystemAttributeNames?: 'SentTimestamp'[];
    }) => {
      const input = { QueueUrl: bench.url('launches'), VisibilityTimeout: 0, ...names };
      const [message] = bench.sqs.operations.ReceiveMessage.run(input, bench.context).Messages ?? [];
      return Object.keys(message?.Attributes ?? {});
    };
    expect(receive({})).toEqual([]);
    expect(receive({ AttributeNames: ['All'] })).toHaveLength(4);
    expect(receive({ MessageSystemAttributeNames: ['SentTimestamp'] })).toEqual(['SentTimestamp']);
  });

  it('returns one of ten messages by default, and never the same twice in one call', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    for (let i = 0; i < 12; i++) bench.send('launches');
    const one = bench.sqs.operations.ReceiveMessage.run({ QueueUrl: bench.url('launches') }, bench.context);
    expect(one.Messages).toHaveLength(1);
    expect(new Set(bench.receive('launches', 0).map(({ MessageId }) => MessageId)).size).toBe(10);
    expect(bench.receive('launches')).toHaveLength(10);
    expect(bench.receive('launches')).toHaveLength(1);
  });

  it('refuses counts, waits and timeouts out of range', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const receive = (input: Record<string, number>) =>
      codeOf(() =>
        bench.sqs.operations.ReceiveMessage.run({ QueueUrl: bench.url('launches'), ...input }, bench.context),
      );
    expect(receive({ MaxNumberOfMessages: 10, WaitTimeSeconds: 20, VisibilityTimeout: 43_200 })).toBe(
      'no error',
    );
    const wrong = [
      { MaxNumberOfMessages: 0 },
      { MaxNumberOfMessages: 11 },
      { WaitTimeSeconds: 21 },
      { VisibilityTimeout: 43_201 },
    ];
    expect(wrong.map(receive)).toEqual(wrong.map(() => 'InvalidParameterValueException'));
  });

  it('refuses a short poll beyond 120,000 messages in flight, and answers a long poll with nothing', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    for (let i = 0; i < 120_001; i++) queue.put({ body: 'x', senderId: 'test' });
    expect(queue.receive(200_000)).toHaveLength(120_000);
    const receive = (WaitTimeSeconds: number) =>
      bench.sqs.operations.ReceiveMessage.run(
        { QueueUrl: bench.url('launches'), WaitTimeSeconds },
        bench.context,
      );
    expect(codeOf(() => receive(0))).toBe('OverLimit');
    expect(receive(5)).toEqual({});
  });
});

describe('a long poll', () => {
  const start = (bench: SqsBench, WaitTimeSeconds?: number) => {
    const answers: { atMs: number; bodies: (string | undefined)[] }[] = [];
    const giveUp = bench.sqs.operations.ReceiveMessage.start(
      { QueueUrl: bench.url('launches'), WaitTimeSeconds },
      bench.context,
      (output) =>
        answers.push({
          atMs: bench.timeline.nowMs - START_MS,
          bodies: (output.Messages ?? []).map(({ Body }) => Body),
        }),
    );
    return { answers, giveUp };
  };

  it('returns at once when there is a message', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    bench.send('launches', 'here');
    expect(start(bench, 20).answers).toEqual([{ atMs: 0, bodies: ['here'] }]);
  });

  it('returns when a message becomes visible, to one waiter per message, and leaves nothing scheduled', () => {
    const bench = new SqsBench();
    bench.declare('launches', { ReceiveMessageWaitTimeSeconds: 20 });
    const polls = [start(bench), start(bench)];
    bench.send('launches', 'first', 5);
    bench.send('launches', 'second', 8);
    bench.pass(9);
    expect(polls.map(({ answers }) => answers)).toEqual([
      [{ atMs: 5000, bodies: ['first'] }],
      [{ atMs: 8000, bodies: ['second'] }],
    ]);
    bench.sqs.operations.PurgeQueue.run({ QueueUrl: bench.url('launches') }, bench.context);
    expect(bench.timeline.nextMs).toBeUndefined();
  });

  it('returns nothing when the wait is over', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const { answers } = start(bench, 20);
    bench.pass(19);
    expect(answers).toEqual([]);
    bench.pass(1);
    expect(answers).toEqual([{ atMs: 20_000, bodies: [] }]);
    bench.send('launches');
    bench.pass(1);
    expect(answers).toHaveLength(1);
  });

  it('takes no message after it was cancelled', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    const { answers, giveUp } = start(bench, 20);
    giveUp();
    bench.send('launches');
    bench.pass(30);
    expect(answers).toEqual([]);
    expect(queue.counts.visible).toBe(1);
  });

  it('is distinguished from operations that return at once', () => {
    const { operations } = new SqsBench().sqs;
    expect(isWaitingOperation(operations.ReceiveMessage)).toBe(true);
    expect(isWaitingOperation(operations.SendMessage)).toBe(false);
  });
});
