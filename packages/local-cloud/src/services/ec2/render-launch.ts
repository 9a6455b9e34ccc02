import { createHash } from 'node:crypto';
import type { Instance as InstanceShape } from '@aws-sdk/client-ec2';
import type { Instance } from './ec2-instance.ts';
import type { LaunchDetails } from './launch-details.ts';

/** The members of DescribeInstances that tell what a launch asked for. */
export function renderLaunch(
  { id, createdMs, state }: Instance,
  { clientToken, isMonitored, isEbsOptimized, isSpot, blockDevices }: LaunchDetails,
): Omit<Partial<InstanceShape>, 'InstanceType' | 'Platform'> {
  const hasVolumes = state !== 'terminated' && blockDevices.length > 0;
  return {
    ...(clientToken === undefined ? {} : { ClientToken: clientToken }),
    ...(isMonitored ? { Monitoring: { State: state === 'pending' ? 'pending' : 'enabled' } } : {}),
    ...(isSpot ? { InstanceLifecycle: 'spot', SpotInstanceRequestId: `sir-${digest(id).slice(0, 8)}` } : {}),
    EbsOptimized: isEbsOptimized,
    ...(hasVolumes
      ? {
          BlockDeviceMappings: blockDevices.map(({ deviceName, deletesOnTermination }) => ({
            DeviceName: deviceName,
            Ebs: {
              AttachTime: new Date(createdMs),
              DeleteOnTermination: deletesOnTermination,
              Status: state === 'pending' ? 'attaching' : 'attached',
              VolumeId: `vol-${digest(id + deviceName).slice(0, 17)}`,
            },
          })),
        }
      : {}),
  };
}

/** Ids of volumes and requests follow from the instance. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
