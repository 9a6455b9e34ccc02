import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { accountId } from '../../../accounts.ts';
import { decider } from '../../policy-decisions.ts';
import { synthesizeStack } from '../../synthesize.ts';
import { idOf } from '../onboarding/template.ts';

const stackOf = (protectedTags: NonNullable<MusterConfig['access']>['protectedTags']) =>
  synthesizeStack('MusterAccess', { access: { protectedTags } });

/** What remains of an administrator's rights on an existing instance. */
function decisionsOf(protectedTags: Parameters<typeof stackOf>[0] = {}, role?: string) {
  const template = stackOf(protectedTags);
  const decide = decider(template, idOf(template, 'AWS::IAM::ManagedPolicy'), role);
  return (action: string, keys: readonly string[] | undefined, more: Readonly<Record<string, string>> = {}) =>
    decide({
      action,
      resource: 'ec2:instance/i-1',
      conditions: { ...(keys === undefined ? {} : { 'aws:TagKeys': keys }), ...more },
      isAllowedAnyway: true,
    });
}

describe('the protection of tags', () => {
  const decide = decisionsOf();

  it.each(['ec2:CreateTags', 'ec2:DeleteTags', 'ssm:AddTagsToResource', 'ssm:RemoveTagsFromResource'])(
    'denies %s for a key that targets use, and for no other',
    (action) => {
      expect(decide(action, ['PatchGroup'])).toBe('explicit-deny');
      expect(decide(action, ['Name', 'muster:exclude'])).toBe('explicit-deny');
      expect(decide(action, ['Name'])).toBe('allow');
    },
  );

  it('denies a key in upper or lower case, because conditions on tags treat both alike', () => {
    expect(decide('ec2:CreateTags', ['patchgroup'])).toBe('explicit-deny');
  });

  it('denies the deletion of all tags at once, which names no key', () => {
    expect(decide('ec2:DeleteTags', undefined)).toBe('explicit-deny');
  });

  it('denies only tags, and only on instances', () => {
    expect(decide('ec2:StopInstances', undefined)).toBe('allow');
    const template = stackOf({});
    const onVolume = decider(
      template,
      idOf(template, 'AWS::IAM::ManagedPolicy'),
    )({
      ...{ action: 'ec2:CreateTags', resource: 'ec2:volume/vol-1', isAllowedAnyway: true },
      conditions: { 'aws:TagKeys': ['PatchGroup'] },
    });
    expect(onVolume).toBe('allow');
  });

  it('grants nothing by itself', () => {
    const template = stackOf({});
    const alone = decider(template, idOf(template, 'AWS::IAM::ManagedPolicy'));
    expect(
      alone({
        ...{ action: 'ec2:CreateTags', resource: 'ec2:instance/i-1' },
        conditions: { 'aws:TagKeys': ['Name'] },
      }),
    ).toBe('implicit-deny');
  });

  it('lets whoever launches an instance tag it, unless that is denied too', () => {
    const launch = { 'ec2:CreateAction': 'RunInstances' };
    expect(decide('ec2:CreateTags', ['PatchGroup'], launch)).toBe('allow');
    expect(decisionsOf({ atLaunch: true })('ec2:CreateTags', ['PatchGroup'], launch)).toBe('explicit-deny');
  });

  it('does not bind the excepted roles', () => {
    const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
    const exceptRoles = ['platform-*', 'deploy/Pipeline'];
    for (const keys of [['PatchGroup'], undefined]) {
      const decideAs = (name: string) => decisionsOf({ exceptRoles }, role(name))('ec2:DeleteTags', keys);
      expect(decideAs('platform-admin')).toBe('allow');
      expect(decideAs('deploy/Pipeline')).toBe('allow');
      expect(decideAs('deploy/Other')).toBe('explicit-deny');
    }
  });

  it('protects additional keys', () => {
    expect(decisionsOf({ keys: ['CostCenter'] })('ec2:CreateTags', ['CostCenter'])).toBe('explicit-deny');
  });

  it('does the same to nodes outside EC2', () => {
    const template = stackOf({});
    const onNode = decider(
      template,
      idOf(template, 'AWS::IAM::ManagedPolicy'),
    )({
      ...{ action: 'ssm:AddTagsToResource', resource: 'ssm:managed-instance/mi-1', isAllowedAnyway: true },
      conditions: { 'aws:TagKeys': ['PatchGroup'] },
    });
    expect(onNode).toBe('explicit-deny');
  });

  it('also comes as text for a service control policy, with the same statements', () => {
    const template = stackOf({});
    const { PolicyDocument } =
      template.toJSON().Resources[idOf(template, 'AWS::IAM::ManagedPolicy')].Properties;
    const id = idOf(template, 'AWS::SSM::Parameter', { Name: '/muster/access/tag-protection-policy' });
    const { Value } = template.toJSON().Resources[id].Properties;
    const text = Value['Fn::Join'][1]
      .map((part: unknown) => (typeof part === 'string' ? part : 'aws'))
      .join('');
    const resolved = JSON.stringify(PolicyDocument, (_, value) =>
      value?.['Fn::Join'] === undefined
        ? value
        : value['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'aws')).join(''),
    );
    expect(JSON.parse(text)).toEqual(JSON.parse(resolved));
  });
});
