import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesizeOnboarding } from '../../synthesize.ts';
import { arnOf, ids } from './template.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

/** The rules of state changes, by logical id. */
function launchRules() {
  return template.findResources('AWS::Events::Rule', {
    Properties: { EventPattern: { source: ['aws.ec2'] } },
  });
}

describe('the rules of launches', () => {
  const pattern = (state: string[]) => ({
    EventPattern: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state },
    },
    State: 'ENABLED',
  });

  it('are two: one for starts, one for ends', () => {
    expect(Object.keys(launchRules())).toHaveLength(2);
    template.hasResourceProperties('AWS::Events::Rule', pattern(['running']));
    template.hasResourceProperties('AWS::Events::Rule', pattern(['stopped', 'terminated']));
  });

  it('put the whole event into the launch queue, for 24 hours, and then into their own dead letters', () => {
    const target = {
      Arn: arnOf(ids.launchQueue),
      DeadLetterConfig: { Arn: arnOf(ids.undelivered) },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      Id: 'Target0',
    };
    const targets = Object.values(launchRules()).map(({ Properties }) => Properties.Targets);
    expect(targets).toEqual([[target], [target]]);
  });
});

describe('the launch queue', () => {
  it('delays every message by 180 s, is encrypted by SQS, and hides a message for 6 timeouts plus a window', () => {
    template.hasResource('AWS::SQS::Queue', {
      Properties: {
        DelaySeconds: 180,
        SqsManagedSseEnabled: true,
        KmsMasterKeyId: Match.absent(),
        FifoQueue: Match.absent(),
        VisibilityTimeout: 6 * 120 + 180,
        MessageRetentionPeriod: 14 * 86_400,
        RedrivePolicy: { deadLetterTargetArn: arnOf(ids.launchDeadLetters), maxReceiveCount: 5 },
      },
    });
  });

  it.each([0, 60, 900])('accepts a delay of %i s', (launchDelaySeconds) => {
    const { Resources } = synthesizeOnboarding({ launchDelaySeconds }).toJSON();
    expect(Resources[ids.launchQueue].Properties.DelaySeconds).toBe(launchDelaySeconds);
  });

  it('hides messages longer when the window is longer', () => {
    const { Resources } = synthesizeOnboarding({ batchingWindowSeconds: 300 }).toJSON();
    expect(Resources[ids.launchQueue].Properties.VisibilityTimeout).toBe(6 * 120 + 300);
  });
});
