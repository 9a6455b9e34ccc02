import { recordTags } from '../shared/domain/role-records.ts';
import type { Log } from '../shared/runtime/log.ts';
import { addPolicy, undo } from './change-role.ts';
import type { InstanceRoles } from './instance-roles-client.ts';
import { planAdding, planUndo } from './plan-role.ts';
import type { RoleRules } from './role.ts';
import type { Roles } from './roles-client.ts';

/** What the function needs for one instance. */
export interface InstancePorts {
  readonly roles: Roles;
  readonly instanceRoles: InstanceRoles;
  readonly log: Log;
}

/**
 * What a runbook is told. It looks for the words of `Decision` in the whole answer, so they are words that no name
 * holds: names of roles have no spaces. No `Reason` holds them either.
 */
export interface InstanceAnswer {
  readonly Decision:
    | 'may be granted'
    | 'is granted now'
    | 'has access already'
    | 'may be revoked'
    | 'is revoked now'
    | 'has nothing to revoke'
    | 'is refused';
  readonly Reason: string;
  readonly RoleName?: string;
  /** Instances that have the role too: some of them. */
  readonly OtherInstances?: readonly string[];
  /** How many there are; `1000+` when there are more. */
  readonly OtherInstancesCount?: string;
}

/** How many other instances an answer names. */
const namedMax = 50;

const lacks = {
  profile: 'the instance has no instance profile; AttachInstanceProfile is for such an instance',
  role: 'the instance profile of the instance has no role',
} as const;

/** Gives the policy to the role of an instance, or says what it would do. @throws the errors of EC2 and IAM. */
export async function grant(
  { roles, instanceRoles, log }: InstancePorts,
  asked: { readonly instanceId: string; readonly isDryRun: boolean },
  rules: RoleRules,
): Promise<InstanceAnswer> {
  const found = await instanceRoles.roleOf(asked.instanceId);
  if ('lack' in found) return { Decision: 'is refused', Reason: lacks[found.lack] };
  const { roleName } = found;
  const { kind, reason } = planAdding(await roles.read(roleName), rules);
  const { instanceIds, hasMore } = await instanceRoles.usersOf(roleName);
  const others = instanceIds.filter((id) => id !== asked.instanceId).sort();
  const answer = {
    ...{ Reason: reason, RoleName: roleName, OtherInstances: others.slice(0, namedMax) },
    OtherInstancesCount: `${others.length}${hasMore ? '+' : ''}`,
  };
  if (kind === 'keep') return { Decision: 'has access already', ...answer };
  if (kind === 'refuse') return { Decision: 'is refused', ...answer };
  if (asked.isDryRun) return { Decision: 'may be granted', ...answer };
  await addPolicy(roles, roleName, recordTags.instance);
  log.info('access granted', { instanceId: asked.instanceId, roleName });
  return { Decision: 'is granted now', ...answer };
}

/** Which role is meant: that of an instance, or a role by name. One of the two is an empty text. */
export interface RevokedRole {
  readonly instanceId: string;
  readonly roleName: string;
  readonly isDryRun: boolean;
}

/** Takes the policy away that was granted, or says what it would do. @throws the errors of EC2 and IAM. */
export async function revoke(
  { roles, instanceRoles, log }: InstancePorts,
  asked: RevokedRole,
  rules: RoleRules,
): Promise<InstanceAnswer> {
  if ((asked.instanceId === '') === (asked.roleName === ''))
    return { Decision: 'is refused', Reason: 'either InstanceId or RoleName says which role is meant' };
  const found = asked.roleName === '' ? await instanceRoles.roleOf(asked.instanceId) : asked;
  if ('lack' in found) return { Decision: 'has nothing to revoke', Reason: lacks[found.lack] };
  const { roleName } = found;
  const { kind, reason } = planUndo(await roles.read(roleName), 'instance', rules);
  const answer = { Reason: reason, RoleName: roleName };
  if (kind === 'keep') return { Decision: 'has nothing to revoke', ...answer };
  if (asked.isDryRun) return { Decision: 'may be revoked', ...answer };
  await undo(roles, roleName, {
    ...{ tag: recordTags.instance, detaches: kind === 'detach', policyArn: rules.policyArn },
  });
  log.info('access revoked', { roleName, isDetached: kind === 'detach' });
  return { Decision: 'is revoked now', ...answer };
}
