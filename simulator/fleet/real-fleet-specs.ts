import {
  type Architecture,
  type InstanceSpec,
  type Place,
  type Platform,
  type PlatformType,
  type Random,
  type Registration,
  succeedingScript,
  type Tags,
} from 'local-cloud';
import { USUAL_AGENT_VERSION } from './fleet-specs.ts';
import type { RealInstance, RealManagedInstance } from './real-fleet-schema.ts';

/**
 * What is known about registrations: the list from Systems Manager by instance id, or nothing. In the second case they
 * are random.
 */
export type Registrations =
  | { readonly kind: 'listed'; readonly byId: ReadonlyMap<string, RealManagedInstance> }
  | { readonly kind: 'simulated'; readonly random: Random };

/**
 * Without a list: the number of instances with a profile, per thousand, that register late, and their delay. Assumed.
 */
const LATE_PARTS = 20;
const LATE: Registration = { kind: 'late', delaySeconds: 600 };
const NORMAL: Registration = { kind: 'normal' };
/**
 * How long the agent of a lost connection has been silent when the rehearsal launches its instance. The agent
 * registered this long *before* the launch. The time exceeds the longest silence of an agent that still counts as
 * Online.
 */
const LOST_SECONDS = 3600;

/** Creates specs from what EC2 and Systems Manager say about instances. Equal platforms share one object. */
export class RealSpecs {
  readonly #place: Place;
  readonly #registrations: Registrations;
  readonly #platforms = new Map<string, Platform>();

  constructor(place: Place, registrations: Registrations) {
    this.#place = place;
    this.#registrations = registrations;
  }

  /**
   * Creates the spec of one instance. With simulated registrations, each call draws once, so the order of calls
   * matters.
   */
  create(instance: RealInstance): InstanceSpec {
    const managed =
      this.#registrations.kind === 'listed' ? this.#registrations.byId.get(instance.InstanceId) : undefined;
    const architecture = architectureOf(instance);
    const registration = this.#registrationOf(instance, managed);
    const profileArn = instance.IamInstanceProfile?.Arn;
    const isLost = managed !== undefined && managed.PingStatus !== 'Online';
    return {
      id: instance.InstanceId,
      platform: this.#platformOf(instance, managed, architecture),
      architecture,
      imageId: instance.ImageId ?? 'ami-00000000000000000',
      instanceType: instance.InstanceType ?? 'm1.small',
      availabilityZone: instance.Placement?.AvailabilityZone ?? `${this.#place.region}a`,
      vpcId: instance.VpcId ?? 'vpc-00000000000000000',
      subnetId: instance.SubnetId ?? 'subnet-00000000000000000',
      ...(profileArn === undefined ? {} : { instanceProfileArn: profileArn }),
      tags: tagsOf(instance),
      agentVersion: managed?.AgentVersion ?? USUAL_AGENT_VERSION,
      registration,
      script: succeedingScript,
      ...(isLost ? { lifecycle: { agentSilentAfterSeconds: -LOST_SECONDS } } : {}),
      ...(instance.Operator?.Managed
        ? { operatorManaged: { principal: instance.Operator.Principal ?? 'amazonaws.com' } }
        : {}),
    };
  }

  #registrationOf(instance: RealInstance, managed: RealManagedInstance | undefined): Registration {
    const hasProfile = instance.IamInstanceProfile !== undefined;
    if (this.#registrations.kind === 'simulated') {
      const isLate = this.#registrations.random.chance(LATE_PARTS / 1000);
      if (!hasProfile) return { kind: 'never', cause: 'no-instance-profile' };
      return isLate ? LATE : NORMAL;
    }
    if (managed === undefined)
      return { kind: 'never', cause: hasProfile ? 'no-agent' : 'no-instance-profile' };
    return managed.PingStatus === 'Online' ? NORMAL : { kind: 'late', delaySeconds: -LOST_SECONDS };
  }

  /**
   * The platform that Systems Manager names, or else the one of EC2's billing name, which does not distinguish Linux
   * distributions.
   */
  #platformOf(
    instance: RealInstance,
    managed: RealManagedInstance | undefined,
    architecture: Architecture,
  ): Platform {
    const type = managed?.PlatformType ?? platformTypeOf(instance, architecture);
    const platform: Platform = {
      type,
      name: managed?.PlatformName ?? nameOf(instance, type),
      version: managed?.PlatformVersion ?? '',
      details: instance.PlatformDetails ?? (type === 'Windows' ? 'Windows' : 'Linux/UNIX'),
      usageOperation: instance.UsageOperation ?? (type === 'Windows' ? 'RunInstances:0002' : 'RunInstances'),
      architectures: [architecture],
      isAgentPreinstalled: managed !== undefined,
    };
    const key = JSON.stringify(platform);
    const known = this.#platforms.get(key) ?? platform;
    this.#platforms.set(key, known);
    return known;
  }
}

/** The tags of an instance as one record. */
export function tagsOf(instance: RealInstance): Tags {
  return Object.fromEntries((instance.Tags ?? []).map(({ Key: key, Value: value }) => [key, value]));
}

/** 32-bit x86 counts as x86_64, because the documents for the agent do not distinguish the two. */
function architectureOf({ Architecture: architecture = 'x86_64' }: RealInstance): Architecture {
  return architecture === 'i386' ? 'x86_64' : architecture;
}

function platformTypeOf(instance: RealInstance, architecture: Architecture): PlatformType {
  if (architecture.endsWith('_mac')) return 'MacOS';
  const isWindows = /^windows/i.test(instance.Platform ?? instance.PlatformDetails ?? '');
  return isWindows ? 'Windows' : 'Linux';
}

function nameOf(instance: RealInstance, type: PlatformType): string {
  return type === 'MacOS' ? 'macOS' : (instance.PlatformDetails ?? type);
}
