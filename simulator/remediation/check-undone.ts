import type { DeployedStack, LocalCloud } from 'local-cloud';
import type { Workload } from '../fleet/workload.ts';
import type { Finding } from '../promises/finding.ts';
import type { Launched } from '../run/run-workload.ts';
import { declareAwsDocuments } from './aws-documents.ts';
import { differencesFrom, rolesOf } from './former-state.ts';
import { declareRoles } from './needy-fleet.ts';
import { automaticRules, isRemediated, type RemediationFacts } from './remediation-facts.ts';
import { undoAll } from './undo-all.ts';

/** Declares what runbooks need besides their stack, and notes what the account is like. Undefined without that stack. */
export function prepareRemediation(
  cloud: LocalCloud,
  stacks: readonly DeployedStack[],
  fleet: Workload,
): RemediationFacts | undefined {
  if (!isRemediated(stacks)) return undefined;
  declareAwsDocuments(cloud);
  declareRoles(cloud, fleet);
  return { automatic: automaticRules(stacks), roles: rolesOf(cloud) };
}

/** A run with remediation, when it has converged. */
interface Converged {
  readonly cloud: LocalCloud;
  readonly stacks: readonly DeployedStack[];
  readonly launched: readonly Launched[];
  readonly remediation?: RemediationFacts;
}

/** Undone: after the inverses of everything, roles and instances are what their owners made them. */
export async function checkUndone(run: Converged, seed: number): Promise<readonly Finding[]> {
  const { cloud, launched, remediation } = run;
  if (remediation === undefined) return [];
  await undoAll({ ...run, seed });
  return differencesFrom(remediation.roles, launched, cloud).map((breach) => ({
    promise: 'Undone',
    ...breach,
  }));
}
