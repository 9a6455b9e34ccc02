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
      account: [{ Ref: 'AWS::AccountId' }],
      region: [{ Ref: 'AWS::Region' }],
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

describe('the rules of tags', () => {
  /** What each rule of tags hears of, besides that it is of an instance. */
  const details = (found: Template) =>
    Object.values(
      found.findResources('AWS::Events::Rule', { Properties: { EventPattern: { source: ['aws.tag'] } } }),
    ).map(({ Properties }) => Properties.EventPattern.detail);
  /** The keys that each rule hears of. */
  const keysHeard = (found: Template): string[][] =>
    details(found).flatMap((detail) => ('changed-tag-keys' in detail ? [detail['changed-tag-keys']] : []));

  it('hear of the keys that profiles and exclusions read, of instances of this account and region', () => {
    expect(keysHeard(template)).toEqual([['aws:elasticmapreduce:job-flow-id', 'muster:exclude']]);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        account: [{ Ref: 'AWS::AccountId' }],
        region: [{ Ref: 'AWS::Region' }],
        'detail-type': ['Tag Change on Resource'],
        detail: { service: ['ec2'], 'resource-type': ['instance'] },
      },
    });
  });

  it('are none when the configuration reads no tag', () => {
    const untagged = synthesizeOnboarding({
      excludeTags: [],
      imageBuildTags: [],
      profiles: [{ name: 'default' }],
    });
    expect(details(untagged)).toEqual([]);
  });

  it('hear of the values that tell of an image being built, and not of every new name', () => {
    expect(details(template).flatMap(({ $or }) => $or ?? [])).toEqual([
      { tags: { Name: ['Packer Builder'] } },
      { tags: { CreatedBy: ['EC2 Image Builder'] } },
      { tags: { Ec2ImageBuilderArn: [{ exists: true }] } },
    ]);
  });

  it('write a single value, and patterns, as EventBridge reads them', () => {
    const one = synthesizeOnboarding({ imageBuildTags: [{ key: 'Name', value: 'a\\b**-c*' }] });
    expect(details(one).at(-1)).toEqual({
      service: ['ec2'],
      'resource-type': ['instance'],
      tags: { Name: [{ wildcard: 'a\\\\b*-c*' }] },
    });
  });

  it('share many and long keys, so that each pattern stays under 2,048 characters', () => {
    const excludeTags = Array.from({ length: 40 }, (_, index) => ({
      key: `${index}é"${'k'.repeat(120)}`,
      value: '*',
    }));
    const profiles = [{ name: 'default' }];
    const imageBuildTags = excludeTags;
    const rules = synthesizeOnboarding({ excludeTags, imageBuildTags, profiles }).findResources(
      'AWS::Events::Rule',
    );
    const patterns = Object.values(rules).map(({ Properties }) => JSON.stringify(Properties.EventPattern));
    expect(patterns.length).toBeGreaterThan(3);
    for (const pattern of patterns) expect(pattern.length).toBeLessThan(2048);
    const keys = Object.values(rules).flatMap(
      ({ Properties }) => Properties.EventPattern.detail['changed-tag-keys'] ?? [],
    );
    expect(keys).toEqual(excludeTags.map(({ key }) => key).sort());
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
        RedrivePolicy: { deadLetterTargetArn: arnOf(ids.launchDeadLetters), maxReceiveCount: 36 },
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
