import type { Context } from 'aws-lambda';
import { systemClock } from '../shared/clients/system-clock.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import type { FleetAnswer } from './fleet-answer.ts';
import { createInstanceRoles } from './instance-roles-client.ts';
import { parseRoleRequest } from './parse-role-request.ts';
import { roleAccessSettings } from './role-access-settings.ts';
import { createRoles } from './roles-client.ts';
import { prepare, release } from './settle-fleet.ts';
import { grant, type InstanceAnswer, revoke } from './settle-instance.ts';

const log = createLogger('role-access');

const connect = () => {
  const rules = readSettings(roleAccessSettings, process.env);
  const roles = createRoles(rules.policyArn);
  return { rules, ports: { roles, instanceRoles: createInstanceRoles(), clock: systemClock, log } };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Gives the policy of Muster to roles, and takes it away again.
 *
 * Called by a step of a runbook, which waits for the answer. Every call may come twice, or die: what was begun has its
 * record on the role. The inverse undoes what has a record.
 * @throws what EC2 and IAM refuse of one role. Then the step fails, and says so.
 */
export const handler = async (event: unknown, context: Context): Promise<InstanceAnswer | FleetAnswer> => {
  log.addContext(context);
  connection ??= connect();
  const { ports, rules } = connection;
  const request = parseRoleRequest(event);
  const isDryRun = request.DryRun === 'true';
  switch (request.Operation) {
    case 'grant':
      return grant(ports, { instanceId: request.InstanceId, isDryRun }, rules);
    case 'revoke':
      return revoke(ports, { instanceId: request.InstanceId, roleName: request.RoleName, isDryRun }, rules);
    case 'prepare':
      return prepare(ports, { rolesMax: request.RolesMax, isDryRun }, rules);
    case 'release':
      return release(ports, { rolesMax: request.RolesMax, isDryRun }, rules);
  }
};
