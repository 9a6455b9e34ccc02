import { describe, expect, test } from 'vitest';
import { NotEmulatedError } from '../../local/cloud/service.ts';
import type { DeadLetter, DeliveryResult, DeliveryTarget } from '../../local/services/events/delivery.ts';
import { EventBus, type Transit } from '../../local/services/events/event-bus.ts';
import { accountId } from '../accounts.ts';
import { recordingHost } from './recording-host.ts';

const ruleArn = `arn:aws:events:eu-west-1:${accountId}:rule/Running`;
const queueArn = `arn:aws:sqs:eu-west-1:${accountId}:Launches`;
const deadLetterArn = `arn:aws:sqs:eu-west-1:${accountId}:Undelivered`;
const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;

const running = {
  source: 'aws.ec2',
  detailType: 'EC2 Instance State-change Notification',
  resources: [`arn:aws:ec2:eu-west-1:${accountId}:instance/i-0123`],
  detail: { 'instance-id': 'i-0123', state: 'running' },
};

const ruleProperties = {
  EventPattern: { source: ['aws.ec2', 'mine'], detail: { state: ['running'] } },
  State: 'ENABLED',
  Targets: [{ Id: 'T', Arn: queueArn, DeadLetterConfig: { Arn: deadLetterArn } }],
};

function start(
  options: { properties?: object; answer?: () => DeliveryResult; seed?: number; transit?: Transit } = {},
) {
  const host = recordingHost(options.seed);
  const delivered: { target: DeliveryTarget; payload: string; atMs: number }[] = [];
  const letters: DeadLetter[] = [];
  const metrics: string[] = [];
  const ports = {
    deliver: (target: DeliveryTarget, payload: string): DeliveryResult => {
      delivered.push({ target, payload, atMs: host.timeline.nowMs });
      return options.answer?.() ?? { outcome: 'delivered' };
    },
    sendDeadLetter: (letter: DeadLetter) => letters.push(letter) > 0,
    count: (metric: string) => metrics.push(metric),
  };
  const bus = new EventBus(host, ports, options.transit === undefined ? {} : { transit: options.transit });
  bus.declareRule({
    logicalId: 'Running',
    arn: ruleArn,
    properties: { ...ruleProperties, ...options.properties },
  });
  const call = (operation: string, input: unknown) => bus.operations[operation]?.run(input, context);
  return { host, bus, call, delivered, letters, metrics, startMs: host.timeline.nowMs };
}

function targetsWith(target: object): { properties: object } {
  return { properties: { Targets: [{ ...ruleProperties.Targets[0], ...target }] } };
}

describe('service events', () => {
  test('reach the targets of the rules that match, in the envelope of AWS, a little later', () => {
    const { host, bus, delivered, startMs } = start();
    bus.putServiceEvent(running);
    bus.putServiceEvent({ ...running, detail: { ...running.detail, state: 'pending' } });
    host.runAll();
    expect(delivered).toHaveLength(1);
    expect(delivered[0]?.target).toEqual({ arn: queueArn, roleArn: undefined, ruleArn });
    expect(JSON.parse(delivered[0]?.payload ?? '')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'EC2 Instance State-change Notification',
      source: 'aws.ec2',
      account: accountId,
      time: '2026-11-21T12:00:00Z',
      region: 'eu-west-1',
      resources: running.resources,
      detail: running.detail,
    });
    const latencyMs = (delivered[0]?.atMs ?? 0) - startMs;
    expect(latencyMs).toBeGreaterThanOrEqual(40);
    expect(latencyMs).toBeLessThanOrEqual(400);
  });

  test('the same seed gives the same ids and moments, another seed others', () => {
    const run = (seed: number) => {
      const { host, bus, delivered } = start({ seed });
      for (let n = 0; n < 5; n++) bus.putServiceEvent(running);
      host.runAll();
      return delivered;
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  test('a transit may lose, repeat and delay an event', () => {
    const journeys = [[], [10, 5000], [1]];
    const { host, bus, delivered, startMs } = start({ transit: () => journeys.shift() ?? [] });
    for (let n = 0; n < 3; n++) bus.putServiceEvent(running);
    host.runAll();
    expect(delivered.map(({ atMs }) => atMs - startMs)).toEqual([1, 10, 5000]);
  });

  test('a disabled rule delivers nothing', () => {
    const { host, bus, delivered } = start({ properties: { State: 'DISABLED' } });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered).toEqual([]);
  });

  test('a target receives what its transformer makes of the event', () => {
    const { host, bus, delivered } = start(
      targetsWith({
        InputTransformer: { InputPathsMap: { id: '$.detail.instance-id' }, InputTemplate: '{"id": <id>}' },
      }),
    );
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered[0]?.payload).toBe('{"id": "i-0123"}');
  });
});

describe('failed deliveries', () => {
  const throttled: DeliveryResult = { outcome: 'retry', code: 'THROTTLING', message: 'slow down' };

  test('are tried again, later each time, until the target takes the event', () => {
    const answers: DeliveryResult[] = [throttled, throttled, throttled];
    const { host, bus, delivered, letters } = start({
      answer: () => answers.shift() ?? { outcome: 'delivered' },
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered).toHaveLength(4);
    const gapsMs = delivered.slice(1).map(({ atMs }, index) => atMs - (delivered[index]?.atMs ?? 0));
    for (const [index, gapMs] of gapsMs.entries()) {
      expect(gapMs).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(gapMs).toBeLessThanOrEqual(1000 * 2 ** index);
    }
    expect(letters).toEqual([]);
  });

  test('end in the dead-letter queue when the attempts are used up', () => {
    const { host, bus, delivered, letters, metrics } = start({
      ...targetsWith({ RetryPolicy: { MaximumRetryAttempts: 2 } }),
      answer: () => throttled,
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered).toHaveLength(3);
    expect(letters).toEqual([
      {
        queueArn: deadLetterArn,
        ruleArn,
        body: delivered[0]?.payload,
        attributes: {
          RULE_ARN: ruleArn,
          TARGET_ARN: queueArn,
          ERROR_CODE: 'THROTTLING',
          ERROR_MESSAGE: 'slow down',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '2',
        },
      },
    ]);
    expect(metrics.slice(-2)).toEqual(['FailedInvocations', 'InvocationsSentToDlq']);
  });

  test('end in the dead-letter queue when the event is too old', () => {
    const { host, bus, letters, delivered } = start({
      ...targetsWith({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } }),
      answer: () => throttled,
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(letters[0]?.attributes['EXHAUSTED_RETRY_CONDITION']).toBe('MaximumEventAgeInSeconds');
    expect(host.timeline.nowMs - (delivered[0]?.atMs ?? 0)).toBe(60_000);
  });

  test('by default go on for about a day and at most 185 attempts', () => {
    const { host, bus, delivered } = start({ answer: () => throttled });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered.length).toBeGreaterThan(100);
    expect(delivered.length).toBeLessThanOrEqual(186);
    expect(host.timeline.nowMs - (delivered[0]?.atMs ?? 0)).toBeLessThanOrEqual(86_400_000);
  });

  test('go to the dead-letter queue at once when no attempt can succeed', () => {
    const { host, bus, delivered, letters } = start({
      answer: () => ({ outcome: 'refused', code: 'NO_PERMISSIONS', message: 'not allowed' }),
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered).toHaveLength(1);
    expect(letters[0]?.attributes).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' });
    expect(letters[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  test('without a dead-letter queue the event is lost, and the trace says so', () => {
    const { host, bus, letters } = start({
      properties: { Targets: [{ Id: 'T', Arn: queueArn }] },
      answer: () => ({ outcome: 'refused', code: 'NO_RESOURCE', message: 'gone' }),
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(letters).toEqual([]);
    expect(host.traced.at(-1)).toMatchObject({
      kind: 'events.undelivered',
      fields: { code: 'NO_RESOURCE', hasDeadLetterQueue: false },
    });
  });
});

describe('PutEvents', () => {
  const entry = { Source: 'mine', DetailType: 'T', Detail: '{"state":"running"}' };

  test('answers entry by entry', () => {
    const { host, call, delivered } = start();
    const answer = call('PutEvents', {
      Entries: [
        entry,
        { ...entry, Source: 'aws.ec2' },
        { ...entry, Detail: '[1]' },
        { ...entry, Detail: '{' },
        { ...entry, DetailType: '' },
      ],
    });
    expect(answer).toEqual({
      FailedEntryCount: 4,
      Entries: [
        { EventId: expect.any(String) },
        { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: 'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
        },
      ],
    });
    host.runAll();
    expect(delivered).toHaveLength(1);
  });

  test('an entry may say when it happened', () => {
    const { host, call, delivered } = start();
    call('PutEvents', { Entries: [{ ...entry, Time: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, 999)) }] });
    host.runAll();
    expect(JSON.parse(delivered[0]?.payload ?? '').time).toBe('2026-01-01T00:00:00Z');
  });

  test.each([0, 11])('refuses %i entries', (count) => {
    expect(() => start().call('PutEvents', { Entries: Array(count).fill(entry) })).toThrow("at 'entries'");
  });

  test('refuses more than 1 MiB in all', () => {
    const { call } = start();
    const ofSize = (bytes: number) => ({
      Entries: [{ ...entry, Detail: `{"x":"${'y'.repeat(bytes - 13)}"}` }],
    });
    expect(call('PutEvents', ofSize(1_048_576))).toMatchObject({ FailedEntryCount: 0 });
    expect(() => call('PutEvents', ofSize(1_048_577))).toThrow('over the limit');
  });

  test('asks IAM about the bus, with the source as a condition', () => {
    expect(start().bus.operations['PutEvents']?.authorize({ Entries: [entry] }, context)).toEqual([
      {
        action: 'events:PutEvents',
        resource: `arn:aws:events:eu-west-1:${accountId}:event-bus/default`,
        conditions: { 'events:source': 'mine', 'events:detail-type': 'T' },
      },
    ]);
  });

  test('refuses other buses, which are not emulated', () => {
    expect(() => start().call('PutEvents', { Entries: [{ ...entry, EventBusName: 'other' }] })).toThrow(
      NotEmulatedError,
    );
  });
});

describe('reading rules', () => {
  test('describes rules and targets', () => {
    const { call } = start({ properties: { Description: 'd' } });
    const rule = {
      Name: 'Running',
      Arn: ruleArn,
      EventPattern: JSON.stringify(ruleProperties.EventPattern),
      Description: 'd',
      State: 'ENABLED',
      EventBusName: 'default',
    };
    expect(call('DescribeRule', { Name: 'Running' })).toEqual(rule);
    expect(call('ListRules', { NamePrefix: 'Run' })).toEqual({ Rules: [rule] });
    expect(call('ListRules', { NamePrefix: 'X' })).toEqual({ Rules: [] });
    expect(call('ListTargetsByRule', { Rule: 'Running' })).toMatchObject({
      Targets: [{ Id: 'T', Arn: queueArn }],
    });
    expect(() => call('DescribeRule', { Name: 'None' })).toThrow(
      'Rule None does not exist on EventBus default.',
    );
  });

  test('tests a pattern on an event', () => {
    const { call } = start();
    const Event = JSON.stringify({
      ...{ id: '1', account: '1', source: 's', time: 't', region: 'r', resources: [], 'detail-type': 'd' },
    });
    expect(call('TestEventPattern', { EventPattern: '{"source":["s"]}', Event })).toEqual({ Result: true });
    expect(call('TestEventPattern', { EventPattern: '{"source":["x"]}', Event })).toEqual({ Result: false });
    expect(() => call('TestEventPattern', { EventPattern: '{"source":"s"}', Event })).toThrow(
      'Event pattern is not valid',
    );
    expect(() => call('TestEventPattern', { EventPattern: '{"source":["s"]}', Event: '{}' })).toThrow(
      'it lacks id',
    );
  });
});

describe('declaring rules', () => {
  test.each([
    [{ EventPattern: undefined }, 'must be specified'],
    [
      { EventPattern: { source: 'aws.ec2' } },
      'Event pattern is not valid. Reason: "source" must be an object or an array',
    ],
    [{ EventPattern: { source: ['x'.repeat(4096)] } }, 'at most 4096 characters'],
    [{ State: 'ON' }, 'received ON'],
    [{ Targets: Array(6).fill(ruleProperties.Targets[0]) }, 'maximum number allowed'],
    [{ Targets: Array(2).fill(ruleProperties.Targets[0]) }, 'unique'],
    [{ Targets: [{ Id: 'T' }] }, 'must have an Id and an Arn'],
    [
      targetsWith({ RetryPolicy: { MaximumRetryAttempts: 186 } }).properties,
      'must be 0 to 185, received 186',
    ],
    [
      targetsWith({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }).properties,
      'must be 60 to 86400, received 59',
    ],
    [targetsWith({ SqsParameters: {} }).properties, 'does not emulate SqsParameters'],
    [{ ScheduleExpression: 'rate(1 hour)' }, 'does not emulate ScheduleExpression'],
    [{ EventBusName: 'other' }, 'does not emulate event buses other than default'],
  ])('refuses %o', (properties, message) => {
    expect(() => start({ properties })).toThrow(message);
  });

  test('refuses a rule that is declared twice', () => {
    const { bus } = start();
    expect(() => bus.declareRule({ logicalId: 'Again', arn: ruleArn, properties: ruleProperties })).toThrow(
      'declared twice',
    );
  });
});
