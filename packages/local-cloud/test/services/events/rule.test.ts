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
    expect(() => busBench({ properties })).toThrow(message);
  });

  test('refuses a rule that is declared twice', () => {
    const { bus } = busBench();
    expect(() => bus.declareRule({ logicalId: 'Again', arn: ruleArn, properties: ruleProperties })).toThrow(
      'declared twice',
    );
  });
});
