import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a fleet, as the AWS CLI prints them. */
export interface FleetFilePaths {
  readonly instances: string;
  readonly managed: string;
}

/** An account, partition and region that are not those of the bench. */
const accountId = '1'.repeat(12);
const partition = 'aws-us-gov';
const region = 'us-gov-west-1';
/** How many instances share an Auto Scaling group, and of how many one stands out. */
const groupSize = 300;
const oddSize = 50;
const systems = [
  ['Amazon Linux', '2023'],
  ['Amazon Linux', '2'],
  ['Ubuntu', '22.04'],
  ['Red Hat Enterprise Linux', '9.4'],
  ['SLES', '15.6'],
] as const;

/** Where the files of a fleet of this size are in a folder. */
export function fleetFilePaths(folder: string, count: number): FleetFilePaths {
  return { instances: join(folder, `fleet-${count}.json`), managed: join(folder, `managed-${count}.json`) };
}

/** Writes the files of a fleet into a folder, with the indent of the AWS CLI. */
export function writeFleetFiles(folder: string, count: number): void {
  const { instances, managed } = fleetFilePaths(folder, count);
  writeList(instances, 'Reservations', count, (number) => [reservationOf(number)]);
  writeList(managed, 'InstanceInformationList', count, nodesOf);
}

function writeList(
  path: string,
  name: string,
  count: number,
  entriesOf: (number: number) => readonly object[],
): void {
  const descriptor = openSync(path, 'w');
  let separator = '';
  writeSync(descriptor, `{\n    "${name}": [`);
  for (let number = 0; number < count; number++)
    for (const entry of entriesOf(number)) {
      writeSync(
        descriptor,
        `${separator}\n        ${JSON.stringify(entry, null, 4).replaceAll('\n', '\n        ')}`,
      );
      separator = ',';
    }
  writeSync(descriptor, '\n    ]\n}\n');
  closeSync(descriptor);
}

function idOf(number: number): string {
  return number.toString(16).padStart(17, '0');
}

/** One of fifty has no instance profile, one is excluded, one is not registered, one has lost its connection. */
function reservationOf(number: number): object {
  const odd = number % oddSize;
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  const name = `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`;
  const tags = [
    { Key: 'Name', Value: `web-${number}` },
    { Key: 'aws:autoscaling:groupName', Value: `group-${number % groupSize}` },
    ...(odd === 1 ? [{ Key: 'muster:exclude', Value: 'true' }] : []),
  ];
  const profile = {
    Arn: `arn:${partition}:iam::${accountId}:instance-profile/web`,
    Id: 'AIPA0123456789ABCDEF0',
  };
  const instance = {
    AmiLaunchIndex: 0,
    ImageId: 'ami-0123456789abcdef0',
    InstanceId: `i-${idOf(number)}`,
    InstanceType: 'm7i.large',
    LaunchTime: '2026-01-01T00:00:00+00:00',
    Monitoring: { State: 'disabled' },
    Placement: { AvailabilityZone: `${region}a`, GroupName: '', Tenancy: 'default' },
    PrivateDnsName: name,
    PrivateIpAddress: address,
    ProductCodes: [],
    PublicDnsName: '',
    State: { Code: 16, Name: 'running' },
    StateTransitionReason: '',
    SubnetId: 'subnet-0123456789abcdef0',
    VpcId: 'vpc-0123456789abcdef0',
    Architecture: 'x86_64',
    BlockDeviceMappings: [
      {
        DeviceName: '/dev/xvda',
        Ebs: { DeleteOnTermination: true, Status: 'attached', VolumeId: `vol-${idOf(number)}` },
      },
    ],
    EbsOptimized: true,
    EnaSupport: true,
    Hypervisor: 'xen',
    ...(odd === 2 ? {} : { IamInstanceProfile: profile }),
    NetworkInterfaces: [interfaceOf(number, address, name)],
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    SecurityGroups: [{ GroupName: 'web', GroupId: 'sg-0123456789abcdef0' }],
    SourceDestCheck: true,
    Tags: tags,
    VirtualizationType: 'hvm',
    CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 },
    HibernationOptions: { Configured: false },
    MetadataOptions: {
      State: 'applied',
      HttpTokens: 'required',
      HttpPutResponseHopLimit: 2,
      HttpEndpoint: 'enabled',
    },
    EnclaveOptions: { Enabled: false },
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    MaintenanceOptions: { AutoRecovery: 'default' },
  };
  return { ReservationId: `r-${idOf(number)}`, OwnerId: accountId, Groups: [], Instances: [instance] };
}

function interfaceOf(number: number, address: string, name: string): object {
  return {
    Attachment: { AttachmentId: `eni-attach-${idOf(number)}`, DeleteOnTermination: true, DeviceIndex: 0 },
    Description: '',
    Groups: [{ GroupName: 'web', GroupId: 'sg-0123456789abcdef0' }],
    Ipv6Addresses: [],
    MacAddress: '02:00:00:00:00:00',
    NetworkInterfaceId: `eni-${idOf(number)}`,
    OwnerId: accountId,
    PrivateDnsName: name,
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateDnsName: name, PrivateIpAddress: address }],
    SourceDestCheck: true,
    Status: 'in-use',
    SubnetId: 'subnet-0123456789abcdef0',
    VpcId: 'vpc-0123456789abcdef0',
    InterfaceType: 'interface',
  };
}

function nodesOf(number: number): readonly object[] {
  const odd = number % oddSize;
  if (odd === 2 || odd === 3) return [];
  const [PlatformName, PlatformVersion] = systems[number % systems.length] ?? systems[0];
  return [
    {
      InstanceId: `i-${idOf(number)}`,
      PingStatus: odd === 4 ? 'ConnectionLost' : 'Online',
      LastPingDateTime: '2026-01-01T18:00:00.123000+00:00',
      AgentVersion: '3.3.4177.0',
      IsLatestVersion: false,
      PlatformType: 'Linux',
      PlatformName,
      PlatformVersion,
      ResourceType: 'EC2Instance',
    },
  ];
}
