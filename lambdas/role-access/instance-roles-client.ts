import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetInstanceProfileCommand,
  IAMClient,
  paginateListInstanceProfilesForRole,
} from '@aws-sdk/client-iam';
import { connect } from '../shared/clients/connect.ts';
import { readPages } from '../shared/clients/read-pages.ts';

/** The role of an instance, or why there is none. */
export type InstanceRole = { readonly roleName: string } | { readonly lack: 'profile' | 'role' };

/** The instances that have a role. */
export interface RoleUsers {
  /** In no order, and no more than were asked for. */
  readonly instanceIds: readonly string[];
  /** Whether there are more. */
  readonly hasMore: boolean;
}

/** Which instance has which role. */
export interface InstanceRoles {
  /** @throws the error of EC2 when there is no such instance. */
  roleOf(instanceId: string): Promise<InstanceRole>;
  /** The instances that have a role and are not terminated. */
  usersOf(roleName: string): Promise<RoleUsers>;
}

/** DescribeInstances shows that many in one page (API reference). It is enough to name some. */
const pageInstances = 1000;
const liveStates = ['pending', 'running', 'stopping', 'stopped'];

/** Asks EC2 for instances and IAM for their instance profiles. */
export function createInstanceRoles(ec2 = connect(EC2Client), iam = connect(IAMClient)): InstanceRoles {
  return {
    async roleOf(instanceId) {
      const found = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
      const profileArn = found.Reservations?.[0]?.Instances?.[0]?.IamInstanceProfile?.Arn;
      if (profileArn === undefined) return { lack: 'profile' };
      const InstanceProfileName = profileArn.split('/').at(-1);
      const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
      const roleName = InstanceProfile?.Roles?.[0]?.RoleName;
      return roleName === undefined ? { lack: 'role' } : { roleName };
    },
    async usersOf(RoleName) {
      const pages = paginateListInstanceProfilesForRole({ client: iam }, { RoleName });
      const profiles = await readPages(pages, ({ InstanceProfiles }) => InstanceProfiles);
      const Values = profiles.flatMap(({ Arn }) => Arn ?? []);
      if (Values.length === 0) return { instanceIds: [], hasMore: false };
      const Filters = [
        { Name: 'iam-instance-profile.arn', Values },
        { Name: 'instance-state-name', Values: liveStates },
      ];
      const command = new DescribeInstancesCommand({ Filters, MaxResults: pageInstances });
      const { Reservations = [], NextToken } = await ec2.send(command);
      const instances = Reservations.flatMap(({ Instances }) => Instances ?? []);
      const instanceIds = instances.flatMap(({ InstanceId }) => InstanceId ?? []);
      return { instanceIds, hasMore: NextToken !== undefined };
    },
  };
}
