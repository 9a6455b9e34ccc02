import type { BlockDeviceMapping } from '@aws-sdk/client-ec2';
import { refuseMembers } from '../../core/refuse-members.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';

/** A volume that a launch asked for. */
export interface BlockDevice {
  readonly deviceName: string;
  readonly deletesOnTermination: boolean;
}

/** The sizes of each type of volume in GiB (EBS user guide). */
const sizes: Readonly<Record<string, readonly [min: number, max: number]>> = {
  standard: [1, 1024],
  gp2: [1, 16_384],
  gp3: [1, 65_536],
  io1: [4, 16_384],
  io2: [4, 65_536],
  st1: [125, 16_384],
  sc1: [125, 16_384],
};

const typesWithIops = ['io1', 'io2', 'gp3'];

/** Members of a volume that only other calls and places would show, which do not exist here. */
const otherMembers = [
  'AvailabilityZone',
  'AvailabilityZoneId',
  'EbsCardIndex',
  'KmsKeyId',
  'OutpostArn',
  'VolumeInitializationRate',
] as const;

/** Reads the volumes of a launch. There are no snapshots, so the one in a request does not exist. */
export function readBlockDevices(mappings: readonly BlockDeviceMapping[] = []): BlockDevice[] {
  const names = mappings.map(({ DeviceName: name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw invalid('InvalidBlockDeviceMapping', `Duplicate device name '${twice}' in block device mappings.`);
  return mappings.flatMap((mapping) => readBlockDevice(mapping));
}

function readBlockDevice({
  DeviceName: name,
  Ebs: ebs,
  NoDevice: isLeftOut,
  VirtualName: ephemeral,
}: BlockDeviceMapping) {
  if (name === undefined)
    throw invalid('MissingParameter', 'The request must contain the parameter DeviceName');
  if (isLeftOut !== undefined) return [];
  if (ephemeral !== undefined) throw new NotEmulatedError('instance store volumes (VirtualName)');
  refuseMembers('a volume of RunInstances', ebs ?? {}, otherMembers);
  // No volume is shown, so its encryption is shown nowhere either.
  const {
    VolumeSize: size,
    VolumeType: type = 'gp3',
    SnapshotId: snapshot,
    Iops: iops,
    Throughput: throughput,
    Encrypted: _,
  } = ebs ?? {};
  if (snapshot !== undefined)
    throw invalid('InvalidSnapshot.NotFound', `The snapshot '${snapshot}' does not exist.`);
  const range = sizes[type];
  if (range === undefined) throw invalid('InvalidParameterValue', `Invalid value '${type}' for VolumeType.`);
  if (size !== undefined && (size < range[0] || size > range[1]))
    throw invalid(
      'InvalidParameterValue',
      `Volume of ${size}GiB is ${size < range[0] ? 'smaller' : 'larger'} than the ${size < range[0] ? 'minimum' : 'maximum'} of ${range[size < range[0] ? 0 : 1]}GiB for volume type ${type}.`,
    );
  if (type.startsWith('io') && iops === undefined)
    throw invalid('MissingParameter', `The parameter iops must be specified for ${type} volumes.`);
  if (iops !== undefined && !typesWithIops.includes(type)) throw unsupported('iops', type);
  if (throughput !== undefined && type !== 'gp3') throw unsupported('throughput', type);
  return [{ deviceName: name, deletesOnTermination: ebs?.DeleteOnTermination !== false }];
}

function unsupported(parameter: string, type: string): ServiceError {
  const message = `The parameter ${parameter} is not supported for ${type} volumes.`;
  return invalid('InvalidParameterCombination', message);
}

function invalid(code: string, message: string): ServiceError {
  return new ServiceError(code, message);
}
