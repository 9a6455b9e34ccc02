import { type InstanceSpec, imageOf, type Place, succeedingScript, type Tags } from 'local-cloud';
import type { Fate } from './fleet-fates.ts';
import type { GroupRow } from './fleet-units.ts';

/** The agent version in Amazon's images of late 2026. Only what Systems Manager shows depends on it. */
export const USUAL_AGENT_VERSION = '3.3.4177.0';

const ZONES = ['a', 'b', 'c'] as const;
const INSTANCE_TYPES = {
  x86_64: 'm7i.large',
  arm64: 'm7g.large',
  x86_64_mac: 'mac1.metal',
  arm64_mac: 'mac2.metal',
} as const;
/** The instance profile of each kind: the name that AWS gives it, or one of the company. */
const PROFILE_NAMES = {
  asg: 'example-instance',
  emr: 'EMR_EC2_DefaultRole',
  eks: 'example-node',
  'eks-auto': 'AmazonEKSAutoNodeRole',
  ecs: 'ecsInstanceRole',
  standalone: 'example-instance',
} as const;

/**
 * Creates the specs of instances launched alike. `fateOf` returns the fate of each. Instances with the same fate and
 * zone share one object.
 */
export function createSpecs(
  row: GroupRow,
  unit: { tags: Tags; size: number; fateOf: (index: number) => Fate },
  place: Place,
): InstanceSpec[] {
  const shared = new Map<Fate, Map<string, InstanceSpec>>();
  return Array.from({ length: unit.size }, (_, index) => {
    const fate = unit.fateOf(index);
    const zone = ZONES[index % ZONES.length] ?? ZONES[0];
    const byZone = shared.get(fate) ?? new Map<string, InstanceSpec>();
    const spec = byZone.get(zone) ?? createSpec(row, { tags: unit.tags, fate, zone }, place);
    shared.set(fate, byZone.set(zone, spec));
    return spec;
  });
}

function createSpec(
  [kind, , platform, architecture]: GroupRow,
  { tags, fate, zone }: { tags: Tags; fate: Fate; zone: (typeof ZONES)[number] },
  { partition, region, accountId }: Place,
): InstanceSpec {
  const { registration = { kind: 'normal' }, lifecycle, tagLagSeconds } = fate;
  const hasProfile = !(registration.kind === 'never' && registration.cause === 'no-instance-profile');
  const profileArn = `arn:${partition}:iam::${accountId}:instance-profile/${PROFILE_NAMES[kind]}`;
  const image = imageOf(platform, architecture);
  return {
    platform: image.platform,
    architecture,
    imageId: image.imageId,
    instanceType: INSTANCE_TYPES[architecture],
    availabilityZone: `${region}${zone}`,
    vpcId: 'vpc-0e0a0000000000001',
    subnetId: `subnet-0e0a000000000000${zone}`,
    ...(hasProfile ? { instanceProfileArn: profileArn } : {}),
    tags: fate.tags === undefined ? tags : { ...tags, ...fate.tags },
    ...(tagLagSeconds === undefined ? {} : { tagLagSeconds }),
    agentVersion: USUAL_AGENT_VERSION,
    registration,
    script: succeedingScript,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(kind === 'eks-auto' ? { operatorManaged: { principal: 'eks.amazonaws.com' } } : {}),
  };
}
