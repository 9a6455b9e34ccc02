import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { handOut } from '../../constructs/kept.ts';
import type { AccessSettings } from './access-schema.ts';

/** Which tags are protected, and from whom. */
export interface TagProtectionProps extends Omit<AccessSettings['protectedTags'], 'keys'> {
  readonly keys: readonly string[];
  /** For example `/muster`: the parameters are `/muster/access/tag-protection-...`. */
  readonly parameterPath: string;
}

/**
 * Denies changes of the tags that make instances targets. It comes as a managed policy for people's groups,
 * roles and permission sets, and as a text for a service control policy. It does nothing until it is
 * attached.
 */
export class TagProtection extends Construct {
  constructor(scope: Construct, id: string, props: TagProtectionProps) {
    super(scope, id);
    const document = new PolicyDocument({ statements: denials(Stack.of(this).partition, props) });
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'Denies to change the tags by which instances become targets.',
      document,
    });
    handOut(policy);
    const path = `${props.parameterPath}/access`;
    new StringParameter(this, 'PolicyArn', {
      parameterName: `${path}/tag-protection-policy-arn`,
      stringValue: policy.managedPolicyArn,
    });
    new StringParameter(this, 'Document', {
      parameterName: `${path}/tag-protection-policy`,
      description: 'The same as a text, for a service control policy.',
      stringValue: Stack.of(this).toJsonString(document),
      // A text of more than 4 KB needs the advanced tier; most are shorter.
      tier: ParameterTier.INTELLIGENT_TIERING,
    });
  }
}

/**
 * The greatest length of the policy. IAM does not count white space, and `aws-us-gov` is the longest
 * partition.
 */
export function protectionLength(props: Omit<TagProtectionProps, 'parameterPath'>): number {
  return JSON.stringify(new PolicyDocument({ statements: denials('aws-us-gov', props) })).length;
}

/**
 * Keys are compared without regard to case, because IAM compares the keys of its conditions that way: an
 * instance tagged `app` passes a condition on `ssm:resourceTag/App`.
 */
function denials(
  partition: string,
  { keys, exceptRoles, atLaunch }: Omit<TagProtectionProps, 'parameterPath'>,
): PolicyStatement[] {
  const roles = exceptRoles.map((role) => `arn:${partition}:iam::*:role/${role}`);
  const others = roles.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': roles } };
  const namesOne = { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': keys } };
  // The key tells which action creates the tagged instance. It is absent when the instance exists already.
  const existing = atLaunch ? {} : { Null: { 'ec2:CreateAction': 'true' } };
  const instances = `arn:${partition}:ec2:*:*:instance/*`;
  const nodes = `arn:${partition}:ssm:*:*:managed-instance/*`;
  const deny = (sid: string, actions: string[], resources: string[], conditions: object) =>
    new PolicyStatement({
      ...{ sid, effect: Effect.DENY, actions, resources, conditions: { ...conditions, ...others } },
    });
  return [
    deny('AddTargetTags', ['ec2:CreateTags'], [instances], { ...namesOne, ...existing }),
    deny('DeleteTargetTags', ['ec2:DeleteTags'], [instances], namesOne),
    // DeleteTags without keys deletes all tags.
    deny('DeleteAllTags', ['ec2:DeleteTags'], [instances], { Null: { 'aws:TagKeys': 'true' } }),
    deny(
      'ChangeTargetTagsOfNodes',
      ['ssm:AddTagsToResource', 'ssm:RemoveTagsFromResource'],
      [nodes, instances],
      namesOne,
    ),
  ];
}
