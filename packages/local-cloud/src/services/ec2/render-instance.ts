import type {
  IamInstanceProfile,
  Instance as InstanceShape,
  OperatorResponse,
  StateReason,
  Tag,
} from '@aws-sdk/client-ec2';
import type { InstanceSpec, Tags } from '../../agent/instance-spec.ts';
import { profileId } from '../../core/iam/iam-ids.ts';
import { type Instance, instanceStateCodes } from './ec2-instance.ts';
import { renderLaunch } from './render-launch.ts';
import type { VpcNetwork } from './vpc-network.ts';

/**
 * The `Instance` shape on the wire. The SDK's types have a closed list of instance types and the platform `Windows`.
 * EC2 sends any type, and `windows`.
 */
export type RenderedInstance = Omit<InstanceShape, 'InstanceType' | 'Platform'> & {
  readonly InstanceType: string;
  readonly Platform: 'windows' | undefined;
};

/** The parts of a response that the instance itself does not have. */
export interface RenderContext {
  readonly nowMs: number;
  readonly network: VpcNetwork;
  /** The region, which is part of the private DNS name. */
  readonly region: string;
}

/** An instance as DescribeInstances and RunInstances return it. */
export function renderInstance(
  instance: Instance,
  { nowMs, network, region }: RenderContext,
): RenderedInstance {
  const { spec, state, privateIpAddress } = instance;
  const { details } = instance.reservation;
  const hasAddress = state !== 'terminated' && state !== 'shutting-down';
  return {
    InstanceId: instance.id,
    ImageId: spec.imageId,
    InstanceType: spec.instanceType,
    KeyName: spec.keyName,
    State: { Code: instanceStateCodes[state], Name: state },
    StateTransitionReason: transitionReason(instance),
    StateReason: stateReason(instance),
    LaunchTime: new Date(instance.launchedAtMs),
    Architecture: spec.architecture,
    PlatformDetails: spec.platform.details,
    UsageOperation: spec.platform.usageOperation,
    Platform: spec.platform.type === 'Windows' ? 'windows' : undefined,
    Placement: { AvailabilityZone: spec.availabilityZone, Tenancy: 'default', GroupName: '' },
    Monitoring: { State: 'disabled' },
    VpcId: hasAddress ? spec.vpcId : undefined,
    SubnetId: hasAddress ? spec.subnetId : undefined,
    PrivateIpAddress: hasAddress ? privateIpAddress : undefined,
    PrivateDnsName: hasAddress
      ? `ip-${privateIpAddress.replaceAll('.', '-')}.${region}.compute.internal`
      : undefined,
    PublicIpAddress: state === 'running' || state === 'pending' ? instance.publicIpAddress : undefined,
    SecurityGroups: hasAddress ? network.securityGroupsOf(spec).map(renderGroup) : undefined,
    IamInstanceProfile: renderProfile(instance.instanceProfileArn),
    Tags: renderTags(instance.tags(nowMs)),
    MetadataOptions: renderMetadataOptions(instance),
    Operator: renderOperator(spec),
    ...(details === undefined ? undefined : renderLaunch(instance, details)),
  };
}

/** How the instance metadata service of an instance answers. */
export function renderMetadataOptions({ httpTokens, spec, reservation }: Instance) {
  const { details } = reservation;
  return {
    State: 'applied',
    HttpTokens: httpTokens,
    HttpEndpoint: spec.metadata?.httpEndpoint ?? 'enabled',
    HttpPutResponseHopLimit: details?.hopLimit ?? 2,
    InstanceMetadataTags: details?.metadataTags === 'enabled' ? 'enabled' : 'disabled',
  } as const;
}

/** The AWS service that owns an instance, if any. */
export function renderOperator({ operatorManaged }: InstanceSpec): OperatorResponse {
  return operatorManaged === undefined
    ? { Managed: false }
    : { Managed: true, Principal: operatorManaged.principal };
}

function renderGroup({ groupId, groupName }: { readonly groupId: string; readonly groupName: string }) {
  return { GroupId: groupId, GroupName: groupName };
}

function renderProfile(arn: string | undefined): IamInstanceProfile | undefined {
  return arn === undefined ? undefined : { Arn: arn, Id: profileId(arn) };
}

/** Tags as EC2's list, in the order in which they were set. */
function renderTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function transitionReason(instance: Instance): string {
  if (instance.state === 'pending' || instance.state === 'running') return '';
  const since = new Date(instance.stateSinceMs).toISOString().slice(0, 19).replace('T', ' ');
  return `User initiated (${since} GMT)`;
}

function stateReason(instance: Instance): StateReason | undefined {
  if (instance.state === 'running') return undefined;
  if (instance.state === 'pending') return { Code: 'pending', Message: 'pending' };
  const code = 'Client.UserInitiatedShutdown';
  return { Code: code, Message: `${code}: User initiated shutdown` };
}
