import type { Instance as InstanceShape } from '@aws-sdk/client-ec2';
import type { Instance } from './ec2-instance.ts';
import type { LaunchDetails } from './launch-details.ts';
import { rootDeviceName, spotRequestId, volumesOf } from './launched-resources.ts';

/** The members of DescribeInstances that tell what a launch asked for. */
export function renderLaunch(
  instance: Instance,
  { clientToken, isMonitored, isEbsOptimized }: LaunchDetails,
): Omit<Partial<InstanceShape>, 'InstanceType' | 'Platform'> {
  const { state } = instance;
  const request = spotRequestId(instance);
  return {
    ...(clientToken === undefined ? {} : { ClientToken: clientToken }),
    ...(isMonitored ? { Monitoring: { State: state === 'pending' ? 'pending' : 'enabled' } } : {}),
    ...(request === undefined ? {} : { InstanceLifecycle: 'spot', SpotInstanceRequestId: request }),
    EbsOptimized: isEbsOptimized,
    RootDeviceName: rootDeviceName(instance.spec.platform),
    RootDeviceType: 'ebs',
    BlockDeviceMappings:
      state === 'terminated'
        ? []
        : volumesOf(instance).map((volume) => ({
            DeviceName: volume.deviceName,
            Ebs: {
              AttachTime: new Date(instance.createdMs),
              DeleteOnTermination: volume.deletesOnTermination,
              Status: state === 'pending' ? 'attaching' : 'attached',
              VolumeId: volume.volumeId,
            },
          })),
  };
}
