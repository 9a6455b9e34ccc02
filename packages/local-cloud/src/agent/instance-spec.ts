import type { Architecture, Platform } from './platforms.ts';

/** Tags as one record; instances launched alike share one object. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Why a running instance is not managed. `hybrid-registration`: its agent is registered by a hybrid activation, and works
 * under the id of a node (`mi-...`).
 */
export type UnmanagedCause =
  | 'no-instance-profile'
  | 'no-permission'
  | 'no-metadata'
  | 'no-agent'
  | 'no-network'
  | 'hybrid-registration'
  | 'unsupported-platform';

/**
 * When the agent registers with Systems Manager.
 *
 * - `normal`: one boot time after `running` (15 to 90 s; Windows 120 to 300 s).
 * - `late`: `delaySeconds` after `running`, exactly.
 * - `recovers`: the cause is fixed `mendedAfterSeconds` after the first `running`, and the agent notices at its next
 *   attempt: every 25 to 30 min without credentials; after 5, 10, 20, 40, 60, 60 ... min without network; at once if
 *   the agent itself was missing, or its registration is cleared.
 * - `never`.
 */
export type Registration =
  | { readonly kind: 'normal' }
  | { readonly kind: 'late'; readonly delaySeconds: number }
  | { readonly kind: 'recovers'; readonly cause: UnmanagedCause; readonly mendedAfterSeconds: number }
  | { readonly kind: 'never'; readonly cause: UnmanagedCause };

/**
 * How a command ends on the instance.
 *
 * - `exits`: each script step ends after a time drawn from `durationSeconds` with the next of `exitCodes`; the last one
 *   is used again and again, so `[20, 0]` fails once and then succeeds. 194 (3010 on Windows) reboots and runs the step
 *   again, as the agent does, and may therefore not be the last. 137 says that the script's own process was killed,
 *   -1 that all processes of the step were (not on Windows).
 * - `hangs`: the script never ends; the agent reports a timeout when the step's own time is over.
 * - `vanishes`: the agent takes the order, falls silent while the script runs, and never reports.
 * - `worker-killed`: the process of the agent that runs the document is killed while the script runs.
 */
export interface Script {
  readonly ending: 'exits' | 'hangs' | 'vanishes' | 'worker-killed';
  readonly exitCodes: readonly [number, ...number[]];
  readonly durationSeconds: { readonly min: number; readonly max: number };
  readonly standardOutput: string;
  /** Default: nothing. */
  readonly standardError?: string;
}

/** The planned events of the instance. Times are seconds. Each field is optional. */
export interface Lifecycle {
  /** After the first `running`. */
  readonly stoppedAfterSeconds?: number;
  /** After that stop is complete. */
  readonly restartedAfterSeconds?: number;
  /** After the first `running`. */
  readonly terminatedAfterSeconds?: number;
  /** The agent falls silent this long after each boot, while the instance runs on. */
  readonly agentSilentAfterSeconds?: number;
  /**
   * Other documents fill the agent this long after each boot: it refuses every order, and each of them is sent again.
   */
  readonly agentBusyForSeconds?: number;
  /** After the first `running`, the tags become `changedTags`, if the instance still exists. An event tells of it. */
  readonly tagsChangedAfterSeconds?: number;
  readonly changedTags?: Tags;
}

/** What is decided about a machine, wherever it stands, and its agent. */
export interface MachineSpec {
  readonly platform: Platform;
  readonly architecture: Architecture;
  readonly agentVersion: string;
  readonly registration: Registration;
  readonly script: Script;
  readonly lifecycle?: Lifecycle;
  /** Folders that the machine has besides those of every system: a step may run in them. */
  readonly folders?: readonly string[];
}

/**
 * Everything that is decided about an instance before its launch. Instances launched alike share one object, which
 * saves memory in a fleet of a million.
 */
export interface InstanceSpec extends MachineSpec {
  /** The id, for a fleet that is read from a file. Random if absent. */
  readonly id?: string;
  /** The name of the key pair. It is only shown: nobody logs in. */
  readonly keyName?: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly availabilityZone: string;
  readonly vpcId: string;
  readonly subnetId: string;
  /** By default, the VPC's default security group. */
  readonly securityGroupIds?: readonly string[];
  /** Default false. */
  readonly hasPublicAddress?: boolean;
  readonly instanceProfileArn?: string;
  /** The metadata service. Default: on, with IMDSv2 only, as on Amazon Linux 2023. */
  readonly metadata?: {
    readonly httpEndpoint: 'enabled' | 'disabled';
    readonly httpTokens: 'required' | 'optional';
  };
  readonly tags: Tags;
  /** The tags appear this long after the launch, as if a tool tags new instances with a delay. Default 0. */
  readonly tagLagSeconds?: number;
  /** The AWS service that owns the instance; EC2 reports `Operator: {Managed: true, Principal}`. */
  readonly operatorManaged?: { readonly principal: string };
}

/** A script that succeeds in 20 to 90 s. */
export const succeedingScript: Script = {
  ending: 'exits',
  exitCodes: [0],
  durationSeconds: { min: 20, max: 90 },
  standardOutput: '',
};

/** Refuses a spec that contradicts itself. The error names the field, the received value and what is allowed. */
export function assertInstanceSpec(spec: InstanceSpec): void {
  const { platform, architecture, registration, script } = spec;
  if (!platform.architectures.includes(architecture))
    throw new RangeError(
      `architecture ${architecture}: ${platform.name} runs on ${platform.architectures.join(', ')}`,
    );
  const lacksProfile = 'cause' in registration && registration.cause === 'no-instance-profile';
  if (lacksProfile && registration.kind === 'never' && spec.instanceProfileArn !== undefined)
    throw new RangeError(
      `instanceProfileArn ${spec.instanceProfileArn}: the registration says there is none; leave it out`,
    );
  const lastExitCode = script.exitCodes.at(-1);
  if (lastExitCode === (platform.type === 'Windows' ? 3010 : 194))
    throw new RangeError(`exitCodes ending in ${lastExitCode}: would reboot forever; add another code`);
  if (platform.type === 'Windows' && script.exitCodes.includes(-1))
    throw new RangeError(
      'exitCodes with -1: Windows does not tell how a process was killed; take another code',
    );
  if (script.durationSeconds.min < 0 || script.durationSeconds.max < script.durationSeconds.min)
    throw new RangeError(
      `durationSeconds ${script.durationSeconds.min}..${script.durationSeconds.max}: allowed is 0 <= min <= max`,
    );
}
