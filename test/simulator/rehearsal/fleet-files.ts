import { type Platform, Random } from 'local-cloud';
import { InputError, type InputFile } from '../../../simulator/rehearsal/input/input-file.ts';
import { RealSpecs } from '../../../simulator/rehearsal/plan/real-specs.ts';
import { type RehearsalInput, readRehearsal } from '../../../simulator/rehearsal/rehearsal-input.ts';
import type { InstallerAnswer } from '../../../simulator/rehearsal/systems/installers.ts';
import { accountId, otherAccountId } from '../../accounts.ts';

/** Where the rehearsals of the tests take place. The instances of the files are elsewhere: in another account, region and partition. */
const place = { partition: 'aws', region: 'us-east-1', accountId };

/** The instance profiles of real fleets, none of which the local cloud knows. */
export const PROFILES = {
  foreign: { Arn: `arn:aws:iam::${otherAccountId}:instance-profile/web` },
  own: { Arn: `arn:aws:iam::${accountId}:instance-profile/web` },
  government: { Arn: `arn:aws-us-gov:iam::${otherAccountId}:instance-profile/path/web` },
  china: { Arn: `arn:aws-cn:iam::${otherAccountId}:instance-profile/web` },
} as const;

/** A made-up instance id. */
export function idOf(number: number): string {
  return `i-${number.toString(16).padStart(17, '0')}`;
}

/** An instance as the CLI prints it, with more members than are read. It is in another account and region. */
export function instance(number: number, changes: object = {}): object {
  return {
    InstanceId: idOf(number),
    State: { Code: 16, Name: 'running' },
    Architecture: 'x86_64',
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 't3.micro',
    LaunchTime: '2026-01-01T00:00:00+00:00',
    Placement: { AvailabilityZone: 'eu-west-1b', Tenancy: 'default' },
    IamInstanceProfile: { ...PROFILES.foreign, Id: 'AIPA' },
    MetadataOptions: { State: 'applied', HttpTokens: 'required', HttpEndpoint: 'enabled' },
    PrivateIpAddress: `10.0.0.${number}`,
    PrivateDnsName: `ip-10-0-0-${number}.eu-west-1.compute.internal`,
    VpcId: 'vpc-0123456789abcdef0',
    SubnetId: 'subnet-0123456789abcdef0',
    SecurityGroups: [{ GroupName: 'web', GroupId: 'sg-0123456789abcdef0' }],
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda' }],
    Tags: [{ Key: 'Name', Value: `n${number}` }],
    ...changes,
  };
}

/** The whole output for one reservation. */
export function instances(...list: object[]): string {
  const reservation = { ReservationId: 'r-1', OwnerId: otherAccountId, Instances: list };
  return JSON.stringify({ Reservations: [reservation] }, null, 4);
}

/** A managed instance as the CLI prints it. */
export function node(number: number, changes: object = {}): object {
  return {
    InstanceId: idOf(number),
    PingStatus: 'Online',
    LastPingDateTime: 1582221233.421,
    AgentVersion: '3.2.0.0',
    PlatformType: 'Linux',
    PlatformName: 'SLES',
    PlatformVersion: '15.1',
    ...changes,
  };
}

/** The whole output of the list of managed instances. */
export function nodes(...list: object[]): string {
  return JSON.stringify({ InstanceInformationList: list });
}

/** A file with this content, which comes in pieces of a few bytes. */
export function inputFile(
  name: string,
  content: string | Uint8Array,
  command: string,
  pieceBytes = 4096,
): InputFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  return { name, chunks: pieces, command };
}

/** The contents of the files of a rehearsal. */
export interface Contents {
  readonly instances: string | Uint8Array | readonly string[];
  readonly managed?: string | Uint8Array;
  readonly roles?: string;
  readonly network?: string;
}

/** Reads files that must be good enough. */
export function read({ instances: fleet, managed, roles, network }: Contents): Promise<RehearsalInput> {
  const all = typeof fleet === 'string' || fleet instanceof Uint8Array ? [fleet] : fleet;
  return readRehearsal({
    instances: all.map((content, index) =>
      inputFile(
        index === 0 ? 'fleet.json' : `fleet-${index + 1}.json`,
        content,
        'aws ec2 describe-instances',
      ),
    ),
    ...(managed === undefined
      ? {}
      : { managed: [inputFile('managed.json', managed, 'aws ssm describe-instance-information')] }),
    ...(roles === undefined
      ? {}
      : { roles: [inputFile('roles.json', roles, 'aws iam get-account-authorization-details')] }),
    ...(network === undefined
      ? {}
      : { network: [inputFile('network.json', network, 'aws ec2 describe-route-tables')] }),
  });
}

/** The problem with files that cannot be used, or undefined if they can. */
export async function problemOf(fleet: Contents['instances'], managed?: string): Promise<string | undefined> {
  try {
    await read({ instances: fleet, ...(managed === undefined ? {} : { managed }) });
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** The plans of the instances that run, in the order of the file. */
export async function planAll(
  contents: Contents,
  {
    seed = 1,
    answerOn = () => 'goes-on',
  }: { seed?: number; answerOn?: (platform: Platform) => InstallerAnswer } = {},
) {
  const { running, managed } = await read(contents);
  const specs = new RealSpecs({
    place,
    answerOn,
    registrations:
      managed === undefined
        ? { kind: 'simulated', random: Random.stream(seed, 'test') }
        : { kind: 'listed', byId: managed },
  });
  return running.map((listed) => specs.plan(listed.instance));
}

/** The spec of the only instance. */
export async function specOf(changes: object, managed?: string) {
  const [plan] = await planAll({
    instances: instances(instance(1, changes)),
    ...(managed === undefined ? {} : { managed }),
  });
  return plan?.spec;
}
