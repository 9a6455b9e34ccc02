import type { Log } from '../shared/runtime/log.ts';
import type { Associations } from './associations-client.ts';
import type { WantedAssociation } from './parse-singleton.ts';
import { type AssociationPlan, planAssociation } from './plan-association.ts';
import type { Settled } from './settle-setting.ts';

/** What settling an association needs. */
export interface AssociationPorts {
  readonly associations: Associations;
  readonly log: Log;
}

/**
 * Makes the association, brings it to what is wanted, or leaves its work to that of somebody else. It finds its own by the
 * name, which no other stack gives. So one that an earlier delivery made is found again.
 */
export async function settleAssociation(
  wanted: WantedAssociation,
  ports: AssociationPorts,
): Promise<Settled> {
  const plan = await decide(wanted, ports);
  if (plan.kind === 'update') await ports.associations.update(plan.id, wanted);
  return { value: plan.kind === 'yield' ? '' : wanted.name, report: `${wanted.title}: ${plan.reason}.` };
}

/** Looks at the association between deployments. What is there stays as it is: a change would run it at once. */
export async function lookAtAssociation(wanted: WantedAssociation, ports: AssociationPorts): Promise<void> {
  await decide(wanted, ports);
}

/** Deletes the association of the stack. */
export async function removeAssociation(
  wanted: WantedAssociation,
  { associations, log }: AssociationPorts,
): Promise<void> {
  const listed = await associations.list();
  const own = listed.filter(({ name }) => name === wanted.name);
  log.info('removal of an association decided', { association: wanted.name, count: own.length });
  for (const { id } of own) await associations.remove(id);
}

/**
 * How often to look again when a creation ended with an error. Its answer may be lost, and a second creation would make
 * another association, or be refused.
 */
const attemptsMax = 3;

/** Decides, and does all but the update. */
async function decide(
  wanted: WantedAssociation,
  { associations, log }: AssociationPorts,
): Promise<AssociationPlan> {
  for (let attempt = 1; ; attempt++) {
    const plan = planAssociation(wanted, await associations.list());
    log.info('association decided', { association: wanted.name, kind: plan.kind, reason: plan.reason });
    for (const id of plan.remove) await associations.remove(id);
    if (plan.kind !== 'create') return plan;
    try {
      await associations.create(wanted);
      return plan;
    } catch (error) {
      if (attempt === attemptsMax) throw error;
      log.warn('association not made', { association: wanted.name, reason: String(error) });
    }
  }
}
