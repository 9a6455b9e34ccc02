import { isOlder } from '../shared/domain/fleet/agent-version.ts';
import { type ManagedInstance, systemOf } from '../shared/domain/fleet/instance.ts';
import { type DocumentChoice, type Profile, type Share, sharesOf } from '../shared/domain/fleet/profile.ts';
import { type AgentState, isAgentOpen, staying } from '../shared/domain/roster/agent-state.ts';
import type { RunningCase } from './decision.ts';

/** What a claim says of the agents of its profile. A profile that names a document says nothing of agents. */
export interface AgentFields {
  readonly agent?: string;
  readonly agents?: readonly AgentState[];
}

/**
 * What an instance gets next.
 * `send`: this document.
 * `rest`: nothing more: its agents are dealt with.
 * `unsupported`: nothing at all: the profile has no document for its system.
 * `tooOld`: nothing now: its SSM agent is older than each open document needs.
 */
export type SharePlan =
  | { readonly kind: 'send'; readonly choice: DocumentChoice; readonly fields: AgentFields }
  | { readonly kind: 'rest'; readonly agents: readonly AgentState[] }
  | { readonly kind: 'unsupported'; readonly fields: AgentFields }
  | { readonly kind: 'tooOld'; readonly floor: string; readonly fields: AgentFields };

/**
 * Decides what a managed instance gets next of its profile. Agents are sent one after the other, in the order of
 * the profile. One that has succeeded is never sent again, nor one that failed at this start, unless it is to be decided
 * anew. What the profile names now counts, and not what it named when the first agent was sent.
 */
export function planShares(known: RunningCase, profile: Profile, managed: ManagedInstance): SharePlan {
  const shares = sharesOf(profile, known.settings.agents, systemOf(managed));
  const states = shares.flatMap((share) => stateOf(share, known) ?? []);
  const kept = succeededBefore(known, states);
  const fieldsOf = ({ agent }: Share): AgentFields => {
    const agents = [...states, ...kept];
    return {
      ...(agent === undefined ? {} : { agent }),
      ...(agents.length === 0 && known.entry?.agents === undefined ? {} : { agents }),
    };
  };
  const open = shares.flatMap((share) => {
    const isOpen = states.find(({ agent }) => agent === share.agent)?.status === 'waiting';
    return share.choice !== undefined && (share.agent === undefined || isOpen)
      ? [{ ...share, choice: share.choice, floor: known.settings.floors[share.choice.document] }]
      : [];
  });
  const [first] = open;
  if (first === undefined) {
    if (shares.every(({ choice }) => choice === undefined))
      return { kind: 'unsupported', fields: fieldsOf({ choice: undefined }) };
    return { kind: 'rest', agents: [...states, ...kept] };
  }
  const next = open.find(({ floor }) => floor === undefined || !isOlder(managed.agentVersion, floor));
  if (next !== undefined) return { kind: 'send', choice: next.choice, fields: inHand(fieldsOf(next), next) };
  return { kind: 'tooOld', floor: first.floor ?? '', fields: fieldsOf(first) };
}

/** The fields of a claim. The agent in hand has its document, by which its end is told from that of another. */
function inHand(fields: AgentFields, { agent, choice }: Share): AgentFields {
  const { agents } = fields;
  if (agents === undefined || agent === undefined || choice === undefined) return fields;
  const { document } = choice;
  return { ...fields, agents: agents.map((one) => (one.agent === agent ? { ...one, document } : one)) };
}

/** Where an agent of the profile stands; undefined for a document of no agent. */
function stateOf(
  { agent, choice }: Share,
  { entry, instance, stateChange, nowMs }: RunningCase,
): AgentState | undefined {
  if (agent === undefined) return undefined;
  const { launchedAtMs: launchedAt } = instance;
  const state = entry?.agents?.find((one) => one.agent === agent);
  const fresh = { agent, changedAt: nowMs, launchedAt };
  if (choice === undefined) {
    const isSaid = state?.status === 'onboarded' || state?.status === 'excluded';
    return isSaid ? state : { ...fresh, status: 'excluded', reason: 'UnsupportedPlatform' };
  }
  // An agent without a document for the system may have got one since.
  const wasSkipped = state?.status === 'excluded' && state.document === undefined;
  const isOpenedAgain = state?.status === 'failed' && stateChange.isAnew === true;
  if (state !== undefined && !wasSkipped && !isOpenedAgain && !isAgentOpen(state, launchedAt)) return state;
  if (state?.hadVersion !== undefined && state.status === 'failed') return withWhatItHad(state);
  return state?.status === 'waiting' ? staying(state) : { ...fresh, status: 'waiting', reason: 'NextAgent' };
}

/** The state of an agent of which a roll-out failed before anything ran: it is there as before. */
function withWhatItHad({ agent, document, hadVersion, changedAt, launchedAt }: AgentState): AgentState {
  return {
    ...({ agent, status: 'onboarded', reason: 'Onboarded', changedAt, launchedAt } as const),
    ...(document === undefined ? {} : { document }),
    ...(hadVersion === undefined ? {} : { documentVersion: hadVersion }),
  };
}

/** The agents that are there and that the profile no longer names. If it names them again, they count. */
function succeededBefore({ entry }: RunningCase, states: readonly AgentState[]): readonly AgentState[] {
  const named = states.map(({ agent }) => agent);
  return (entry?.agents ?? []).filter(
    ({ agent, status, leaving }) => (status === 'onboarded' || leaving === true) && !named.includes(agent),
  );
}
