import { describe, expect, it } from 'vitest';
import { FAILURE, MappingBench, SUCCESS } from './mapping-bench.ts';

const WINDOW = { BatchSize: 1000, MaximumBatchingWindowInSeconds: 180 };

function withMapping(properties: Record<string, unknown> = {}, seed = 1): MappingBench {
  const bench = new MappingBench(seed);
  bench.declare('launches', { VisibilityTimeout: 600 });
  bench.map(properties);
  return bench;
}

describe('an event source mapping', () => {
  it('has nothing on the timeline while the queue is empty', () => {
    const bench = withMapping(WINDOW);
    while (bench.timeline.step());
    bench.sendMany(100);
    while (bench.timeline.step());
    expect(bench.seen.length).toBeGreaterThan(0);
    expect(bench.timeline.nextMs).toBeUndefined();
    expect(bench.sqs.metrics(bench.arn('launches')).NumberOfMessagesDeleted).toBe(100);
  });

  it('passes the function the same records as Lambda', () => {
    const bench = withMapping();
    bench.sqs.operations.SendMessage.run(
      {
        QueueUrl: bench.url('launches'),
        MessageBody: 'msg',
        MessageAttributes: {
          Foo: { DataType: 'String', StringValue: 'Bar' },
          Raw: { DataType: 'Binary', BinaryValue: Buffer.from('raw') },
        },
      },
      bench.context,
    );
    bench.pass(1);
    const [record] = bench.seen[0]?.event.Records ?? [];
    expect(record).toEqual({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.stringMatching(/^AQEB/),
      body: 'msg',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1750000000000',
        SenderId: 'AIDALOCALADMINISTRATOR',
        ApproximateFirstReceiveTimestamp: '1750000000000',
      },
      messageAttributes: {
        Foo: { stringValue: 'Bar', stringListValues: [], binaryListValues: [], dataType: 'String' },
        Raw: { binaryValue: 'cmF3', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
      },
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      md5OfBody: '6e2baaf3b97dbeef01c0043275f9a0e7',
      eventSource: 'aws:sqs',
      eventSourceARN: bench.arn('launches'),
      awsRegion: 'eu-west-1',
    });
  });

  it('does not poll when it is disabled', () => {
    const bench = withMapping({ Enabled: false });
    bench.sendMany(3);
    bench.pass(60);
    expect(bench.seen).toEqual([]);
  });

  it('invokes at once without a window, with at most the batch size', () => {
    const bench = withMapping({ BatchSize: 4 });
    bench.sendMany(10);
    bench.pass(1);
    expect(bench.sizes).toEqual([4, 4, 2]);
    expect(bench.seen.every(({ atSeconds }) => atSeconds === 0)).toBe(true);
  });

  it('works through a large backlog when the function returns at once', () => {
    const bench = withMapping({ BatchSize: 1 });
    bench.sendMany(20_000);
    bench.pass(1);
    expect(bench.sqs.metrics(bench.arn('launches')).NumberOfMessagesDeleted).toBe(20_000);
  });

  it('refuses a function that completes one invocation twice', () => {
    const bench = withMapping();
    bench.answersTwice = true;
    bench.sendMany(1);
    expect(() => bench.pass(1)).toThrow('onboard answered one invocation twice');
  });
});

describe('the batching window', () => {
  it('divides a burst among random pollers, and ends at the end of each window', () => {
    const bench = withMapping(WINDOW);
    bench.sendMany(500);
    bench.pass(180);
    expect(bench.sizes).toHaveLength(5);
    expect(bench.sizes.reduce((sum, size) => sum + size)).toBe(500);
    expect(new Set(bench.sizes).size).toBeGreaterThan(1);
    expect(bench.seen.every(({ atSeconds }) => atSeconds === 180)).toBe(true);
  });

  it('may end up to 20 s later when traffic is very low', () => {
    const ends = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const bench = withMapping(WINDOW, seed);
      bench.sendMany(1);
      bench.pass(201);
      return bench.seen[0]?.atSeconds ?? 0;
    });
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(180);
    expect(Math.max(...ends)).toBeLessThanOrEqual(200);
    expect(new Set(ends).size).toBeGreaterThan(5);
  });

  it('gathers messages that arrive while it is open', () => {
    const bench = withMapping({ ...WINDOW, ScalingConfig: { MaximumConcurrency: 2 } });
    bench.sendMany(100);
    bench.pass(100);
    bench.sendMany(100, 100);
    bench.pass(80);
    expect(bench.sizes.reduce((sum, size) => sum + size)).toBe(200);
  });

  it('ends early when the batch is full', () => {
    const bench = withMapping({ ...WINDOW, BatchSize: 100 });
    bench.sendMany(2000);
    bench.pass(1);
    expect(Math.max(...bench.sizes)).toBe(100);
    expect(bench.sizes.length).toBeGreaterThan(10);
  });

  it('ends early when the payload reaches 6 MB, and loses nothing', () => {
    const bench = withMapping({ ...WINDOW, BatchSize: 10_000 });
    const queue = bench.sqs.queue(bench.arn('launches'));
    const body = '"'.repeat(500_000);
    for (let i = 0; i < 60; i++) queue.put({ body, senderId: 'test' });
    bench.pass(1);
    // A quote takes two bytes in the payload. Six such records take 6,000,000 bytes and their metadata; seven are too
    // many.
    expect(Math.max(...bench.sizes)).toBe(6);
    expect(bench.sizes.length).toBeGreaterThan(4);
    bench.pass(400);
    expect(queue.totals.deleted).toBe(60);
  });

  it('belongs to one batch: a batch that is full early does not shorten the window of the next', () => {
    const bench = withMapping({ ...WINDOW, BatchSize: 100, ScalingConfig: { MaximumConcurrency: 2 } });
    bench.runSeconds = 20;
    bench.sendMany(20);
    bench.pass(100);
    bench.sendMany(180, 20);
    bench.pass(50);
    expect(bench.sizes).toEqual([100, 100]);
    bench.sendMany(80, 200);
    bench.pass(200);
    expect(bench.seen.slice(2).map(({ atSeconds }) => atSeconds)).toEqual([330, 330]);
  });

  it('keeps messages beyond 6 MB even when the number of pollers drops', () => {
    const bench = withMapping({ ...WINDOW, BatchSize: 10_000 });
    const queue = bench.sqs.queue(bench.arn('launches'));
    bench.runSeconds = 10;
    bench.answer = () => FAILURE;
    for (let i = 0; i < 60; i++) queue.put({ body: `${i}${'"'.repeat(500_000)}`, senderId: 'test' });
    bench.pass(590);
    const invoked = bench.seen.flatMap(({ event }) => event.Records.map(({ messageId }) => messageId));
    expect(invoked).toHaveLength(60);
    expect(new Set(invoked).size).toBe(60);
  });

  it('keeps gathered messages even when the number of pollers drops', () => {
    const bench = withMapping({ ...WINDOW, BatchSize: 30 });
    bench.answer = () => FAILURE;
    bench.sendMany(200);
    bench.pass(590);
    const invoked = bench.seen.flatMap(({ event }) => event.Records.map(({ messageId }) => messageId));
    expect(bench.sizes.some((size) => size < 30)).toBe(true);
    expect(invoked).toHaveLength(200);
  });

  it('hides messages for window, timeout and 30 s if the visibility timeout is shorter than window and timeout', () => {
    const receivedAgainAt = (visibilitySeconds: number) => {
      const bench = new MappingBench();
      bench.declare('launches', { VisibilityTimeout: visibilitySeconds });
      bench.answer = () => FAILURE;
      bench.map({ BatchSize: 10, MaximumBatchingWindowInSeconds: 100 });
      bench.sendMany(100);
      bench.pass(1000);
      return bench.seen.find(({ event }) => event.Records[0]?.attributes['ApproximateReceiveCount'] === '2')
        ?.atSeconds;
    };
    expect(receivedAgainAt(100)).toBe(190);
    expect(receivedAgainAt(159)).toBe(190);
    expect(receivedAgainAt(160)).toBe(160);
  });
});

describe('concurrency', () => {
  it('begins with five batches and grows with the backlog', () => {
    const bench = withMapping({ BatchSize: 1 });
    bench.runSeconds = 30;
    bench.sendMany(400);
    bench.pass(0.5);
    expect(bench.runningMax).toBe(5);
    bench.pass(10);
    expect(bench.runningMax).toBe(55);
  });

  it('never exceeds MaximumConcurrency', () => {
    const bench = withMapping({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 7 } });
    bench.runSeconds = 30;
    bench.sendMany(400);
    bench.pass(0.5);
    expect(bench.runningMax).toBe(5);
    bench.pass(60);
    expect(bench.runningMax).toBe(7);
  });

  it('begins with fewer than five batches when MaximumConcurrency is lower', () => {
    const bench = withMapping({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    bench.runSeconds = 30;
    bench.sendMany(400);
    bench.pass(60);
    expect(bench.runningMax).toBe(2);
    bench.pass(7000);
    expect(bench.sqs.metrics(bench.arn('launches')).NumberOfMessagesDeleted).toBe(400);
  });

  it('drops to two pollers after an idle time, but not if MaximumConcurrency is set', () => {
    const batches = (properties: Record<string, unknown>) => {
      const bench = withMapping({ ...WINDOW, ...properties });
      bench.pass(3600);
      bench.sendMany(200);
      bench.pass(200);
      return bench.sizes.length;
    };
    expect(batches({})).toBe(2);
    expect(batches({ ScalingConfig: { MaximumConcurrency: 10 } })).toBe(5);
  });

  it('drops while the function fails, and recovers with the backlog', () => {
    const bench = withMapping({ BatchSize: 1 });
    bench.answer = (_, nth) => (nth < 5 ? FAILURE : SUCCESS);
    bench.runSeconds = 30;
    bench.sendMany(5);
    bench.pass(31);
    bench.sendMany(100);
    bench.runningMax = 0;
    bench.pass(0.5);
    expect(bench.runningMax).toBe(2);
    bench.pass(2);
    expect(bench.runningMax).toBe(12);
  });

  it('retries a throttled batch with back-off, and drops it when its messages become visible again', () => {
    const bench = withMapping({ BatchSize: 10 });
    bench.reservedConcurrency = 0;
    bench.sendMany(1);
    bench.pass(599);
    expect(bench.seen).toEqual([]);
    expect(bench.lines.filter((line) => line.includes('.drop'))).toHaveLength(1);
    bench.reservedConcurrency = 1;
    bench.pass(2);
    expect(bench.seen.map(({ atSeconds }) => atSeconds)).toEqual([600]);
  });

  it('treats the error TooManyRequestsException as a throttle', () => {
    const bench = withMapping();
    bench.answer = (_, nth) =>
      nth < 3 ? { ok: false, errorType: 'TooManyRequestsException', errorMessage: 'Rate exceeded' } : SUCCESS;
    bench.sendMany(1);
    bench.pass(30);
    expect(bench.seen).toHaveLength(4);
    expect(bench.sqs.metrics(bench.arn('launches'))).toMatchObject({
      NumberOfMessagesReceived: 1,
      NumberOfMessagesDeleted: 1,
    });
  });
});

describe('determinism', () => {
  const trace = (seed: number) => {
    const bench = withMapping({ ...WINDOW, BatchSize: 300 }, seed);
    bench.answer = (_, nth) => (nth % 3 === 0 ? FAILURE : SUCCESS);
    for (let i = 0; i < 20; i++) {
      bench.sendMany(100, i * 100);
      bench.pass(17);
    }
    bench.pass(5000);
    expect(bench.sqs.metrics(bench.arn('launches')).NumberOfMessagesDeleted).toBe(2000);
    return bench.lines.join('\n');
  };

  it('makes the same batches for the same seed, and others for another seed', () => {
    expect(trace(7)).toBe(trace(7));
    expect(trace(8)).not.toBe(trace(7));
  });
});
