import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsCommandInput,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { cbor } from '@smithy/core/cbor';
import { beforeAll, describe, expect, it } from 'vitest';
import { newCloud, queryRequest, startMs } from '../../cloud-bench.ts';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();
const client = () => new CloudWatchClient(served().settings);
const metric = { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [{ Name: 'Place', Value: 'here' }] };
const watched = { Namespace: 'Shop', MetricName: 'Orders', Statistic: 'Sum', Period: 60 };
const limit = { Threshold: 5, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 };
/** The first whole minute in which a value is recorded. */
let firstMs = 0;

beforeAll(async () => {
  const { cloud } = served();
  const { cloudwatch } = cloud.observations;
  const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:${cloud.accountId}:alarm:${name}`;
  const Dimensions = metric.Dimensions;
  const actions = { AlarmActions: [served().topicArn], AlarmDescription: 'too many' };
  cloudwatch.declareAlarm({
    logicalId: 'Busy',
    arn: arn('Busy'),
    properties: { AlarmName: 'Busy', ...watched, Dimensions, ...limit, ...actions },
  });
  const query = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Stat: 'Sum', Period: 60 },
  });
  const Metrics = [{ Id: 'e', Expression: 'a - b' }, query('a', 'In'), query('b', 'Out')];
  cloudwatch.declareAlarm({
    ...{ logicalId: 'Another', arn: arn('Another') },
    properties: { AlarmName: 'Another', Metrics, ...limit },
  });
  firstMs = Math.ceil(cloud.timeline.nowMs / 60_000) * 60_000;
  await cloud.loop.run({ untilMs: firstMs });
  for (const value of [1, 2, 6]) {
    cloudwatch.record('Shop', 'Orders', { Place: 'here' }, value);
    cloudwatch.record('Shop', 'Orders', { Place: 'here' }, value);
    await served().pass(60);
  }
});

describe('an alarm that changes', () => {
  it('keeps its state and shows its new properties', () => {
    const { cloudwatch } = newCloud().cloud.observations;
    const declaration = (Threshold: number) => ({
      ...{ logicalId: 'One', arn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:One' },
      properties: { AlarmName: 'One', ...watched, ...limit, Threshold },
    });
    cloudwatch.declareAlarm(declaration(5));
    cloudwatch.record('Shop', 'Orders', {}, 6);
    cloudwatch.evaluateAlarms(startMs + 60_000);
    const [before] = cloudwatch.alarmRecords;
    cloudwatch.updateAlarm(declaration(9));
    const [after] = cloudwatch.alarmRecords;
    expect(before).toMatchObject({ state: 'ALARM' });
    expect(after).toEqual({ ...before, alarm: after?.alarm, properties: declaration(9).properties });
    expect(after?.alarm.threshold).toBe(9);
  });
});

describe('DescribeAlarms', () => {
  const names = async (input: DescribeAlarmsCommandInput) =>
    ((await client().send(new DescribeAlarmsCommand(input))).MetricAlarms ?? []).map(
      ({ AlarmName }) => AlarmName,
    );

  it('lists alarms by name, with what they watch and their state', async () => {
    const { MetricAlarms } = await client().send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'Another',
        StateReason: 'Unchecked: Initial alarm creation',
        Metrics: [
          { Id: 'e', Expression: 'a - b', ReturnData: true },
          { Id: 'a', ReturnData: false },
          { Id: 'b' },
        ],
      },
      {
        AlarmName: 'Busy',
        AlarmDescription: 'too many',
        StateValue: 'INSUFFICIENT_DATA',
        ...{ ...watched, ...limit, Dimensions: metric.Dimensions },
        AlarmActions: [served().topicArn],
        OKActions: [],
        ActionsEnabled: true,
      },
    ]);
  });

  it('finds them by names, prefix, action and state', async () => {
    expect(await names({ AlarmNames: ['Busy', 'none'] })).toEqual(['Busy']);
    expect(await names({ AlarmNamePrefix: 'A' })).toEqual(['Another']);
    expect(await names({ ActionPrefix: 'arn:aws:sns' })).toEqual(['Busy']);
    expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
    const { cloud } = served();
    expect(await names({ StateValue: 'ALARM' })).toEqual([]);
    cloud.observations.cloudwatch.evaluateAlarms(cloud.timeline.nowMs);
    expect(await names({ StateValue: 'ALARM' })).toEqual(['Busy']);
  });

  it('pages', async () => {
    const first = await client().send(new DescribeAlarmsCommand({ MaxRecords: 1 }));
    expect(await names({ MaxRecords: 1, NextToken: first.NextToken })).toEqual(['Busy']);
  });

  it('speaks CBOR and forms too', () => {
    const { cloud } = served();
    const form = queryRequest('monitoring', { Action: 'DescribeAlarms', Version: '2010-08-01' });
    const caller = { kind: 'administrator' } as const;
    expect(cloud.gateway.serve(form, caller).body).toContain('<AlarmName>Busy</AlarmName>');
    const path = '/service/GraniteServiceVersion20100801/operation/DescribeAlarms';
    const headers = { 'smithy-protocol': 'rpc-v2-cbor' };
    const bytes = cbor.serialize({ AlarmNames: ['Busy'] });
    const answer = cloud.gateway.serve({ ...form, path, headers, bytes, body: '' }, caller);
    expect(cbor.deserialize(answer.bytes ?? new Uint8Array())).toMatchObject({
      MetricAlarms: [{ AlarmName: 'Busy', StateUpdatedTimestamp: { tag: 1 } }],
    });
    const refused = cloud.gateway.serve(
      { ...form, path, headers, bytes: cbor.serialize({ MaxRecords: 0 }), body: '' },
      caller,
    );
    expect([refused.status, refused.headers['x-amzn-query-error']]).toEqual([400, 'ValidationError;Sender']);
  });

  it.each([
    ['names and a prefix', { AlarmNames: ['a'], AlarmNamePrefix: 'b' }, 'ValidationException'],
    ['101 records', { MaxRecords: 101 }, 'ValidationException'],
    ['children of a composite alarm', { ChildrenOfAlarmName: 'a' }, 'NotEmulated'],
  ])('refuses %s', async (_, input, name) => {
    await expect(names(input)).rejects.toMatchObject({ name });
  });
});

describe('GetMetricData', () => {
  const query = (input: object = {}) => ({
    Id: 'q',
    MetricStat: { Metric: metric, Period: 60, Stat: 'Sum', ...input },
  });
  const get = (input: Partial<GetMetricDataCommandInput>) =>
    client().send(
      new GetMetricDataCommand({
        ...{
          MetricDataQueries: [query()],
          StartTime: new Date(firstMs),
          EndTime: new Date(firstMs + 600_000),
        },
        ...input,
      }),
    );

  it('answers a value for each period that has one, the latest first', async () => {
    expect((await get({})).MetricDataResults).toEqual([
      {
        Id: 'q',
        Label: 'Orders',
        StatusCode: 'Complete',
        Timestamps: [2, 1, 0].map((n) => new Date(firstMs + n * 60_000)),
        Values: [12, 4, 2],
      },
    ]);
    const ascending = await get({ ScanBy: 'TimestampAscending', EndTime: new Date(firstMs + 60_000) });
    expect(ascending.MetricDataResults?.[0]?.Values).toEqual([2]);
  });

  it.each([
    ['Average', 60, [6, 2, 1]],
    ['SampleCount', 60, [2, 2, 2]],
    ['Maximum', 3600, [6]],
    ['Minimum', 3600, [1]],
  ])('reads %s over %i seconds', async (Stat, Period, values) => {
    const { MetricDataResults } = await get({ MetricDataQueries: [query({ Stat, Period })] });
    expect(MetricDataResults?.[0]?.Values).toEqual(values);
  });

  it.each([
    ['a time that ends before it begins', { EndTime: new Date(0) }, 'ValidationException'],
    ['two queries of one id', { MetricDataQueries: [query(), query()] }, 'ValidationException'],
    ['an id with a capital', { MetricDataQueries: [{ ...query(), Id: 'Q' }] }, 'ValidationException'],
    ['a query of nothing', { MetricDataQueries: [{ Id: 'q' }] }, 'ValidationException'],
    ['a period of 90 s', { MetricDataQueries: [query({ Period: 90 })] }, 'InvalidParameterValueException'],
    [
      'a statistic that there is not',
      { MetricDataQueries: [query({ Stat: 'Mean' })] },
      'ValidationException',
    ],
    ['a percentile', { MetricDataQueries: [query({ Stat: 'p99' })] }, 'NotEmulated'],
    ['an expression', { MetricDataQueries: [{ Id: 'q', Expression: 'a + b' }] }, 'NotEmulated'],
    ['a small period', { MetricDataQueries: [query({ Period: 10 })] }, 'NotEmulated'],
  ])('refuses %s', async (_, input, name) => {
    await expect(get(input)).rejects.toMatchObject({ name });
  });
});

describe('GetMetricStatistics', () => {
  const get = (input: Partial<GetMetricStatisticsCommandInput>) => {
    const time = { StartTime: new Date(firstMs), EndTime: new Date(firstMs + 600_000), Period: 300 };
    return client().send(
      new GetMetricStatisticsCommand({ ...metric, ...time, Statistics: ['Sum'], ...input }),
    );
  };

  it('answers every statistic that was asked for', async () => {
    const { Datapoints } = await get({
      Statistics: ['Sum', 'Maximum'],
      Period: 600,
      StartTime: new Date(startMs),
    });
    expect(Datapoints).toMatchObject([{ Sum: 18, Maximum: 6, Unit: 'None' }]);
  });

  it('refuses more than 1,440 values, and no statistic', async () => {
    const EndTime = new Date(firstMs + 1441 * 60_000);
    const name = 'InvalidParameterCombinationException';
    await expect(get({ Period: 60, EndTime })).rejects.toMatchObject({ name });
    await expect(get({ Statistics: undefined })).rejects.toMatchObject({ name });
  });
});

describe('ListMetrics', () => {
  it('finds metrics by namespace, name and dimensions', async () => {
    const list = async (input: object) => (await client().send(new ListMetricsCommand(input))).Metrics ?? [];
    expect(await list({ Namespace: 'Shop' })).toEqual([metric]);
    expect(await list({ Dimensions: [{ Name: 'Place' }] })).toEqual([metric]);
    expect(await list({ Dimensions: [{ Name: 'Place', Value: 'there' }] })).toEqual([]);
  });
});
