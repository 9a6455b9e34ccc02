import { planAdding, planUndo } from './plan-role.ts';
import type { Role, RoleRules } from './role.ts';
import { trustsEc2 } from './trust-policy.ts';

/** A role that stays as it is, and why. */
export interface SkippedRole {
  readonly roleName: string;
  readonly reason: string;
}

/** Which roles of the account get the policy. */
export interface FleetPlan {
  /** How many roles EC2 may assume. */
  readonly found: number;
  /** How many of these have the policy. */
  readonly withPolicy: number;
  readonly lacking: readonly string[];
  readonly refused: readonly SkippedRole[];
}

/** Which roles of the account lose what was added, and of which the record alone goes. */
export interface ReleasePlan {
  readonly detached: readonly string[];
  readonly forgotten: readonly string[];
}

/** Decides which roles get the policy: all that EC2 may assume and that nothing protects. */
export function planPreparation(roles: readonly Role[], rules: RoleRules): FleetPlan {
  const ofEc2 = roles.filter(({ trust }) => trustsEc2(trust));
  const planned = ofEc2.map((role) => ({ roleName: role.roleName, ...planAdding(role, rules) }));
  const ofKind = (wanted: string) => planned.filter(({ kind }) => kind === wanted);
  return {
    found: ofEc2.length,
    withPolicy: ofKind('keep').length,
    lacking: ofKind('add').map(({ roleName }) => roleName),
    refused: ofKind('refuse').map(({ roleName, reason }) => ({ roleName, reason })),
  };
}

/** Decides what is undone: whatever has the record, whether EC2 may still assume it or not. */
export function planRelease(roles: readonly Role[], rules: RoleRules): ReleasePlan {
  const planned = roles.map((role) => ({ roleName: role.roleName, ...planUndo(role, 'fleet', rules) }));
  const ofKind = (wanted: string) =>
    planned.filter(({ kind }) => kind === wanted).map(({ roleName }) => roleName);
  return { detached: ofKind('detach'), forgotten: ofKind('forget') };
}
