import type { Cause } from '../../../lambdas/shared/domain/diagnosis/cause.ts';
import { diagnoseWithGaps } from '../../../lambdas/shared/domain/diagnosis/diagnose.ts';
import type { AccessEvidence } from '../../../lambdas/shared/domain/diagnosis/diagnose-access.ts';
import type { EvidenceKind, Gap } from '../../../lambdas/shared/domain/diagnosis/gaps.ts';
import type { Instance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { ListedInstance } from '../input/fleet-list.ts';
import { accountOfInstance, type FileEvidence, placeOfInstance } from './file-evidence.ts';
import { defaultHostSetting, findProfile } from './role-files.ts';
import type { ShownReasonCode } from './shown-reasons.ts';

/** Why an instance is not managed, as far as the files show it. */
export interface ShownCause {
  readonly code: Cause['code'] | ShownReasonCode;
  readonly detail?: string;
  readonly certainty?: Cause['certainty'];
  readonly notLookedAt?: Cause['notLookedAt'];
}

/**
 * The cause that the deployed function would find if it saw what the files show, and no more. Where that is nothing, the
 * detail names the outputs that would show more.
 */
export function shownCause(listed: ListedInstance, evidence: FileEvidence): ShownCause {
  const instance = toInstance(listed);
  const { instanceProfileArn: arn } = instance;
  const profile = arn && evidence.instanceProfiles && findProfile(arn, evidence.instanceProfiles);
  const access: AccessEvidence = {
    instanceProfiles: new Map(arn && profile ? [[arn, profile]] : []),
    defaultHostManagement: findDefaultHost(listed, evidence),
  };
  const network = evidence.network ?? { vpcs: new Map(), securityGroups: new Map() };
  const { cause, gaps } = diagnoseWithGaps(instance, { access, network, hybrid: evidence.hybrid });
  const { code, detail, certainty, notLookedAt } = cause;
  if (!evidence.isManagedWhole && code !== 'MetadataOff' && code !== 'ManagedAsHybridNode')
    return { code: 'NotShown', detail: 'the list of managed instances is not whole (NextToken)' };
  if (code === 'CauseNotKnown') return { code: 'NotShown', detail: `not given: ${outputsFor(gaps)}` };
  return { code, ...(detail === undefined ? {} : { detail }), certainty, notLookedAt };
}

const describeCommand = (what: string): string => `aws ec2 describe-${what}`;
const describeDns = 'aws ec2 describe-vpc-attribute --attribute enableDnsSupport --vpc-id ID';

/** The flag of each kind of evidence, and the commands whose output shows it. */
const outputs: Readonly<Record<EvidenceKind, readonly ['--roles' | '--network' | '--managed', ...string[]]>> =
  {
    'instance profile': ['--roles', 'aws iam get-account-authorization-details'],
    role: ['--roles', 'aws iam get-account-authorization-details'],
    'Default Host Management': ['--roles', `aws ssm get-service-setting --setting-id ${defaultHostSetting}`],
    VPC: [
      '--network',
      ...['route-tables', 'vpc-endpoints', 'security-groups', 'subnets', 'network-acls'].map(describeCommand),
      describeDns,
    ],
    owner: ['--network', describeCommand('subnets')],
    DNS: ['--network', describeDns],
    endpoints: ['--network', describeCommand('vpc-endpoints')],
    'endpoint policy': ['--network', describeCommand('vpc-endpoints')],
    'route table': ['--network', describeCommand('route-tables')],
    'security groups': ['--network', describeCommand('security-groups')],
    'network ACL': ['--network', describeCommand('network-acls')],
    'hybrid nodes': ['--managed', 'aws ssm describe-instance-information'],
  };

/** The outputs that could show the cause, and were not given or do not have its resources. */
function outputsFor(gaps: readonly Gap[]): string {
  const byFlag = new Map<string, Set<string>>();
  for (const { kind } of gaps) {
    const [flag, ...commands] = outputs[kind];
    byFlag.set(flag, new Set([...(byFlag.get(flag) ?? []), ...commands]));
  }
  return [...byFlag].map(([flag, commands]) => `${flag} (${[...commands].join(', ')})`).join('; ');
}

/**
 * Default Host Management of the account and region of an instance: as its setting says, or on, with all that
 * agents need, where an instance that depends on it is Online; undefined when nothing shows it.
 */
export function findDefaultHost(
  listed: ListedInstance,
  { instanceProfiles, defaultHostPlaces }: FileEvidence,
): AccessEvidence['defaultHostManagement'] {
  const place = placeOfInstance(listed);
  const set = instanceProfiles?.defaultHosts.get(place);
  if (set?.role !== undefined || !defaultHostPlaces.has(place)) return set;
  return { role: { roleName: 'of Default Host Management', lacks: [] } };
}

function toInstance(listed: ListedInstance): Instance {
  const { instance } = listed;
  const { MetadataOptions: metadata, IamInstanceProfile: profile } = instance;
  const groupIds = (instance.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  return {
    instanceId: instance.InstanceId,
    state: 'running',
    launchedAtMs: 0,
    tags: {},
    ...given('ownerId', accountOfInstance(listed)),
    ...given('instanceProfileArn', profile?.Arn),
    ...given('vpcId', instance.VpcId),
    ...given('subnetId', instance.SubnetId),
    ...given('privateIpAddress', instance.PrivateIpAddress),
    ...given('privateDnsName', instance.PrivateDnsName),
    ...given('publicIpAddress', instance.PublicIpAddress),
    ...given('imageId', instance.ImageId),
    ...given('billedSystem', instance.PlatformDetails),
    ...(metadata?.HttpEndpoint ? { isMetadataOn: metadata.HttpEndpoint !== 'disabled' } : {}),
    ...(metadata?.HttpTokens ? { requiresImdsV2: metadata.HttpTokens === 'required' } : {}),
    ...(groupIds.length === 0 ? {} : { securityGroupIds: groupIds }),
  };
}

function given<Name extends string>(name: Name, value: string | null | undefined) {
  return value === undefined || value === null ? {} : { [name]: value };
}
