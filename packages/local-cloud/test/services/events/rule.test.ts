import { describe, expect, test } from 'vitest';
import { ServiceError } from '../../../src/core/service.ts';
import { accountId } from '../../accounts.ts';
import { busBench, queueArn, ruleArn, ruleProperties, targetsWith } from './bus-bench.ts';

describe('reading rules', () => {
  test('describes rules and targets', () => {
    const { call } = busBench({ properties: { Description: 'd' } });
    const rule = {
      Name: 'Running',
      Arn: ruleArn,
      EventPattern: JSON.stringify(ruleProperties.EventPattern),
      Description: 'd',
      State: 'ENABLED',
      EventBusName: 'default',
    };
    expect(call('DescribeRule', { Name: 'Running' })).toEqual({ ...rule, CreatedBy: accountId });
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
    const { call } = busBench();
    const Event = JSON.stringify({
      ...{ id: '1', account: '1', source: 's', time: 't', region: 'r', resources: [], 'detail-type': 'd' },
    });
    expect(call('TestEventPattern', { EventPattern: '{"source":["s"]}', Event })).toEqual({ Result: true });
    expect(call('TestEventPattern', { EventPattern: '{"source":["x"]}', Event })).toEqual({ Result: false });
    expect(() => call('TestEventPattern', { EventPattern: '{"source":"s"}', Event })).toThrow(
      'Event pattern is not valid',
    );
  });

  test.each(['{}', 'text', '["s"]', '{"id":"1","account":"1","source":"s","time":"t","region":"r"}'])(
    'refuses to test a pattern on %s, in the recorded words',
    (Event) => {
      expect(() => busBench().call('TestEventPattern', { EventPattern: '{"source":["s"]}', Event })).toThrow(
        new ServiceError('ValidationException', 'Parameter Event is not valid.'),
      );
    },
  );

  test('a tested event needs no resources, as recorded', () => {
    const Event = JSON.stringify({
      ...{ id: '1', account: '1', source: 's', time: 't', region: 'r', 'detail-type': 'd' },
    });
    expect(busBench().call('TestEventPattern', { EventPattern: '{"source":["s"]}', Event })).toEqual({
      Result: true,
    });
  });

  test('refuses to describe a rule of a bus that is not there', () => {
    expect(() => busBench().call('DescribeRule', { Name: 'Running', EventBusName: 'other' })).toThrow(
      'Event bus other does not exist.',
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
    [
      { EventPattern: { source: ['x'.repeat(4082)] } },
      "at 'eventPattern' failed to satisfy constraint: Member must have length less than or equal to 4096",
    ],
    [
      { EventPattern: { source: ['x'.repeat(2034)] } },
      'The requested resource exceeds the maximum number allowed.',
    ],
    [{ Description: 'd'.repeat(513) }, "'description' failed to satisfy constraint: Member must have length"],
    [
      { State: 'ON' },
      "Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ",
    ],
    [{ Targets: Array(6).fill(ruleProperties.Targets[0]) }, 'maximum number allowed'],
    [{ Targets: Array(2).fill(ruleProperties.Targets[0]) }, 'unique'],
    [
      { Targets: [{ Id: 'T' }] },
      "Value null at 'targets.1.member.arn' failed to satisfy constraint: Member must not be null",
    ],
    [
      targetsWith({ RetryPolicy: { MaximumRetryAttempts: 186 } }).properties,
      "Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185",
    ],
    [
      targetsWith({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }).properties,
      "Value '59' at 'targets.1.member.retryPolicy.maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
    ],
    [targetsWith({ Input: `"${'x'.repeat(8191)}"` }).properties, "at 'targets.1.member.input'"],
    [
      targetsWith({ InputTransformer: { InputTemplate: `"${'x'.repeat(8191)}"` } }).properties,
      "at 'targets.1.member.inputTransformer.inputTemplate'",
    ],
    [targetsWith({ Id: 'a b' }).properties, "Value 'a b' at 'targets.1.member.id' failed"],
    [targetsWith({ SqsParameters: {} }).properties, 'does not emulate SqsParameters'],
    [{ ScheduleExpression: 'rate(1 hour)' }, 'does not emulate ScheduleExpression'],
    [{ EventBusName: 'other' }, 'does not emulate event buses other than default'],
  ])('refuses %o', (properties, message) => {
    expect(() => busBench({ properties })).toThrow(message);
  });

  test('take a pattern of 2,048 characters', () => {
    const EventPattern = { source: ['x'.repeat(2033)] };
    expect(JSON.stringify(EventPattern)).toHaveLength(2048);
    expect(() => busBench({ properties: { EventPattern } })).not.toThrow();
  });

  test('refuses a name of 65 characters', () => {
    const { bus } = busBench();
    const arn = `${ruleArn}${'x'.repeat(65)}`;
    expect(() => bus.declareRule({ logicalId: 'Long', arn, properties: ruleProperties })).toThrow(
      "at 'name' failed to satisfy constraint: Member must have length less than or equal to 64",
    );
  });

  test('refuses more than 300 rules', () => {
    const { bus } = busBench();
    const declare = (n: number) =>
      bus.declareRule({ logicalId: 'Rule', arn: `${ruleArn}${n}`, properties: ruleProperties });
    for (let n = 1; n < 300; n++) declare(n);
    expect(() => declare(300)).toThrow(
      new ServiceError(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      ),
    );
  });

  test('refuses a rule that is declared twice', () => {
    const { bus } = busBench();
    expect(() => bus.declareRule({ logicalId: 'Again', arn: ruleArn, properties: ruleProperties })).toThrow(
      'declared twice',
    );
  });
});
