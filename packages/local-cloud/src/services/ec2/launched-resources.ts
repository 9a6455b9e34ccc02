import { createHash } from 'node:crypto';
import type { Tags } from '../../agent/instance-spec.ts';
import type { Platform } from '../../agent/platforms.ts';
import type { BlockDevice } from './block-devices.ts';
import type { Instance } from './ec2-instance.ts';
import type { TaggedByLaunch } from './launch-tags.ts';

/** A volume of an instance that was launched by the API. */
export interface Volume extends BlockDevice {
  readonly volumeId: string;
}

/** The volumes of an instance: the root volume first, and those that its launch asked for. */
export function volumesOf({ id, state, spec, reservation: { details } }: Instance): Volume[] {
  if (details === undefined) return [];
  const rootName = rootDeviceName(spec.platform);
  const root = { deviceName: rootName, deletesOnTermination: true };
  const asked = details.blockDevices;
  const all = asked.some(({ deviceName }) => deviceName === rootName) ? asked : [root, ...asked];
  return all
    .filter(({ deletesOnTermination }) => state !== 'terminated' || !deletesOnTermination)
    .map((device) => ({ ...device, volumeId: `vol-${digest(id + device.deviceName).slice(0, 17)}` }));
}

/** The request that a spot instance came from. */
export function spotRequestId({ id, reservation: { details } }: Instance): string | undefined {
  return details?.isSpot === true ? `sir-${digest(id).slice(0, 8)}` : undefined;
}

/** The resources of an instance that have tags, itself among them. */
export function taggedResources(
  instance: Instance,
  nowMs: number,
): { readonly id: string; readonly type: TaggedByLaunch; readonly tags: Tags }[] {
  const { volume = {}, 'spot-instances-request': ofRequest = {} } = instance.reservation.details?.tags ?? {};
  const request = spotRequestId(instance);
  return [
    { id: instance.id, type: 'instance', tags: instance.tags(nowMs) },
    ...volumesOf(instance).map(({ volumeId }) => ({ id: volumeId, type: 'volume' as const, tags: volume })),
    ...(request === undefined
      ? []
      : [{ id: request, type: 'spot-instances-request' as const, tags: ofRequest }]),
  ];
}

/** Where images have their root volume: those of Amazon and Debian otherwise than others. */
export function rootDeviceName({ name }: Platform): string {
  return /^(Amazon Linux|Debian)/.test(name) ? '/dev/xvda' : '/dev/sda1';
}

/** Ids of volumes and requests follow from the instance. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
