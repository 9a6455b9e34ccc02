import { expect, it } from 'vitest';
import { readFunction } from '../../../../src/services/lambda/lambda-function.ts';
import { accountId, newCloud, region, writeBundle } from '../../../cloud-bench.ts';

it.each([
  [['arm64'], 'lambda.gigabyteSecondsArm64'],
  [undefined, 'lambda.gigabyteSecondsX86'],
] as const)(
  'a call on %j is billed for its time, its memory and the start of a new environment',
  async (Architectures, unit) => {
    const { cloud, lines } = newCloud();
    const arn = `arn:aws:lambda:${region}:${accountId}:function:Test`;
    const source = 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 10_000));';
    const Role = `arn:aws:iam::${accountId}:role/Test`;
    const properties = {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role,
      Timeout: 300,
      MemorySize: 512,
      Architectures,
    };
    cloud.lambda.declareFunction(
      readFunction(properties, { functionName: 'Test', arn, folder: writeBundle(source) }),
    );
    const call = async () => {
      const before = cloud.meter.totals[unit] ?? 0;
      const beganMs = cloud.timeline.nowMs;
      cloud.lambda.invoke(arn, {}, () => undefined);
      await cloud.loop.run();
      const seconds = (cloud.meter.totals[unit] ?? 0) - before;
      return { seconds, wholeSeconds: (cloud.timeline.nowMs - beganMs) / 1000 };
    };
    const cold = await call();
    const warm = await call();
    expect(lines.filter(({ kind }) => kind === 'lambda.invoke').map(({ fields }) => fields['cold'])).toEqual([
      true,
      false,
    ]);
    expect(cold.seconds).toBeCloseTo(cold.wholeSeconds / 2, 9);
    expect(warm.seconds).toBeCloseTo(10 / 2, 9);
    expect(cloud.meter.of('lambda.requests')).toEqual(new Map([['Test', 2]]));
  },
);
