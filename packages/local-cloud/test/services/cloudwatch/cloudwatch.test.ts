import { describe, expect, test } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { type AlarmChange, CloudWatch } from '../../../src/services/cloudwatch/cloudwatch.ts';
import { accountId } from '../../accounts.ts';
import { recordingHost } from '../../recording-host.ts';

const topicArn = `arn:aws:sns:eu-west-1:${accountId}:Alarms`;
const alarmArn = `arn:aws:cloudwatch:eu-west-1:${accountId}:alarm:Shop/Queue/NotEmpty`;
const minuteMs = 60_000;

function start() {
  const host = recordingHost();
  const notified: [topicArn: string, change: AlarmChange][] = [];
  const cloudWatch = new CloudWatch(host, (arn, change) => notified.push([arn, change]));
  return { host, cloudWatch, notified, startMs: host.timeline.nowMs };
}

describe('embedded metrics', () => {
  const nowMs = Date.UTC(2026, 10, 21, 12);
  const directive = {
    Namespace: 'Shop',
    Dimensions: [['service']],
    Metrics: [{ Name: 'OrdersSent', Unit: 'Count' }],
  };

  function lineWith(root: object, metadata: object = {}, directiveChanges: object = {}): string {
    return JSON.stringify({
      _aws: { Timestamp: nowMs, CloudWatchMetrics: [{ ...directive, ...directiveChanges }], ...metadata },
      service: 'onboard',
      OrdersSent: 3,
      ...root,
    });
  }

  test('are summed by namespace, name and dimensions', () => {
    const { cloudWatch } = start();
    cloudWatch.ingest('/aws/lambda/onboard', lineWith({}));
    cloudWatch.ingest('/aws/lambda/onboard', lineWith({ OrdersSent: [1, 8] }));
    cloudWatch.ingest('/aws/lambda/onboard', lineWith({ service: 'sweep' }));
    expect(cloudWatch.totals()).toEqual([
      {
        namespace: 'Shop',
        name: 'OrdersSent',
        dimensions: { service: 'onboard' },
        sum: 12,
        count: 3,
        min: 1,
        max: 8,
      },
      {
        namespace: 'Shop',
        name: 'OrdersSent',
        dimensions: { service: 'sweep' },
        sum: 3,
        count: 1,
        min: 3,
        max: 3,
      },
    ]);
    expect(cloudWatch.rejected).toEqual([]);
  });

  test('every set of dimensions is a separate metric', () => {
    const { cloudWatch } = start();
    cloudWatch.ingest('g', lineWith({ os: 'Linux' }, {}, { Dimensions: [[], ['service', 'os']] }));
    expect(cloudWatch.totals().map(({ dimensions }) => dimensions)).toEqual([
      {},
      { service: 'onboard', os: 'Linux' },
    ]);
  });

  test.each(['START RequestId: 1', '{"level":"INFO"}', '{broken', '[1]'])(
    'a line without metrics is valid: %s',
    (line) => {
      const { cloudWatch } = start();
      cloudWatch.ingest('g', line);
      expect([...cloudWatch.totals(), ...cloudWatch.rejected]).toEqual([]);
    },
  );

  const names = (count: number) => Array.from({ length: count }, (_, index) => `d${index}`);
  test.each([
    [lineWith({ OrdersSent: '3' }), 'OrdersSent must be a number or a list of numbers, received "3"'],
    [lineWith({ OrdersSent: undefined }), 'OrdersSent must be a number'],
    [lineWith({ OrdersSent: Array(101).fill(1) }), 'at most 100 values, received 101'],
    [lineWith({ service: 7 }), 'dimension service must be a member of 1 to 1024 characters, received 7'],
    [lineWith({ service: 'x'.repeat(1025) }), 'dimension service must be'],
    [lineWith({}, { Timestamp: '2026' }), '_aws.Timestamp must be whole milliseconds, received "2026"'],
    [lineWith({}, { Timestamp: nowMs + 2 * 3_600_000 + 1 }), 'within the last 14 days and the next 2 hours'],
    [lineWith({}, { Timestamp: nowMs - 14 * 86_400_000 - 1 }), 'within the last 14 days'],
    [lineWith({}, { CloudWatchMetrics: {} }), '_aws.CloudWatchMetrics must be a list'],
    [lineWith({}, {}, { Namespace: '' }), 'Namespace must be text'],
    [lineWith({}, {}, { Dimensions: ['service'] }), 'a dimension set must be a list'],
    [lineWith({}, {}, { Dimensions: [names(31)] }), 'at most 30 dimensions, received 31'],
    [
      lineWith({}, {}, { Metrics: Array(101).fill({ Name: 'OrdersSent' }) }),
      'at most 100 metrics, received 101',
    ],
    [lineWith({}, {}, { Metrics: [{ Name: 'OrdersSent', Unit: 'Orders' }] }), 'unknown Unit Orders'],
    [lineWith({ padding: 'x'.repeat(262_144) }), 'exceeds 262144 bytes'],
  ])('refuses a malformed directive (%#): %.120s', (line, reason) => {
    const { cloudWatch, host } = start();
    cloudWatch.ingest('g', line);
    expect(cloudWatch.totals()).toEqual([]);
    expect(cloudWatch.rejected).toEqual([{ logGroup: 'g', line, reason: expect.stringContaining(reason) }]);
    expect(host.traced[0]?.kind).toBe('cloudwatch.rejected');
  });
});

describe('alarms', () => {
  const properties = {
    AlarmName: 'Shop/Queue/NotEmpty',
    Namespace: 'AWS/SQS',
    MetricName: 'Visible',
    Dimensions: [{ Name: 'QueueName', Value: 'dead' }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    AlarmActions: [topicArn],
  };

  /** Records one value per minute (undefined: none) and evaluates at the end. X breaches, 0 does not. */
  function play(values: string, changes: object): string {
    const { cloudWatch, host, startMs } = start();
    cloudWatch.declareAlarm({ logicalId: 'A', arn: alarmArn, properties: { ...properties, ...changes } });
    for (const [minute, value] of [...values.replaceAll(' ', '')].entries()) {
      host.timeline.advanceTo(startMs + minute * minuteMs);
      if (value !== '-')
        cloudWatch.record('AWS/SQS', 'Visible', { QueueName: 'dead' }, value === 'X' ? 1 : 0);
    }
    cloudWatch.evaluateAlarms(startMs + 5 * minuteMs);
    return cloudWatch.alarmStates().get(properties.AlarmName) ?? 'unknown';
  }

  // The tables of "Configuring how CloudWatch alarms treat missing data". "Retain" means that the state stays
  // INSUFFICIENT_DATA.
  const retain = 'INSUFFICIENT_DATA';
  test.each([
    [3, '0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    [3, '0 - - - -', 'OK', 'OK', 'OK', 'OK'],
    [3, '- - - - -', 'INSUFFICIENT_DATA', retain, 'ALARM', 'OK'],
    [3, '0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [3, '- - X - -', 'ALARM', retain, 'ALARM', 'OK'],
    [2, '0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '- - - X -', 'ALARM', retain, 'ALARM', 'OK'],
  ])(
    '%i of 3 on %s: missing %s, ignore %s, breaching %s, notBreaching %s',
    (datapoints, values, ...expected) => {
      const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'];
      const states = treatments.map((treatment) =>
        play(values, { DatapointsToAlarm: datapoints, TreatMissingData: treatment }),
      );
      expect(states).toEqual(expected);
    },
  );

  test.each([
    ['GreaterThanOrEqualToThreshold', 'ALARM'],
    ['GreaterThanThreshold', 'OK'],
    ['LessThanThreshold', 'OK'],
    ['LessThanOrEqualToThreshold', 'ALARM'],
  ])('%s at the threshold is %s', (ComparisonOperator, expected) => {
    expect(play('XXXXX', { ComparisonOperator })).toBe(expected);
  });

  test.each([
    ['Sum', 6],
    ['SampleCount', 3],
    ['Average', 2],
    ['Minimum', 1],
    ['Maximum', 3],
  ])('%s of 1, 2 and 3 is %i', (Statistic, expected) => {
    const stateAt = (Threshold: number) => {
      const { cloudWatch, startMs } = start();
      const changes = { Statistic, Threshold, Period: 300, EvaluationPeriods: 1 };
      cloudWatch.declareAlarm({ logicalId: 'A', arn: alarmArn, properties: { ...properties, ...changes } });
      for (const value of [1, 2, 3]) cloudWatch.record('AWS/SQS', 'Visible', { QueueName: 'dead' }, value);
      cloudWatch.record('AWS/SQS', 'Visible', { QueueName: 'other' }, 100);
      return cloudWatch.evaluateAlarms(startMs + 300_000)[0]?.to;
    };
    expect([stateAt(expected), stateAt(expected + 0.1)]).toEqual(['ALARM', 'OK']);
  });

  test('a change is reported once, with its reason, and runs the actions of the new state', () => {
    const { cloudWatch, notified, startMs } = start();
    const changes = { EvaluationPeriods: 1, TreatMissingData: 'notBreaching' };
    cloudWatch.declareAlarm({ logicalId: 'A', arn: alarmArn, properties: { ...properties, ...changes } });
    cloudWatch.record('AWS/SQS', 'Visible', { QueueName: 'dead' }, 5);
    expect(cloudWatch.evaluateAlarms(startMs)).toMatchObject([{ from: 'INSUFFICIENT_DATA', to: 'OK' }]);
    const change = cloudWatch.evaluateAlarms(startMs + minuteMs);
    expect(change).toMatchObject([{ from: 'OK', to: 'ALARM', atMs: startMs + minuteMs }]);
    expect(change[0]?.reason).toBe(
      'Threshold Crossed: 1 of 1 datapoints [5] were greater than or equal to the threshold (1); missing: 0, treated as notBreaching',
    );
    expect(cloudWatch.evaluateAlarms(startMs + minuteMs)).toEqual([]);
    expect(cloudWatch.evaluateAlarms(startMs + 10 * minuteMs)).toMatchObject([{ from: 'ALARM', to: 'OK' }]);
    expect(notified.map(([arn, { to }]) => [arn, to])).toEqual([[topicArn, 'ALARM']]);
  });

  test('disabled actions are not run', () => {
    const { cloudWatch, notified, startMs } = start();
    const changes = { ActionsEnabled: false, TreatMissingData: 'breaching' };
    cloudWatch.declareAlarm({ logicalId: 'A', arn: alarmArn, properties: { ...properties, ...changes } });
    expect(cloudWatch.evaluateAlarms(startMs)).toMatchObject([{ to: 'ALARM' }]);
    expect(notified).toEqual([]);
  });

  test.each([
    [{ Period: 0 }, 'Period must be a whole number from 1, received 0'],
    [{ DatapointsToAlarm: 4 }, 'DatapointsToAlarm must be at most EvaluationPeriods (3), received 4'],
    [
      { Statistic: 'Median' },
      'Statistic must be one of Sum, SampleCount, Average, Minimum, Maximum, received "Median"',
    ],
    [{ ComparisonOperator: 'Equals' }, 'ComparisonOperator must be one of'],
    [{ TreatMissingData: 'guess' }, 'TreatMissingData must be one of'],
    [{ Threshold: '1' }, 'Threshold must be a number, received "1"'],
    [{ MetricName: undefined }, 'needs a Namespace and a MetricName'],
    [{ AlarmActions: Array(6).fill(topicArn) }, 'AlarmActions holds at most 5, received 6'],
  ])('refuses %o', (changes, message) => {
    const declare = () =>
      start().cloudWatch.declareAlarm({
        logicalId: 'A',
        arn: alarmArn,
        properties: { ...properties, ...changes },
      });
    expect(declare).toThrow(message);
  });

  test.each([
    { ExtendedStatistic: 'p99' },
    { Period: 10 },
    { AlarmActions: ['arn:aws:lambda:r:1:function:f'] },
  ])('refuses %o, which is not emulated', (changes) => {
    const declare = () =>
      start().cloudWatch.declareAlarm({
        logicalId: 'A',
        arn: alarmArn,
        properties: { ...properties, ...changes },
      });
    expect(declare).toThrow(NotEmulatedError);
  });

  test('refuses an alarm that is declared twice', () => {
    const { cloudWatch } = start();
    const declare = () => cloudWatch.declareAlarm({ logicalId: 'A', arn: alarmArn, properties });
    declare();
    expect(declare).toThrow('declared twice');
  });
});
