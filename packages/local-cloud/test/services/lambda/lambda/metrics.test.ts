import { describe, expect, it } from 'vitest';
import { readFunction } from '../../../../src/services/lambda/lambda-function.ts';
import { accountId, newCloud, region, writeBundle } from '../../../cloud-bench.ts';

const arn = `arn:aws:lambda:${region}:${accountId}:function:Test`;
const Role = `arn:aws:iam::${accountId}:role/Test`;

/** A function that runs for `event.seconds` and then ends as `event.end` says. */
const source = `exports.handler = async ({ seconds, end }) => {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  if (end === 'throw') throw new Error('no');
  if (end === 'hang') await new Promise(() => setInterval(() => undefined, 1000));
};`;

function start(bundle = source) {
  const { cloud } = newCloud();
  const properties = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role, Timeout: 300 };
  const identity = { functionName: 'Test', arn, folder: writeBundle(bundle) };
  cloud.lambda.declareFunction(readFunction(properties, identity));
  const { cloudwatch } = cloud.observations;
  return {
    cloud,
    cloudwatch,
    call: (event: object = {}) => cloud.lambda.invoke(arn, event, () => undefined),
    counts: () => cloudwatch.totals().map(({ name, dimensions, sum }) => [name, dimensions, sum]),
  };
}
const FunctionName = 'Test';

describe('the metrics of a function', () => {
  it('count a call when it has ended', async () => {
    const { cloud, call, counts } = start();
    call({ seconds: 10 });
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 9000 });
    expect(counts()).toEqual([]);
    await cloud.loop.run();
    expect(counts()).toEqual([['Invocations', { FunctionName }, 1]]);
  });

  it.each(['throw', 'hang'])('count one that fails as an error too: %s', async (end) => {
    const { cloud, call, counts } = start();
    call({ seconds: 0, end });
    await cloud.loop.run();
    expect(counts()).toEqual([
      ['Invocations', { FunctionName }, 1],
      ['Errors', { FunctionName }, 1],
    ]);
  });

  it('count one whose bundle cannot be loaded as an error too', async () => {
    const { cloud, call, counts } = start('throw new Error("no settings")');
    call();
    await cloud.loop.run();
    expect(counts().map(([name]) => name)).toEqual(['Invocations', 'Errors']);
  });

  it('count a call at the minute in which it was made', async () => {
    const { cloud, cloudwatch, call } = start();
    const metric = { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Statistic: 'Sum', Period: 60 };
    const Dimensions = [{ Name: 'FunctionName', Value: FunctionName }];
    const rule = { EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' };
    const properties = { AlarmName: 'Called', ...metric, Dimensions, ...rule };
    cloudwatch.declareAlarm({ logicalId: 'A', arn, properties });
    const firstMinuteEndsMs = cloud.timeline.nowMs + 60_000;
    call({ seconds: 100 });
    await cloud.loop.run();
    expect(cloud.timeline.nowMs).toBeGreaterThan(firstMinuteEndsMs);
    expect(cloudwatch.evaluateAlarms(firstMinuteEndsMs)).toMatchObject([{ to: 'ALARM' }]);
  });
});
