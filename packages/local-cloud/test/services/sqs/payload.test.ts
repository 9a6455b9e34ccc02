import { describe, expect, it } from 'vitest';
import { SqsBench } from './sqs-bench.ts';

const KB64 = 'x'.repeat(65_536);

/** The requests that are billed for what `act` does. */
function billedFor(act: (bench: SqsBench) => void, prepare: (bench: SqsBench) => void = () => undefined) {
  const bench = new SqsBench();
  bench.declare('launches');
  prepare(bench);
  const before = bench.meter.totals['sqs.requests'] ?? 0;
  act(bench);
  return (bench.meter.totals['sqs.requests'] ?? 0) - before;
}

describe('SQS bills', () => {
  const QueueUrl = new SqsBench().url('launches');

  it('each 64 KB of a message as a request, whoever sends it', () => {
    expect(billedFor((bench) => bench.send('launches'))).toBe(1);
    const put = (body: string) => (bench: SqsBench) =>
      void bench.sqs.put(bench.arn('launches'), { body, senderId: 'events' });
    expect(billedFor(put(KB64))).toBe(1);
    expect(billedFor(put(`${KB64}x`))).toBe(2);
  });

  it('a batch by the size of all its messages', () => {
    const sendBatch = (MessageBody: string) => (bench: SqsBench) =>
      void bench.sqs.operations.SendMessageBatch.run(
        { QueueUrl, Entries: ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody })) },
        bench.context,
      );
    expect(billedFor(sendBatch('small'))).toBe(1);
    expect(billedFor(sendBatch(KB64))).toBe(3);
  });

  it('a receive by the size of what it receives, and one that receives nothing', () => {
    const receive = (bench: SqsBench) =>
      void bench.sqs.operations.ReceiveMessage.run({ QueueUrl, MaxNumberOfMessages: 10 }, bench.context);
    expect(billedFor(receive)).toBe(1);
    const fill = (bench: SqsBench) => {
      for (let i = 0; i < 4; i++) bench.sqs.put(bench.arn('launches'), { body: KB64, senderId: 'events' });
    };
    expect(billedFor(receive, fill)).toBe(4);
  });
});
