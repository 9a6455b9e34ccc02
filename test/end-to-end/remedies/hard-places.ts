import type { LocalCloud } from 'local-cloud';
import { changeAll, placeIn } from './networks.ts';
import type { Patient } from './remedy.ts';

/** What an instance needs is there, and its agent registers, 29 hours after its start. */
export const registration = (
  cause: 'no-agent' | 'no-network' | 'no-permission' | 'no-metadata' | 'hybrid-registration',
) => ({ registration: { kind: 'recovers', cause, mendedAfterSeconds: 29 * 3600 } }) as const;

/** A policy document that allows actions to all, on everything. */
export function policyOf(...actions: readonly string[]): object {
  const statement = { Effect: 'Allow', Principal: '*', Action: actions, Resource: '*' };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** A role that may do everything, bounded by a policy of its own that allows storage alone. */
export const withBoundary = (name: string) => (cloud: LocalCloud) => {
  const { directory } = cloud.iam;
  const boundaryArn = directory.arn(`policy/${name}`);
  directory.declarePolicy(boundaryArn, policyOf('s3:*'));
  const attachedPolicyArns = [directory.awsPolicyArn('AdministratorAccess')];
  const { roleName } = directory.declareRole({ roleName: name, attachedPolicyArns, boundaryArn });
  const { arn: instanceProfileArn } = directory.declareProfile({ profileName: name, roleName });
  return { instanceProfileArn, ...registration('no-permission') };
};

/** Behind endpoints that allow storage alone. */
export const behindStorageEndpoint = (cloud: LocalCloud) => ({
  ...placeIn(cloud, 'works-endpoints', ({ endpoints = [], ...all }) => ({
    ...all,
    endpoints: endpoints.map((endpoint) => ({
      ...endpoint,
      policyDocument: JSON.stringify(policyOf('s3:*')),
    })),
  })),
  ...registration('no-network'),
});

/** Gives the endpoints of the VPC of an instance another policy. */
export function writeEndpointPolicy({ cloud, instance }: Patient, policy: object): void {
  changeAll(cloud.ec2.network.endpoints, instance.spec.vpcId, (endpoint) => ({
    ...endpoint,
    policyDocument: JSON.stringify(policy),
  }));
}

/** An entry of a network ACL that allows TCP to and from everywhere. */
export const tcp = { action: 'allow', protocol: '6', cidrBlock: '0.0.0.0/0' } as const;

/** A network ACL that lets calls out, and no answers in. */
export const withShutAcl: Parameters<typeof placeIn>[2] = ({ vpcs = [], ...all }) => ({
  ...all,
  vpcs,
  networkAcls: vpcs.map(({ vpcId }) => ({
    ...{ networkAclId: vpcId.replace('vpc-', 'acl-'), vpcId, isDefault: true, subnetIds: [] },
    entries: [{ ...tcp, ruleNumber: 1, egress: true, ports: { from: 443, to: 443 } }],
  })),
});
