import type { IamDirectory } from '../../../src/services/iam/iam-directory.ts';

/**
 * Instance profiles whose role lets an agent work (`works`, and `works-legacy` with the policy that is out of support),
 * and one for each way in which it does not: no role in the profile; a role for other purposes; a role with all
 * permissions but a deny for Systems Manager; a role that may register but not receive commands.
 */
export const profileKinds = [
  'works',
  'works-legacy',
  'no-role',
  'no-permission',
  'denied',
  'no-messages',
] as const;

export type ProfileKind = (typeof profileKinds)[number];

/** Declares the profile of a kind and returns its ARN for a spec. Declare each kind once. */
export function declareExampleProfile(directory: IamDirectory, kind: ProfileKind): string {
  const profileName = `example-${kind}`;
  if (kind === 'no-role') return directory.declareProfile({ profileName }).arn;
  const { attached, inline } = policiesOf(kind);
  const { roleName } = directory.declareRole({
    roleName: profileName,
    attachedPolicyArns: attached.map((name) => directory.awsPolicyArn(name)),
    inlinePolicies: inline === undefined ? {} : { own: { Version: '2012-10-17', Statement: [inline] } },
  });
  return directory.declareProfile({ profileName, roleName }).arn;
}

function policiesOf(kind: Exclude<ProfileKind, 'no-role'>): { attached: string[]; inline?: object } {
  switch (kind) {
    case 'works':
      return { attached: ['AmazonSSMManagedInstanceCore'] };
    case 'works-legacy':
      return { attached: ['service-role/AmazonEC2RoleforSSM'] };
    case 'no-permission':
      return { attached: ['AmazonS3ReadOnlyAccess'] };
    case 'denied':
      return {
        attached: ['AdministratorAccess'],
        inline: { Effect: 'Deny', Action: 'ssm:*', Resource: '*' },
      };
    case 'no-messages':
      return {
        attached: [],
        inline: { Effect: 'Allow', Action: 'ssm:UpdateInstanceInformation', Resource: '*' },
      };
  }
}
