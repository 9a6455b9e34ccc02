import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { accountId } from '../../accounts.ts';
import { codeOf } from '../sqs/sqs-bench.ts';
import { MappingBench } from './mapping-bench.ts';

function tryMap(
  properties: Record<string, unknown>,
  visibilitySeconds = 360,
  timeoutSeconds = 60,
): () => unknown {
  const bench = new MappingBench();
  bench.declare('launches', { VisibilityTimeout: visibilitySeconds });
  bench.timeoutSeconds = timeoutSeconds;
  return () => bench.map(properties);
}

describe('the properties of an event source mapping', () => {
  it('have the defaults of Lambda', () => {
    const bench = new MappingBench();
    bench.declare('launches', { VisibilityTimeout: 360 });
    expect(bench.map().settings).toEqual({
      eventSourceArn: bench.arn('launches'),
      functionName: 'onboard',
      batchSize: 10,
      batchingWindowSeconds: 0,
      maximumConcurrency: undefined,
      reportsBatchItemFailures: false,
      isEnabled: true,
    });
  });

  it('are refused when out of range', () => {
    const window = { MaximumBatchingWindowInSeconds: 1 };
    const wrong = [
      { BatchSize: 0 },
      { BatchSize: 10_001, ...window },
      { BatchSize: 11 },
      { MaximumBatchingWindowInSeconds: 301 },
      { MaximumBatchingWindowInSeconds: -1 },
      { ScalingConfig: { MaximumConcurrency: 1 } },
      { ScalingConfig: { MaximumConcurrency: 1001 } },
      { ScalingConfig: { MaximumConcurrency: 5 }, ProvisionedPollerConfig: { MinimumPollers: 2 } },
      { FunctionResponseTypes: ['Everything'] },
      { FunctionName: '' },
    ];
    expect(wrong.map((properties) => codeOf(tryMap(properties)))).toEqual(
      wrong.map(() => 'InvalidParameterValueException'),
    );
    const right = [
      { BatchSize: 10_000, ...window },
      { BatchSize: '10', MaximumBatchingWindowInSeconds: 300 },
      { ScalingConfig: { MaximumConcurrency: 2 } },
      { ScalingConfig: { MaximumConcurrency: 1000 } },
    ];
    expect(right.map((properties) => codeOf(tryMap(properties)))).toEqual(right.map(() => 'no error'));
  });

  it('are refused when the visibility timeout is below the timeout of the function', () => {
    expect(tryMap({}, 30, 60)).toThrow(
      'Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds',
    );
    expect(codeOf(tryMap({}, 60, 60))).toBe('no error');
  });

  it('are refused when the role may not receive, delete or read attributes', () => {
    for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) {
      const bench = new MappingBench();
      bench.declare('launches', { VisibilityTimeout: 360 });
      bench.allow = (asked) => asked !== `sqs:${action}`;
      expect(() => bench.map()).toThrow(
        `The function execution role does not have permissions to call ${action} on SQS`,
      );
    }
  });

  it('are not emulated for filters, provisioned pollers, FIFO queues and other sources', () => {
    const notEmulated = [
      { FilterCriteria: { Filters: [] } },
      { ProvisionedPollerConfig: { MinimumPollers: 2 } },
      { EventSourceArn: `arn:aws:sqs:eu-west-1:${accountId}:launches.fifo` },
      { EventSourceArn: `arn:aws:dynamodb:eu-west-1:${accountId}:table/roster` },
    ];
    for (const properties of notEmulated) expect(tryMap(properties)).toThrow(NotEmulatedError);
  });
});
