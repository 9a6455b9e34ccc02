import { diagnose } from '../../../lambdas/shared/domain/diagnosis/diagnose.ts';
import type { AccessEvidence } from '../../../lambdas/shared/domain/diagnosis/diagnose-access.ts';
import type { Instance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { ListedInstance } from '../input/fleet-list.ts';
import { type FileEvidence, placeOfInstance } from './file-evidence.ts';
import { findProfile } from './role-files.ts';
import type { ShownReasonCode } from './shown-reasons.ts';

/** Why an instance is not managed, as far as the files show it. */
export interface ShownCause {
  readonly code: ReturnType<typeof diagnose>['code'] | ShownReasonCode;
  readonly detail?: string;
}

/** The outputs that would show more, by flag. */
const moreOutputs = {
  roles: '--roles (aws iam get-account-authorization-details)',
  network: '--network (aws ec2 describe-route-tables, describe-vpc-endpoints and describe-security-groups)',
} as const;

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
  const { code, detail } = diagnose(instance, { access, network, hybrid: evidence.hybrid, isWhole: true });
  if (!evidence.isManagedWhole && code !== 'MetadataOff' && code !== 'ManagedAsHybridNode')
    return { code: 'NotShown', detail: 'the list of managed instances is not whole (NextToken)' };
  const missing = code === 'AgentSilent' ? missingFor(instance, { ...evidence, access }) : [];
  if (missing.length > 0) return { code: 'NotShown', detail: `not given: ${missing.join('; ')}` };
  return detail === undefined ? { code } : { code, detail };
}

/**
 * Default Host Management of the account and region of an instance: as its setting says, or on where an instance that
 * depends on it is Online; undefined when nothing shows it.
 */
export function findDefaultHost(
  listed: ListedInstance,
  { instanceProfiles, defaultHostPlaces }: FileEvidence,
): AccessEvidence['defaultHostManagement'] {
  const place = placeOfInstance(listed);
  const set = instanceProfiles?.defaultHosts.get(place);
  if (set?.role !== undefined || !defaultHostPlaces.has(place)) return set;
  return { role: { roleName: 'of Default Host Management', lacks: undefined } };
}

/** The outputs that could show the cause of an instance, and were not given or do not have its resources. */
function missingFor(instance: Instance, evidence: FileEvidence & { access: AccessEvidence }): string[] {
  const { instanceProfileArn, vpcId = '', securityGroupIds = [] } = instance;
  const profile = evidence.access.instanceProfiles.get(instanceProfileArn ?? '');
  const vpc = evidence.network?.vpcs.get(vpcId);
  const hasRoles = instanceProfileArn === undefined || profile?.role?.lacks !== undefined;
  const hasNetwork =
    vpc?.endpoints !== undefined &&
    vpc.routeTables !== undefined &&
    securityGroupIds.every((id) => evidence.network?.securityGroups.has(id));
  return [...(hasRoles ? [] : [moreOutputs.roles]), ...(hasNetwork ? [] : [moreOutputs.network])];
}

function toInstance({ instance }: ListedInstance): Instance {
  const { MetadataOptions: metadata, IamInstanceProfile: profile } = instance;
  const groupIds = (instance.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  return {
    instanceId: instance.InstanceId,
    state: 'running',
    launchedAtMs: 0,
    tags: {},
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
