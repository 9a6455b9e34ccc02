import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  EC2Client,
  ModifyInstanceMetadataOptionsCommand,
} from '@aws-sdk/client-ec2';
import { type LocalCloud, sdkSettings } from 'local-cloud';
import type { NetworkKind } from 'local-cloud/test/services/ec2/network-examples.ts';
import { declareExampleProfile, type ProfileKind } from 'local-cloud/test/services/iam/profile-examples.ts';
import type { causeReasons } from '../../../lambdas/shared/domain/diagnosis/cause-reasons.ts';
import { otherAccountId } from '../../accounts.ts';
import { change } from './acts.ts';
import {
  behindStorageEndpoint,
  policyOf,
  registration,
  tcp,
  withBoundary,
  withShutAcl,
  writeEndpointPolicy,
} from './hard-places.ts';
import { allowHttps, answerDns, changeAll, createEndpoints, placeIn, routeThroughNat } from './networks.ts';
import type { Launch, Patient, Remedies, Remedy } from './remedy.ts';

const inNetwork = (kind: NetworkKind) => (cloud: LocalCloud) => ({
  ...placeIn(cloud, kind),
  ...registration('no-network'),
});
const withProfile = (kind: ProfileKind) => (cloud: LocalCloud) => ({
  instanceProfileArn: declareExampleProfile(cloud.iam.directory, kind),
  ...registration('no-permission'),
});
const withoutProfile = (httpTokens: 'required' | 'optional') => (): Launch => ({
  hasProfile: false,
  metadata: { httpEndpoint: 'enabled', httpTokens },
  ...registration('no-permission'),
});

/** The instance profile and the policy that the deployment hands out (/muster/instance-access). */
function handedOut({ application }: Patient, type: 'InstanceProfile' | 'ManagedPolicy'): string {
  const resources = application.stacks.flatMap((stack) => [...stack.resources.values()]);
  const found = resources.find((resource) => resource.type === `AWS::IAM::${type}`);
  if (found === undefined) throw new Error(`the deployment has no ${type}`);
  return type === 'InstanceProfile' ? String(found.attribute('Arn')) : found.ref;
}

/** Attaches the instance profile that is handed out, in the place of another one. */
async function attachProfile(patient: Patient): Promise<void> {
  const { cloud, instance } = patient;
  const ec2 = new EC2Client(sdkSettings(cloud));
  const Filters = [{ Name: 'instance-id', Values: [instance.id] }];
  const found = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({ Filters }));
  for (const { AssociationId } of found.IamInstanceProfileAssociations ?? [])
    await ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }));
  const IamInstanceProfile = { Arn: handedOut(patient, 'InstanceProfile') };
  await ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId: instance.id, IamInstanceProfile }));
}

/** Has the metadata service want a token, as `aws ec2 modify-instance-metadata-options` does. */
async function requireImdsv2({ cloud, instance }: Patient): Promise<void> {
  const command = new ModifyInstanceMetadataOptionsCommand({
    InstanceId: instance.id,
    HttpTokens: 'required',
  });
  await new EC2Client(sdkSettings(cloud)).send(command);
}

/** The agent of an instance that had a profile tries again within half an hour. */
const exchangingProfile = { mend: attachProfile, afterDay: 'Onboarded' } as const;

function roleNamed({ cloud }: Patient, name: string) {
  return cloud.iam.directory.role(name);
}

const defaultHostRole = 'DefaultHost';
const defaultHostPolicy = 'AmazonSSMManagedEC2InstanceDefaultPolicy';

/** Turns on Default Host Management with a role that has one policy. */
function turnOnDefaultHost({ cloud: { iam, ssm } }: Patient, policy: string): void {
  const attachedPolicyArns = [iam.directory.awsPolicyArn(policy)];
  iam.directory.declareRole({ roleName: defaultHostRole, path: '/service-role/', attachedPolicyArns });
  const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';
  ssm.settings.declare({ SettingId, SettingValue: `service-role/${defaultHostRole}` });
}

/** The endpoints that an agent needs. */
const endpoints = ['ssm', 'ssmmessages'];

const byNat: Pick<Remedy, 'how' | 'mend'> = { how: 'route through a NAT gateway', mend: routeThroughNat };
const byEndpoints: Pick<Remedy, 'how' | 'mend'> = {
  how: 'create the endpoints',
  mend: (patient) => createEndpoints(patient, endpoints),
};

/** How the remedies of causes are carried out. */
export const remediesOfCauses: Remedies<keyof typeof causeReasons> = {
  NoInstanceProfile: [
    { how: 'attach the instance profile', launch: withoutProfile('required'), mend: attachProfile },
    {
      how: 'turn on Default Host Management',
      isAlone: true,
      launch: withoutProfile('required'),
      mend: (patient) => turnOnDefaultHost(patient, defaultHostPolicy),
    },
  ],
  ProfileWithoutRole: [
    { how: 'attach the instance profile', launch: withProfile('no-role'), ...exchangingProfile },
    {
      how: 'put a role into the one it has',
      launch: ({ iam }) => ({
        instanceProfileArn: iam.directory.declareProfile({ profileName: 'empty' }).arn,
        ...registration('no-permission'),
      }),
      mend: ({ cloud: { iam } }) => {
        const attachedPolicyArns = [iam.directory.awsPolicyArn('AmazonSSMManagedInstanceCore')];
        iam.directory.declareRole({ roleName: 'added', attachedPolicyArns });
        iam.directory.updateProfile('empty', 'added');
      },
    },
  ],
  RoleLacksPermission: [
    {
      how: 'attach the policy to the role',
      launch: withProfile('no-permission'),
      mend: (patient) =>
        void roleNamed(patient, 'example-no-permission').attachedPolicyArns.add(
          handedOut(patient, 'ManagedPolicy'),
        ),
    },
    {
      how: 'remove what denies',
      launch: withProfile('denied'),
      mend: (patient) => roleNamed(patient, 'example-denied').inlinePolicies.clear(),
    },
  ],
  BoundaryRefuses: [
    {
      how: 'allow the actions in the boundary',
      launch: withBoundary('limits'),
      mend: ({ cloud: { iam } }) =>
        iam.directory.updatePolicy(iam.directory.arn('policy/limits'), policyOf('*')),
    },
    {
      how: 'give the instance a role without it',
      launch: withBoundary('bounds'),
      ...exchangingProfile,
    },
  ],
  DefaultHostRoleLacksPermission: [
    {
      how: 'give it a role with the policy',
      isAlone: true,
      launch: withoutProfile('required'),
      break: (patient) => turnOnDefaultHost(patient, 'AmazonS3ReadOnlyAccess'),
      mend: (patient) =>
        void roleNamed(patient, defaultHostRole).attachedPolicyArns.add(
          patient.cloud.iam.directory.awsPolicyArn(defaultHostPolicy),
        ),
    },
  ],
  ImdsV1Allowed: [
    {
      how: 'require IMDSv2',
      isAlone: true,
      launch: withoutProfile('optional'),
      break: (patient) => turnOnDefaultHost(patient, defaultHostPolicy),
      mend: requireImdsv2,
    },
  ],
  MetadataOff: [
    {
      how: 'turn the metadata service on',
      launch: () => ({
        metadata: { httpEndpoint: 'disabled', httpTokens: 'required' },
        ...registration('no-metadata'),
      }),
      mend: (patient) => change(patient, { metadata: { httpEndpoint: 'enabled', httpTokens: 'required' } }),
    },
  ],
  NoRoute: [
    { launch: inNetwork('no-route'), ...byEndpoints },
    { launch: inNetwork('nat-gone'), ...byNat },
  ],
  NoPublicAddress: [
    { launch: inNetwork('no-public-address'), ...byEndpoints },
    { launch: inNetwork('no-public-address'), ...byNat },
    {
      how: 'give the instance a public address',
      launch: inNetwork('no-public-address'),
      mend: (patient) => change(patient, { hasPublicAddress: true }),
    },
  ],
  NoEndpoint: [
    {
      how: 'create the endpoint that is missing',
      launch: inNetwork('no-endpoint'),
      mend: (patient) => createEndpoints(patient, ['ssm']),
    },
  ],
  PrivateDnsOff: [
    {
      how: 'turn on private DNS',
      launch: inNetwork('no-private-dns'),
      mend: ({ cloud, instance }) =>
        changeAll(cloud.ec2.network.endpoints, instance.spec.vpcId, (endpoint) => ({
          ...endpoint,
          privateDnsEnabled: true,
        })),
    },
  ],
  DnsOff: [{ how: 'turn on enableDnsSupport', launch: inNetwork('no-dns-support'), mend: answerDns }],
  EgressClosed: [
    {
      how: 'add an outbound rule',
      launch: inNetwork('no-egress'),
      mend: (patient) => allowHttps(patient, 'egress'),
    },
  ],
  EndpointClosed: [
    {
      how: 'add an inbound rule',
      launch: inNetwork('endpoint-closed'),
      mend: (patient) => allowHttps(patient, 'ingress'),
    },
  ],
  EndpointPolicyRefuses: [
    {
      how: 'allow the actions in the policy',
      launch: behindStorageEndpoint,
      mend: (patient) => writeEndpointPolicy(patient, policyOf('ssm:*', 'ssmmessages:*')),
    },
    {
      how: 'give the endpoint the default policy',
      launch: behindStorageEndpoint,
      mend: (patient) => writeEndpointPolicy(patient, policyOf('*')),
    },
  ],
  NetworkAclClosed: [
    {
      how: 'let TCP 443 out, and the answers back in',
      launch: (cloud) => ({
        ...placeIn(cloud, 'works-nat', withShutAcl),
        ...registration('no-network'),
      }),
      mend: ({ cloud, instance }) =>
        changeAll(cloud.ec2.network.networkAcls, instance.spec.vpcId, (acl) => ({
          ...acl,
          entries: [
            { ...tcp, ruleNumber: 1, egress: true, ports: { from: 443, to: 443 } },
            { ...tcp, ruleNumber: 1, egress: false, ports: { from: 32_768, to: 65_535 } },
          ],
        })),
    },
  ],
  VpcOfAnotherAccount: [
    {
      how: 'ask the owner, and look at the agent',
      launch: (cloud) => ({
        ...placeIn(cloud, 'works-nat', ({ vpcs = [], ...all }) => ({
          ...all,
          vpcs: vpcs.map((vpc) => ({ ...vpc, ownerId: otherAccountId })),
        })),
        ...registration('no-agent'),
      }),
      mend: () => undefined, // the agent is there 29 hours after the start
      afterDay: 'VpcOfAnotherAccount',
    },
  ],
  ManagedAsHybridNode: [
    {
      how: 'clear the registration, and restart the agent',
      launch: () => registration('hybrid-registration'),
      mend: () => undefined, // it is done 29 hours after the start
      afterDay: 'ManagedAsHybridNode',
    },
  ],
  CauseNotKnown: [
    {
      how: 'allow what the log says is missing',
      isAlone: true,
      launch: () => registration('no-agent'),
      break: ({ refusals }) => void refusals.ofCalls.add('DescribeRouteTables'),
      mend: ({ refusals }) => refusals.ofCalls.clear(),
    },
  ],
  AgentSilent: [
    {
      how: 'install and start the agent',
      launch: () => registration('no-agent'),
      mend: () => undefined, // it is there 29 hours after the start
    },
  ],
};
