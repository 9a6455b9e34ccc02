import { describe, expect, it } from 'vitest';
import { falcon } from '../capabilities/onboarding/agents/falcon.ts';
import { everything } from '../everything.ts';
import { synthesize } from '../synthesize.ts';

/** Every resource of every template, with everything on. */
const templates = [...synthesize(everything), ...synthesize({ agents: { falcon } })];
const resources = templates.flatMap(([stack, template]) =>
  Object.entries<Record<string, unknown>>(template.toJSON().Resources).map(([logicalId, resource]) => ({
    ...{ name: `${stack}/${logicalId}`, type: String(resource['Type']) },
    ...{ policy: resource['DeletionPolicy'], replacePolicy: resource['UpdateReplacePolicy'] },
    text: JSON.stringify(resource),
  })),
);

/** Where a first deployment that fails may leave something, and why. */
const plainlyRetained: Readonly<Record<string, string>> = {
  'MusterOnboarding/RosterTable5088F754':
    'It is protected from deletion. CloudFormation could not delete it, and the roll-back would fail too.',
  'MusterParameters/retailshopKey733B624F':
    'The roll-back leaves the secrets that were made. Without the key nobody could read them again.',
};

/** Roles that instances have, and not functions or services. */
const isRoleOfInstances = (text: string) =>
  text.includes('"ec2.amazonaws.com"') || text.includes('AmazonSSMManagedEC2InstanceDefaultPolicy');

describe('what outlives its stack', () => {
  it('is left behind by a failed first deployment only for a reason', () => {
    const plain = resources.filter(({ policy }) => policy === 'Retain').map(({ name }) => name);
    expect([...new Set(plain)].sort()).toEqual(Object.keys(plainlyRetained).sort());
  });

  it('is kept when an update replaces it, too', () => {
    const kept = resources.filter(({ policy }) => String(policy).startsWith('Retain'));
    expect(kept.length).toBeGreaterThan(20);
    for (const { name, replacePolicy } of kept) expect([name, replacePolicy]).toEqual([name, 'Retain']);
  });

  it('includes every key and every bucket, whose contents are of others', () => {
    const holders = resources.filter(({ type }) => /^AWS::(KMS::Key|S3::Bucket)$/.test(type));
    expect(holders.length).toBeGreaterThan(6);
    for (const { name, policy } of holders)
      expect([name, policy]).toEqual([name, expect.stringMatching(/^Retain/)]);
  });

  it('includes everything of IAM that others attach or use', () => {
    const handedOut = resources.filter(
      ({ type, text }) =>
        type === 'AWS::IAM::ManagedPolicy' ||
        type === 'AWS::IAM::InstanceProfile' ||
        (type === 'AWS::IAM::Role' && isRoleOfInstances(text)),
    );
    // The policies that the CDK makes of long ones are for the roles of functions.
    expect(handedOut.length).toBeGreaterThan(9);
    for (const { name, policy } of handedOut) expect([name, policy]).toEqual([name, 'RetainExceptOnCreate']);
  });

  it('has no fixed name in IAM, which a later stack could not give again', () => {
    const named = resources.filter(({ text }) =>
      /"(ManagedPolicyName|RoleName|InstanceProfileName)":/.test(text),
    );
    expect(named.filter(({ policy }) => policy !== undefined).map(({ name }) => name)).toEqual([]);
  });
});
