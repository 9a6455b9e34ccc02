import { describe, expect, it } from 'vitest';
import { FAILURE, MappingBench } from './mapping-bench.ts';

/** How many of three messages a payload leaves in the queue. */
function left(
  payload: unknown,
  properties: Record<string, unknown> = { FunctionResponseTypes: ['ReportBatchItemFailures'] },
) {
  const bench = new MappingBench();
  const queue = bench.declare('launches', { VisibilityTimeout: 360 });
  bench.answer = (event) => {
    const ids = event.Records.map(({ messageId }) => messageId);
    const text = typeof payload === 'function' ? payload(ids) : payload;
    return { ok: true, payload: typeof text === 'string' ? text : JSON.stringify(text) };
  };
  bench.sendMany(3);
  bench.map(properties);
  bench.pass(1);
  expect(bench.sizes).toEqual([3]);
  return queue.counts.inFlight;
}

const naming = (itemIdentifier: unknown) => ({ batchItemFailures: [{ itemIdentifier }] });

describe('the answer of a function that reports batch item failures', () => {
  it('keeps the messages that it lists', () => {
    expect(left((ids: string[]) => naming(ids[1]))).toBe(1);
    expect(
      left((ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) })),
    ).toBe(3);
    expect(
      left((ids: string[]) => ({
        batchItemFailures: [ids[0], ids[0]].map((id) => ({ itemIdentifier: id })),
      })),
    ).toBe(1);
  });

  it('is a full success if it is empty or lists nothing', () => {
    const answers = ['', 'null', '{}', '""', { batchItemFailures: [] }, { batchItemFailures: null }];
    expect(answers.map((answer) => left(answer))).toEqual(answers.map(() => 0));
  });

  it('is a full failure if it cannot be parsed or lists unknown messages', () => {
    const answers = [
      'not JSON',
      '"text"',
      '[]',
      { batchItemFailures: 'all' },
      naming(''),
      naming(null),
      naming(7),
      naming('not of this batch'),
      { batchItemFailures: [{ messageId: 'misnamed' }] },
      { batchItemFailures: [null] },
      (ids: string[]) => ({ batchItemFailures: [{ itemIdentifier: ids[0] }, { itemIdentifier: '' }] }),
    ];
    expect(answers.map((answer) => left(answer))).toEqual(answers.map(() => 3));
  });

  it('is ignored without ReportBatchItemFailures', () => {
    expect(left((ids: string[]) => naming(ids[1]), {})).toBe(0);
    expect(left('not JSON', { FunctionResponseTypes: [] })).toBe(0);
  });
});

describe('a failed batch', () => {
  it('returns when its visibility timeout ends, until it is dead-lettered', () => {
    const bench = new MappingBench();
    const dead = bench.declare('dead');
    bench.declare('launches', {
      VisibilityTimeout: 360,
      RedrivePolicy: { deadLetterTargetArn: bench.arn('dead'), maxReceiveCount: 3 },
    });
    bench.answer = () => FAILURE;
    bench.map();
    bench.sendMany(1);
    bench.pass(3600);
    expect(bench.seen.map(({ atSeconds }) => atSeconds)).toEqual([0, 360, 720]);
    const counts = bench.seen.map(({ event }) => event.Records[0]?.attributes['ApproximateReceiveCount']);
    expect(counts).toEqual(['1', '2', '3']);
    expect(dead.counts.visible).toBe(1);
    expect(bench.timeline.nextMs).toBeUndefined();
  });
});
