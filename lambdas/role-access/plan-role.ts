import { recordTags } from '../shared/domain/role-records.ts';
import { type Role, type RoleRules, tagOf } from './role.ts';
import { trustsEc2 } from './trust-policy.ts';

/** Who asks: the runbook for an instance, or the one for all roles. */
export type Asker = keyof typeof recordTags;

/** What becomes of a role that is to get the policy, and why. */
export interface AddingPlan {
  readonly kind: 'add' | 'keep' | 'refuse';
  readonly reason: string;
}

/** What becomes of a role that is to lose what was added, and why. */
export interface UndoPlan {
  readonly kind: 'detach' | 'forget' | 'keep';
  readonly reason: string;
}

/** The paths of roles that AWS alone changes (IAM user guide). */
const pathsOfAws = [
  ['/aws-service-role/', 'it is a service-linked role, which AWS alone may change'],
  ['/aws-reserved/', 'it is a role of AWS, which AWS alone may change'],
] as const;

/** Decides whether a role gets the policy. A role that has it is left as it is, whoever gave it. */
export function planAdding(role: Role, rules: RoleRules): AddingPlan {
  if (role.policyArns.includes(rules.policyArn)) return { kind: 'keep', reason: 'it has the policy' };
  const reason = refusalOf(role, rules);
  if (reason !== undefined) return { kind: 'refuse', reason };
  return { kind: 'add', reason: 'it lacks the policy' };
}

function refusalOf(role: Role, { policyArn, protectedTag }: RoleRules): string | undefined {
  const ofAws = pathsOfAws.find(([path]) => role.path.startsWith(path));
  if (ofAws !== undefined) return ofAws[1];
  if (tagOf(role, protectedTag) !== undefined) return `the tag ${protectedTag} protects it`;
  if (!trustsEc2(role.trust)) return 'EC2 may not assume it, so the policy would be of no use';
  const foreign = Object.values(recordTags).find((key) => ![undefined, policyArn].includes(tagOf(role, key)));
  return foreign && `its tag ${foreign} is the record of another policy`;
}

/**
 * Decides what is undone for an asker: what its own record says, and no more. While the other asker has a record too, the
 * policy stays for that one.
 */
export function planUndo(role: Role, asker: Asker, { policyArn }: RoleRules): UndoPlan {
  const other = asker === 'instance' ? 'fleet' : 'instance';
  const isRecorded = (by: Asker) => tagOf(role, recordTags[by]) === policyArn;
  if (!isRecorded(asker)) return { kind: 'keep', reason: 'there is no record of it' };
  if (!role.policyArns.includes(policyArn)) return { kind: 'forget', reason: 'it lacks the policy' };
  if (isRecorded(other)) return { kind: 'forget', reason: `its tag ${recordTags[other]} keeps the policy` };
  return { kind: 'detach', reason: 'the record says who gave the policy' };
}
