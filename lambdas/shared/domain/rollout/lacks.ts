import type { AgentState } from '../roster/agent-state.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';
import type { RolloutPlan } from './rollout-state.ts';

type Aim = Pick<RolloutPlan, 'versions' | 'agent' | 'uninstall'>;

/**
 * The documents that an entry has in another version than a roll-out sends, or that failed. What an instance does not
 * have at all, a roll-out does not give it: that is what profiles are for. Of a roll-out that uninstalls: the document of the
 * agent, as long as the entry has that.
 */
export function lackedDocuments(entry: RosterEntry, aim: Aim): readonly string[] {
  if (entry.agents !== undefined)
    return entry.agents
      .filter((state) => isLackedAgent(state, aim))
      .flatMap(({ document }) => document ?? []);
  const { document, documentVersion, status } = entry;
  if (document === undefined || aim.agent !== undefined || aim.uninstall !== undefined) return [];
  const wanted = versionOf(document, aim);
  if (wanted === undefined) return [];
  return status === 'failed' || wanted !== documentVersion ? [document] : [];
}

/** True for an agent that a roll-out sends again. */
export function isLackedAgent({ agent, document, documentVersion, status }: AgentState, aim: Aim): boolean {
  if (document === undefined || (aim.agent !== undefined && aim.agent !== agent)) return false;
  const wanted = versionOf(document, aim);
  if (wanted === undefined) return false;
  if (aim.uninstall !== undefined)
    return agent === aim.uninstall && (status === 'onboarded' || status === 'failed');
  return status === 'failed' || (status === 'onboarded' && documentVersion !== wanted);
}

function versionOf(document: string, { versions }: Aim): string | undefined {
  return Object.hasOwn(versions, document) ? versions[document] : undefined;
}
