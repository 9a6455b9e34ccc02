/** An instance's tags, by key. */
export type Tags = Readonly<Record<string, string>>;

/** What EC2 says of an instance. Times are epoch milliseconds. */
export interface Instance {
  readonly instanceId: string;
  readonly state: InstanceState;
  readonly launchedAtMs: number;
  readonly tags: Tags;
  /** The AWS service that owns the instance, if one does (EKS Auto Mode, ECS Managed Instances ...). */
  readonly operator?: string;
  /** The account that owns the instance. A subnet may belong to another one. */
  readonly ownerId?: string;
  /** True for an instance of a Spot request, whoever made that. */
  readonly isSpot?: boolean;
  /**
   * These decide whether the instance can be managed: its instance profile, its network, its metadata
   * service.
   */
  readonly instanceProfileArn?: string;
  readonly vpcId?: string;
  readonly subnetId?: string;
  readonly securityGroupIds?: readonly string[];
  readonly privateIpAddress?: string;
  readonly privateDnsName?: string;
  readonly publicIpAddress?: string;
  readonly isMetadataOn?: boolean;
  readonly requiresImdsV2?: boolean;
  /**
   * The image, and EC2's `PlatformDetails`: the system that is billed, which is not always the system that
   * runs.
   */
  readonly imageId?: string;
  readonly billedSystem?: string;
  /** Of a node outside EC2: what Systems Manager says of it, which is all that is known. */
  readonly outside?: ManagedInstance;
}

/** The states of `DescribeInstances`. */
export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

/** The platform types that Systems Manager knows. */
export const platformTypes = ['Linux', 'Windows', 'MacOS'] as const;
export type PlatformType = (typeof platformTypes)[number];

/**
 * What Systems Manager says of an instance. `platformName` matters beside `platformType`: an agent on FreeBSD
 * reports the type Linux and the name FreeBSD.
 */
export interface ManagedInstance {
  readonly instanceId: string;
  /** True when the agent answers (`PingStatus` Online). */
  readonly isOnline: boolean;
  readonly platformType: PlatformType;
  readonly platformName: string;
  /** The version of the SSM agent; undefined when Systems Manager does not tell it. */
  readonly agentVersion?: string;
  /** What its activation calls it, or else what the machine calls itself. */
  readonly name?: string;
  /** Of a node outside EC2: how it was registered. */
  readonly registration?: Registration;
}

/** What Systems Manager tells of the registration of a node outside EC2. */
export interface Registration {
  readonly atMs: number;
  /** The name of the role that its agent signs with, without a path. */
  readonly roleName?: string;
  /** The name that its activation gave it. */
  readonly name?: string;
}

/** True for an instance that runs or is about to. */
export function isUp(state: InstanceState): boolean {
  return state === 'running' || state === 'pending';
}

/**
 * The system that a managed instance really runs, for the choice of a document. It is the platform type,
 * except for systems that report a wrong one.
 */
export function systemOf(managed: ManagedInstance): PlatformType | 'FreeBSD' {
  return /freebsd/i.test(managed.platformName) ? 'FreeBSD' : managed.platformType;
}
