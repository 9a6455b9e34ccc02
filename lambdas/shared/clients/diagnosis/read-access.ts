import { GetInstanceProfileCommand, type IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { GetServiceSettingCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { AccessEvidence } from '../../domain/diagnosis/diagnose-access.ts';
import { type RoleEvidence, roleEvidence } from '../../domain/diagnosis/role-evidence.ts';
import type { Instance } from '../../domain/fleet/instance.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { type Attempts, distinct } from './attempts.ts';
import { readPolicies } from './read-policies.ts';

/** What reading the evidence of access needs. */
export interface AccessReader {
  readonly iam: IAMClient;
  readonly ssm: SSMClient;
  readonly attempts: Attempts;
}

/**
 * A role takes about eleven calls of IAM, which throttles by account: 50 instance profiles take about ten
 * seconds.
 */
const instanceProfilesMax = 50;

/** The setting that turns Default Host Management on by naming a role, and its value while it is off. */
const defaultHostSetting = '/ssm/managed-instance/default-ec2-instance-management-role';
const noRole = '$None';

/** Reads what the instance profiles allow, and whether the account has Default Host Management. */
export async function readAccess(
  instances: readonly Instance[],
  { iam, ssm, attempts }: AccessReader,
): Promise<AccessEvidence> {
  const policies = readPolicies(iam, attempts);
  const roles = new Map<string, Promise<RoleEvidence>>();
  const readRole = (roleName: string): Promise<RoleEvidence> => {
    const known = roles.get(roleName);
    if (known !== undefined) return known;
    const role = policies.ofRole(roleName).then((found) => roleEvidence(roleName, found));
    roles.set(roleName, role);
    return role;
  };
  const options = { max: instanceProfilesMax, what: 'instance profiles', attempts };
  const arns = distinct(
    instances.map(({ instanceProfileArn }) => instanceProfileArn),
    options,
  );
  const instanceProfiles = await mapConcurrently(arns, callsAtOnce, async (arn) => {
    const found = await attempts.attempt(options.what, () => readRoleNames(iam, arn));
    if (found === undefined) return [];
    const [roleName] = found;
    return [[arn, { role: roleName === undefined ? undefined : await readRole(roleName) }] as const];
  });
  const setting = await attempts.attempt('the setting of Default Host Management', () => readSetting(ssm));
  return {
    instanceProfiles: new Map(instanceProfiles.flat()),
    defaultHostManagement: setting && {
      role: setting.roleName ? await readRole(setting.roleName) : undefined,
    },
  };
}

/** The names of the roles in an instance profile: one, or none. A deleted instance profile has none. */
async function readRoleNames(iam: IAMClient, arn: string): Promise<string[]> {
  try {
    const name = new GetInstanceProfileCommand({ InstanceProfileName: arn.split('/').at(-1) });
    const { InstanceProfile } = await iam.send(name);
    return (InstanceProfile?.Roles ?? []).flatMap(({ RoleName }) => RoleName ?? []);
  } catch (error) {
    if (error instanceof NoSuchEntityException) return [];
    throw error;
  }
}

/** The value is a role's name with its path, such as `service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole`. */
async function readSetting(ssm: SSMClient): Promise<{ roleName: string | undefined }> {
  const answer = await ssm.send(new GetServiceSettingCommand({ SettingId: defaultHostSetting }));
  const value = answer.ServiceSetting?.SettingValue ?? noRole;
  return { roleName: value === noRole ? undefined : value.split('/').at(-1) };
}
