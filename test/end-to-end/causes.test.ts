import type { InstanceSpec, UnmanagedCause } from 'local-cloud';
import {
  exampleNetwork,
  type NetworkKind,
  networkKinds,
} from 'local-cloud/test/services/ec2/network-examples.ts';
import {
  declareExampleProfile,
  type ProfileKind,
  profileKinds,
} from 'local-cloud/test/services/iam/profile-examples.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { otherAccountId } from '../accounts.ts';
import { type Application, specOf, startApplication } from './application.ts';
import { type HardNetwork, hardNetwork, hardNetworkNames } from './hard-networks.ts';

/** Longer than the horizon after which an instance that has not registered is called unmanaged. */
const pastHorizonMinutes = 150;

const never = (cause: UnmanagedCause) => ({ registration: { kind: 'never', cause } }) as const;

const { instanceProfileArn: _, ...withoutProfile } = specOf('amazonLinux2023', never('no-instance-profile'));
const imds = (httpTokens: 'required' | 'optional') => ({
  metadata: { httpEndpoint: 'enabled', httpTokens } as const,
});

/** One application with a fleet in which every cause occurs twice; it is too slow to start for each. */
let application: Application;
let launched: Map<string, readonly string[]>;

/** The lines of a kind in the log of the recheck function. */
function logged(message: string): Record<string, unknown>[] {
  const name = application.recheckArn.split(':').at(-1) ?? '';
  const written = application.cloud.observations.linesOf(name).filter((line) => line.startsWith('{'));
  const lines = written.map((line) => JSON.parse(line));
  return lines.filter((line) => line.message === message);
}

/** Launches two instances of each spec, by what they are launched as. */
function launch(fleet: Readonly<Record<string, InstanceSpec>>): Map<string, readonly string[]> {
  const entries = Object.entries(fleet).map(([name, spec]) => {
    const instances = application.cloud.ec2.fleet.launch([spec, spec]);
    return [name, instances.map(({ id }) => id)] as const;
  });
  return new Map(entries);
}

function inNetwork(kind: NetworkKind): InstanceSpec {
  const { cloud } = application;
  const { declaration, placement } = exampleNetwork(kind, cloud);
  cloud.ec2.network.declare(declaration);
  const cause = kind.startsWith('works') ? 'no-agent' : 'no-network';
  return specOf('amazonLinux2023', { ...placement, ...never(cause) });
}

function inHardNetwork(name: HardNetwork): InstanceSpec {
  const { declaration, placement } = hardNetwork(name, application.cloud);
  application.cloud.ec2.network.declare(declaration);
  return specOf('amazonLinux2023', { ...placement, ...never('no-network') });
}

/** A role that may do everything, bounded by a policy that allows storage alone. */
function withBoundary(): InstanceSpec {
  const { directory } = application.cloud.iam;
  const boundaryArn = directory.arn('policy/limits');
  directory.declarePolicy(boundaryArn, {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  });
  const attachedPolicyArns = [directory.awsPolicyArn('AdministratorAccess')];
  const { roleName } = directory.declareRole({ roleName: 'bounded', attachedPolicyArns, boundaryArn });
  const { arn: instanceProfileArn } = directory.declareProfile({ profileName: 'bounded', roleName });
  return specOf('amazonLinux2023', { instanceProfileArn, ...never('no-permission') });
}

function withProfile(kind: ProfileKind): InstanceSpec {
  const instanceProfileArn = declareExampleProfile(application.cloud.iam.directory, kind);
  return specOf('amazonLinux2023', { instanceProfileArn, ...never('no-permission') });
}

function deployedProfile(): string {
  for (const { resources } of application.stacks) {
    for (const resource of resources.values()) {
      if (resource.type === 'AWS::IAM::InstanceProfile') return String(resource.attribute('Arn'));
    }
  }
  throw new Error('no instance profile is deployed');
}

/** The reasons of the entries of instances that were launched as `name`. */
function reasonsOf(name: string): unknown[] {
  const roster = application.roster();
  return (launched.get(name) ?? []).map((id) => {
    const { status, reason } = roster.get(id) ?? {};
    return `${status}: ${reason}`;
  });
}

describe('an instance that never registers is unmanaged, because of', () => {
  beforeAll(async () => {
    application = await startApplication();
    const metadataOff = { metadata: { httpEndpoint: 'disabled', httpTokens: 'required' } } as const;
    launched = launch({
      'no profile': withoutProfile,
      'the metadata service': specOf('amazonLinux2023', { ...metadataOff, ...never('no-metadata') }),
      'the deployed profile': specOf('amazonLinux2023', {
        instanceProfileArn: deployedProfile(),
        ...never('no-agent'),
      }),
      'a hybrid activation': specOf('amazonLinux2023', {
        ...withoutProfile,
        ...never('hybrid-registration'),
      }),
      'a registration that is cleared': specOf('amazonLinux2023', {
        instanceProfileArn: deployedProfile(),
        registration: {
          kind: 'recovers',
          cause: 'hybrid-registration',
          mendedAfterSeconds: (pastHorizonMinutes + 5) * 60,
        },
      }),
      ...Object.fromEntries(profileKinds.map((kind) => [`profile ${kind}`, withProfile(kind)])),
      'profile with a boundary': withBoundary(),
      ...Object.fromEntries(hardNetworkNames.map((name) => [`hard: ${name}`, inHardNetwork(name)])),
      ...Object.fromEntries(networkKinds.map((kind) => [`network ${kind}`, inNetwork(kind)])),
    });
    await application.pass(pastHorizonMinutes);
  });

  it.each([
    ['no profile', 'NoInstanceProfile'],
    ['the metadata service', 'MetadataOff'],
    ['the deployed profile', 'AgentSilent'],
    ['a hybrid activation', 'ManagedAsHybridNode'],
    ['a registration that is cleared', 'ManagedAsHybridNode'],
    ['profile works', 'AgentSilent'],
    ['profile works-legacy', 'AgentSilent'],
    ['profile no-role', 'ProfileWithoutRole'],
    ['profile no-permission', 'RoleLacksPermission'],
    ['profile denied', 'RoleLacksPermission'],
    ['profile no-messages', 'RoleLacksPermission'],
    ['profile with a boundary', 'BoundaryRefuses'],
    ['hard: shared, nothing leads out', 'VpcOfAnotherAccount'],
    ['hard: shared, with a NAT gateway', 'VpcOfAnotherAccount'],
    ['hard: IPv6 alone', 'NoRoute'],
    ['hard: NAT to private addresses', 'NoRoute'],
    ['hard: a transit gateway', 'AgentSilent'],
    ['hard: egress to the VPC alone', 'EgressClosed'],
    ['hard: an endpoint policy for Amazon S3', 'EndpointPolicyRefuses'],
    ['hard: a closed endpoint without private DNS', 'EndpointClosed'],
    ['hard: a network ACL without answers', 'NetworkAclClosed'],
    ['network works-nat', 'AgentSilent'],
    ['network works-endpoints', 'AgentSilent'],
    ['network works-public', 'AgentSilent'],
    ['network no-route', 'NoRoute'],
    ['network nat-gone', 'NoRoute'],
    ['network no-public-address', 'NoPublicAddress'],
    ['network no-endpoint', 'NoEndpoint'],
    ['network no-private-dns', 'PrivateDnsOff'],
    ['network no-dns-support', 'DnsOff'],
    ['network endpoint-closed', 'EndpointClosed'],
    ['network no-egress', 'EgressClosed'],
  ])('%s: %s', (name, reason) => {
    expect(reasonsOf(name)).toEqual([`unmanaged: ${reason}`, `unmanaged: ${reason}`]);
  });

  it('causes that the roster keeps with their place, where there is one', () => {
    const roster = application.roster();
    const detailsOf = (name: string) =>
      (launched.get(name) ?? []).map((id) => roster.get(id)?.['causeDetail']);
    const [first, second] = detailsOf('network no-endpoint');
    expect(first).toMatch(/^vpc-\w{17} has no available endpoint of ssm$/);
    expect(second).toBe(first);
    expect(detailsOf('network works-nat')[0]).toMatch(/^image ami-\w+ \(Linux\/UNIX\)$/);
    expect(detailsOf('no profile')).toEqual([undefined, undefined]);
  });

  it('causes that say how sure they are, and what was not looked at', () => {
    const roster = application.roster();
    const sureOf = (name: string) => {
      const { causeCertainty, notLookedAt, causeDetail } = roster.get(launched.get(name)?.[0] ?? '') ?? {};
      return { causeCertainty, notLookedAt, causeDetail };
    };
    expect(sureOf('network no-route')).toMatchObject({ causeCertainty: 'certain' });
    expect(sureOf('hard: NAT to private addresses')).toMatchObject({
      causeCertainty: 'likely',
      notLookedAt: expect.stringContaining('private hosted zones'),
    });
    expect(sureOf('hard: shared, nothing leads out')).toMatchObject({
      causeCertainty: 'likely',
      notLookedAt: expect.stringContaining(`endpoints that its owner ${otherAccountId} has`),
      causeDetail: expect.stringContaining(`belongs to ${otherAccountId}; no way out is seen`),
    });
    expect(logged('cause found').filter(({ reason }) => reason === 'VpcOfAnotherAccount')).toHaveLength(2);
  });

  it('causes that are logged once for all instances that share one, with the place', () => {
    const [line, ...more] = logged('cause found').filter(({ reason }) => reason === 'NoEndpoint');
    expect(more).toEqual([]);
    const ids = launched.get('network no-endpoint') ?? [];
    expect(line).toMatchObject({ count: 2, instanceIds: expect.arrayContaining([...ids]) });
    expect(line?.['detail']).toMatch(/^vpc-\w{17} has no available endpoint of ssm$/);
    expect(logged('evidence missing')).toEqual([]);
  });

  it('causes that are found with the permissions that are granted, and no others', () => {
    const { cloud, recheckRoleArn } = application;
    expect(cloud.observations.refusals).toEqual({});
    const isForDiagnosis = /^(iam:|ec2:Describe(?!Instances$)|ssm:GetServiceSetting$)/;
    const unused = cloud.access
      .unusedPermissions()
      .filter(({ roleArn, action }) => roleArn === recheckRoleArn && isForDiagnosis.test(action));
    expect(unused).toEqual([]);
  });

  it('causes that cost calls by the resource, and not by the instance', () => {
    const { calls } = application.cloud.observations;
    const roles = 8; // five of the profiles, the bounded one, the deployed one, and `managed`
    const rounds = calls['ssm:GetServiceSetting'] ?? 0;
    expect(rounds).toBeLessThanOrEqual(3);
    expect(calls['iam:ListRolePolicies']).toBeLessThanOrEqual(roles * rounds);
    expect(calls['iam:GetRole']).toBeLessThanOrEqual(roles * rounds);
    for (const part of ['VpcEndpoints', 'RouteTables', 'Subnets', 'NetworkAcls'])
      expect(calls[`ec2:Describe${part}`]).toBe(rounds);
  });

  it('a registration that the remedy clears: the instance registers as itself, and is onboarded', async () => {
    await application.pass(60);
    expect(reasonsOf('a registration that is cleared')).toEqual([
      'onboarded: Onboarded',
      'onboarded: Onboarded',
    ]);
    expect(reasonsOf('a hybrid activation')[0]).toBe('unmanaged: ManagedAsHybridNode');
  });
});

describe('a cause that changes', () => {
  /** How many events told that an instance is unmanaged. */
  const toldCount = () =>
    application.lines('events.put').filter(({ fields }) => fields['detailType'] === 'Instance Unmanaged')
      .length;
  const calls = () => ({ ...application.cloud.observations.calls });

  it('is found within a day and told of, for next to no calls; and who registers is onboarded all the same', async () => {
    application = await startApplication();
    const { cloud } = application;
    const late = { registration: { kind: 'late', delaySeconds: 26 * 3600 + 40 * 60 } } as const;
    const { declaration, placement } = exampleNetwork('no-endpoint', cloud);
    cloud.ec2.network.declare(declaration);
    launched = launch({ it: specOf('amazonLinux2023', { ...placement, ...late }) });
    await application.pass(pastHorizonMinutes);
    expect(reasonsOf('it')).toEqual(['unmanaged: NoEndpoint', 'unmanaged: NoEndpoint']);
    expect(toldCount()).toBe(2);

    // Somebody creates the endpoint that is missing, and forgets its private DNS.
    const [endpoint] = declaration.endpoints ?? [];
    if (endpoint === undefined) throw new Error('the network has endpoints');
    const serviceName = endpoint.serviceName.replace(/\w+$/, 'ssm');
    const vpcEndpointId = endpoint.vpcEndpointId.replace('vpce-0', 'vpce-1');
    cloud.ec2.network.declare({
      endpoints: [{ ...endpoint, vpcEndpointId, serviceName, privateDnsEnabled: false }],
    });
    const before = calls();
    await application.pass(24 * 60);
    expect(reasonsOf('it')).toEqual(['unmanaged: PrivateDnsOff', 'unmanaged: PrivateDnsOff']);
    expect(toldCount()).toBe(4);
    expect(calls()['dynamodb:BatchExecuteStatement']).toBe(
      (before['dynamodb:BatchExecuteStatement'] ?? 0) + 1,
    );
    expect(calls()['ssm:GetServiceSetting']).toBe((before['ssm:GetServiceSetting'] ?? 0) + 1);

    await application.pass(60);
    expect(reasonsOf('it')).toEqual(['onboarded: Onboarded', 'onboarded: Onboarded']);
    expect(application.roster().values().next().value).not.toHaveProperty('causeDetail');
  });
});

describe('with Default Host Management, an instance without a profile is unmanaged, because of', () => {
  it.each([
    ['a role without permissions', 'AmazonS3ReadOnlyAccess', 'required', 'DefaultHostRoleLacksPermission'],
    ['a role that is not there', undefined, 'required', 'DefaultHostRoleLacksPermission'],
    ['IMDSv1', 'AmazonSSMManagedEC2InstanceDefaultPolicy', 'optional', 'ImdsV1Allowed'],
    ['nothing that is seen', 'AmazonSSMManagedEC2InstanceDefaultPolicy', 'required', 'AgentSilent'],
  ] as const)('%s', async (_name, policy, httpTokens, reason) => {
    application = await startApplication();
    const { iam, ssm } = application.cloud;
    const roleName = 'DefaultHost';
    const attachedPolicyArns = policy === undefined ? [] : [iam.directory.awsPolicyArn(policy)];
    if (policy !== undefined)
      iam.directory.declareRole({ roleName, path: '/service-role/', attachedPolicyArns });
    ssm.settings.declare({
      SettingId: '/ssm/managed-instance/default-ec2-instance-management-role',
      SettingValue: `service-role/${roleName}`,
    });
    launched = launch({ it: { ...withoutProfile, ...imds(httpTokens), ...never('no-agent') } });
    await application.pass(pastHorizonMinutes);
    expect(reasonsOf('it')).toEqual([`unmanaged: ${reason}`, `unmanaged: ${reason}`]);
  });
});
