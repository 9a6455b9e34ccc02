import type { Clock } from '../shared/clients/system-clock.ts';
import { recordTags } from '../shared/domain/role-records.ts';
import type { Log } from '../shared/runtime/log.ts';
import { type BatchOutcome, changeInBatches } from './change-in-batches.ts';
import { addPolicy, undo } from './change-role.ts';
import { answerOf, type FleetAnswer, shownSkipped } from './fleet-answer.ts';
import { planPreparation, planRelease } from './plan-fleet.ts';
import type { RoleRules } from './role.ts';
import type { Roles } from './roles-client.ts';

/** What the function needs for all roles. */
export interface FleetPorts {
  readonly roles: Roles;
  readonly clock: Clock;
  readonly log: Log;
}

/** How much is asked for. */
export interface FleetAsked {
  readonly isDryRun: boolean;
  readonly rolesMax: number;
}

/**
 * No role is begun after this time. Automation waits 5 minutes for a function. The rest is for the role in hand, whose calls
 * may be throttled.
 */
const beginSecondsMax = 180;

/** Gives the policy to the roles of the account that EC2 may assume, or says what it would do. */
export async function prepare(ports: FleetPorts, asked: FleetAsked, rules: RoleRules): Promise<FleetAnswer> {
  const deadlineMs = deadlineOf(ports);
  const { found, withPolicy, lacking, refused } = planPreparation(await ports.roles.list(), rules);
  const add = (roleName: string) => addPolicy(ports.roles, roleName, recordTags.fleet);
  const outcome = await carryOut(ports, { ...asked, deadlineMs }, lacking, add);
  return {
    ...answerOf(outcome, asked.isDryRun),
    ...{ RolesOfEc2: found, WithPolicy: withPolicy, Refused: refused.length },
    RefusedRoles: shownSkipped(refused),
  };
}

/** Takes the policy from every role that has the record, or says what it would do. */
export async function release(ports: FleetPorts, asked: FleetAsked, rules: RoleRules): Promise<FleetAnswer> {
  const deadlineMs = deadlineOf(ports);
  const { detached, forgotten } = planRelease(await ports.roles.list(), rules);
  const withPolicy = new Set(detached);
  const remove = (roleName: string) =>
    undo(ports.roles, roleName, {
      ...{ tag: recordTags.fleet, detaches: withPolicy.has(roleName), policyArn: rules.policyArn },
    });
  const outcome = await carryOut(ports, { ...asked, deadlineMs }, [...detached, ...forgotten], remove);
  return answerOf(outcome, asked.isDryRun);
}

function deadlineOf({ clock }: FleetPorts): number {
  return clock.now() + beginSecondsMax * 1000;
}

async function carryOut(
  { clock, log }: FleetPorts,
  { isDryRun, ...limits }: FleetAsked & { readonly deadlineMs: number },
  roleNames: readonly string[],
  change: (roleName: string) => Promise<void>,
): Promise<BatchOutcome> {
  if (isDryRun) return { changed: [], failed: [], left: roleNames };
  const outcome = await changeInBatches(roleNames, change, { ...limits, clock });
  const { changed, failed, left } = outcome;
  log.info('roles changed', { changed: changed.length, failed: failed.length, left: left.length });
  return outcome;
}
