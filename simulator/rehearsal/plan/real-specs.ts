import {
  type Architecture,
  type InstanceSpec,
  type Place,
  type Platform,
  type PlatformType,
  type Random,
  type Registration,
  type Script,
  succeedingScript,
  type Tags,
} from 'local-cloud';
import { USUAL_AGENT_VERSION } from '../../fleet/fleet-specs.ts';
import type { RealInstance, RealManagedInstance } from '../input/cli-forms.ts';
import type { InstallerAnswer } from '../systems/installers.ts';

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
/** The longest texts that AWS has (quotas of tags). What is longer was made up, and is cut to that. */
const LENGTHS = { tagKey: 128, tagValue: 256, other: 256 } as const;
/** The end of an installer on a system that it does not know (documents/README.md). */
const refusingScript: Script = {
  ...succeedingScript,
  exitCodes: [22],
  standardOutput: 'muster: outcome 22 unsupported: the system is not one of those that the installer knows\n',
};

/** The plan of a real instance. */
export interface RealPlan {
  readonly spec: InstanceSpec;
  /** What the installer does on its system; undefined when nothing names the system. */
  readonly answer: InstallerAnswer | undefined;
}

/** What the specs depend on besides the instances. */
export interface SpecSources {
  /** Where the rehearsal runs. What the files say of accounts and regions changes nothing there. */
  readonly place: Place;
  readonly registrations: Registrations;
  readonly answerOn: (platform: Platform) => InstallerAnswer;
}

/** Creates specs from what EC2 and Systems Manager say about instances. Equal platforms share one object. */
export class RealSpecs {
  readonly #sources: SpecSources;
  readonly #platforms = new Map<string, Platform>();
  readonly #answers = new Map<Platform, InstallerAnswer>();

  constructor(sources: SpecSources) {
    this.#sources = sources;
  }

  /**
   * Plans one instance. With simulated registrations, each call draws once, so the order of calls matters. The network
   * is not that of the files: the local cloud would have to make up most of it, and `shownCause` reads the files.
   */
  plan(instance: RealInstance): RealPlan {
    const { registrations, place } = this.#sources;
    const managed = registrations.kind === 'listed' ? registrations.byId.get(instance.InstanceId) : undefined;
    const architecture = architectureOf(instance);
    const platform = this.#platformOf(instance, managed, architecture);
    const answer = registrations.kind === 'listed' ? this.#answerOn(platform) : undefined;
    const profileArn = instance.IamInstanceProfile?.Arn;
    const isLost = managed !== undefined && managed.PingStatus !== 'Online';
    const spec: InstanceSpec = {
      id: instance.InstanceId,
      platform,
      architecture,
      imageId: instance.ImageId ?? 'ami-00000000000000000',
      instanceType: instance.InstanceType ?? 'm1.small',
      availabilityZone: `${place.region}a`,
      vpcId: 'vpc-00000000000000000',
      subnetId: 'subnet-00000000000000000',
      ...(profileArn === undefined ? {} : { instanceProfileArn: localArn(profileArn, place) }),
      tags: tagsOf(instance),
      agentVersion: (managed?.AgentVersion ?? USUAL_AGENT_VERSION).slice(0, LENGTHS.other),
      registration: this.#registrationOf(instance, managed),
      script: answer === 'refuses' ? refusingScript : succeedingScript,
      ...(isLost ? { lifecycle: { agentSilentAfterSeconds: -LOST_SECONDS } } : {}),
      ...(instance.Operator?.Managed
        ? {
            operatorManaged: {
              principal: (instance.Operator.Principal ?? 'amazonaws.com').slice(0, LENGTHS.other),
            },
          }
        : {}),
    };
    return { spec, answer };
  }

  #registrationOf(instance: RealInstance, managed: RealManagedInstance | undefined): Registration {
    const hasProfile = (instance.IamInstanceProfile ?? undefined) !== undefined;
    const { registrations } = this.#sources;
    const never: Registration = { kind: 'never', cause: hasProfile ? 'no-agent' : 'no-instance-profile' };
    if (registrations.kind === 'simulated') {
      const isLate = registrations.random.chance(LATE_PARTS / 1000);
      const hasMetadata = instance.MetadataOptions?.HttpEndpoint !== 'disabled';
      return hasProfile && hasMetadata ? (isLate ? LATE : NORMAL) : never;
    }
    if (managed === undefined) return never;
    return managed.PingStatus === 'Online' ? NORMAL : { kind: 'late', delaySeconds: -LOST_SECONDS };
  }

  #answerOn(platform: Platform): InstallerAnswer {
    const known = this.#answers.get(platform);
    if (known !== undefined) return known;
    const answer = this.#sources.answerOn(platform);
    this.#answers.set(platform, answer);
    return answer;
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
      name: (managed?.PlatformName ?? nameOf(instance, type)).slice(0, LENGTHS.other),
      version: (managed?.PlatformVersion ?? '').slice(0, LENGTHS.other),
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

/** The instance profile of the same name in the account of the rehearsal, which the local cloud then has. */
function localArn(arn: string, { partition, accountId }: Place): string {
  return `arn:${partition}:iam::${accountId}:instance-profile/${arn.split('/').at(-1)}`;
}

/** The tags of an instance as one record. */
function tagsOf(instance: RealInstance): Tags {
  return Object.fromEntries(
    (instance.Tags ?? []).map(({ Key: key, Value: value }) => [
      key.slice(0, LENGTHS.tagKey),
      value.slice(0, LENGTHS.tagValue),
    ]),
  );
}

/** 32-bit x86 counts as x86_64, because the documents for the agent do not distinguish the two. */
function architectureOf({ Architecture: architecture }: RealInstance): Architecture {
  return architecture === 'i386' ? 'x86_64' : (architecture ?? 'x86_64');
}

function platformTypeOf(instance: RealInstance, architecture: Architecture): PlatformType {
  if (architecture.endsWith('_mac')) return 'MacOS';
  const isWindows = /^windows/i.test(instance.Platform ?? instance.PlatformDetails ?? '');
  return isWindows ? 'Windows' : 'Linux';
}

function nameOf(instance: RealInstance, type: PlatformType): string {
  return type === 'MacOS' ? 'macOS' : (instance.PlatformDetails ?? type);
}
