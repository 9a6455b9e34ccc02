import type { AgentState } from '../../lambdas/shared/domain/roster/agent-state.ts';
import type { RosterRow } from '../run/roster-rows.ts';
import type { SimulationWatch } from '../run/simulation-watch.ts';
import type { DeployedTimes } from './deployed-times.ts';

/**
 * How the agents of an entry that rests contradict what is so; undefined when they do not. Each agent of the profile is
 * there once, in its order. Where the entry is onboarded or failed, each is dealt with, and what it says is so.
 */
export function contradictionOfAgents(
  { instanceId, status, profile = '', agents = [] }: RosterRow,
  { times, watch }: { readonly times: Pick<DeployedTimes, 'agents'>; readonly watch: SimulationWatch },
): string | undefined {
  const named = times.agents.get(profile) ?? [];
  const isDone = status === 'onboarded' || status === 'failed';
  const listed = agents.map(({ agent }) => agent);
  if ((isDone || listed.length > 0) && listed.join() !== named.join())
    return `names the agents ${listed.join(', ') || 'none'}; its profile names ${named.join(', ') || 'none'}`;
  if (!isDone || named.length === 0) return undefined;
  const wrong = agents.flatMap(
    (state) => wrongWith(state, (document) => watch.detailsOf(instanceId, document)) ?? [],
  );
  if (wrong.length > 0) return wrong.join('; ');
  const outcome = agents.some((state) => state.status === 'failed') ? 'failed' : 'onboarded';
  return status === outcome ? undefined : `its agents are ${outcome}`;
}

function wrongWith(
  { agent, status, document, documentVersion }: AgentState,
  detailsOf: (document: string) => string | undefined,
): string | undefined {
  if (status === 'waiting') return `${agent} is still open`;
  const details = document === undefined ? undefined : detailsOf(`${document}:${documentVersion}`);
  const isRight = status === 'onboarded' ? details === 'Success' : details !== 'Success';
  return isRight ? undefined : `${agent} is ${status}, and its command is ${details ?? 'none'}`;
}
