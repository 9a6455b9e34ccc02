import type { Host } from '../core/host.ts';
import type { InstanceProfiles } from '../services/ec2/instance-profiles.ts';
import type { IamDirectory, InstanceProfile } from '../services/iam/iam-directory.ts';
import { isTrustedBy, mayRegister } from './agent-roles.ts';

/** What EC2 asks IAM about instance profiles: which there are, and whether agents can work with their roles. */
export function instanceProfiles(host: Host, directory: IamDirectory): InstanceProfiles {
  const find = ({ Arn: arn, Name: name }: Parameters<InstanceProfiles['find']>[0]) =>
    directory.profiles.find((profile) =>
      arn === undefined ? profile.profileName === name : profile.arn === arn,
    );
  const roleIn = (profile: InstanceProfile | undefined) =>
    profile?.roleName === undefined ? undefined : directory.findRole(profile.roleName);
  return {
    adopt: (profileArn) => directory.adoptProfile(profileArn),
    find(asked) {
      const profile = find(asked);
      return profile && { arn: profile.arn, roleArn: roleIn(profile)?.arn };
    },
    letsRegister(profileArn) {
      const role = roleIn(find({ Arn: profileArn }));
      const { partition, region, accountId } = host;
      const resource = `arn:${partition}:ec2:${region}:${accountId}:instance/*`;
      return (
        role !== undefined &&
        isTrustedBy(host, role, 'ec2.amazonaws.com') &&
        mayRegister(host, { directory, role, resource })
      );
    },
  };
}
