import { describe, expect, it } from 'vitest';
import { codeOf, SqsBench } from '../sqs-bench.ts';

describe('SendMessageBatch', () => {
  const batch = (bench: SqsBench, Entries: { Id: string; MessageBody: string; DelaySeconds?: number }[]) =>
    bench.sqs.operations.SendMessageBatch.run({ QueueUrl: bench.url('launches'), Entries }, bench.context);

  it('sends the valid entries and lists the invalid ones', () => {
    const bench = new SqsBench();
    bench.declare('launches');
    const result = batch(bench, [
      { Id: 'good', MessageBody: 'x' },
      { Id: 'bad', MessageBody: 'bell \u0007' },
      { Id: 'late', MessageBody: 'x', DelaySeconds: 1000 },
    ]);
    expect(result.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(result.Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
      ['bad', 'InvalidMessageContents', true],
      ['late', 'InvalidParameterValue', true],
    ]);
    expect(batch(bench, [{ Id: 'good', MessageBody: 'x' }]).Failed).toBeUndefined();
  });

  it('says of an entry that is too long what was recorded', () => {
    const bench = new SqsBench();
    bench.declare('launches', { MaximumMessageSize: 1024 });
    expect(batch(bench, [{ Id: 'long', MessageBody: 'x'.repeat(1025) }]).Failed).toEqual([
      {
        ...{ Id: 'long', SenderFault: true, Code: 'InvalidParameterValue' },
        Message:
          'One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.',
      },
    ]);
  });

  it('refuses batches that are invalid as a whole', () => {
    const bench = new SqsBench();
    const queue = bench.declare('launches');
    const entries = (count: number, size = 1) =>
      Array.from({ length: count }, (_, i) => ({ Id: `m${i}`, MessageBody: 'x'.repeat(size) }));
    expect(codeOf(() => batch(bench, []))).toBe('EmptyBatchRequest');
    expect(codeOf(() => batch(bench, entries(11)))).toBe('TooManyEntriesInBatchRequest');
    expect(codeOf(() => batch(bench, [...entries(1), ...entries(1)]))).toBe('BatchEntryIdsNotDistinct');
    expect(codeOf(() => batch(bench, [{ Id: 'a b', MessageBody: 'x' }]))).toBe('InvalidBatchEntryId');
    expect(codeOf(() => batch(bench, entries(2, 524_289)))).toBe('BatchRequestTooLong');
    expect(queue.counts.visible).toBe(0);
    batch(bench, entries(2, 524_288));
    expect(queue.counts.visible).toBe(2);
  });
});
