import type { InstanceSpec } from 'local-cloud';
import { readRealFleet } from '../../../simulator/fleet/real-fleet.ts';
import { accountId } from '../../accounts.ts';

const place = { partition: 'aws', region: 'eu-west-1', accountId };
/** The default profile of an instance. */
export const PROFILE = { Arn: `arn:aws:iam::${accountId}:instance-profile/web` };

/** A made-up instance id. */
export function idOf(number: number): string {
  return `i-${number.toString(16).padStart(17, '0')}`;
}

/** An instance as the CLI prints it, with more members than are read. */
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
    IamInstanceProfile: { ...PROFILE, Id: 'AIPA' },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda' }],
    Tags: [{ Key: 'Name', Value: `n${number}` }],
    ...changes,
  };
}

/** The whole output for one reservation. */
export function instances(...list: object[]): string {
  return JSON.stringify({ Reservations: [{ ReservationId: 'r-1', Instances: list }] }, null, 4);
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

function read(text: string | Uint8Array, managed?: string, seed = 1) {
  const bytes = (content: string | Uint8Array) =>
    typeof content === 'string' ? Buffer.from(content) : content;
  return readRealFleet({
    instancesFile: 'fleet.json',
    instances: bytes(text),
    ...(managed === undefined ? {} : { managedFile: 'managed.json', managed: bytes(managed) }),
    seed,
    place,
  });
}

/** Reads files that must be valid. */
export function accept(text: string | Uint8Array, managed?: string, seed = 1) {
  const fleet = read(text, managed, seed);
  if (!fleet.ok) throw new Error(fleet.problem);
  return fleet;
}

/** The problem with invalid files, or undefined if they are valid. */
export function problemOf(text: string | Uint8Array, managed?: string): string | undefined {
  const fleet = read(text, managed);
  return fleet.ok ? undefined : fleet.problem;
}

/** The spec of the only instance. */
export function specOf(changes: object, managed?: string): InstanceSpec | undefined {
  const { workload } = accept(instances(instance(1, changes)), managed);
  return workload[0]?.spec;
}
