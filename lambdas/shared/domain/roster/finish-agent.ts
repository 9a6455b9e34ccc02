import type { AgentEnd } from './agent-end.ts';
import { type AgentState, isAgain, isAgentOpen } from './agent-state.ts';
import { finishErrand } from './finish-errand.ts';
import { type Had, hasNeverRun } from './had.ts';
import type { ChangeTo, EntryChange } from './move-entry.ts';
import { isReasonCode } from './reason.ts';
import type { EntryOf } from './roster-entry.ts';

/**
 * What becomes of an entry whose order has ended for good. If other agents of the profile are open, the entry
 * waits for the next one, due at once. If none is, it comes to rest. It knows this by itself: the claim wrote all
 * agents into it.
 */
export function finishAgent(
  entry: EntryOf<'claimed' | 'commanded'>,
  end: AgentEnd,
  nowMs: number,
): EntryChange {
  const ofErrand = finishErrand(entry, end, nowMs);
  if (ofErrand !== undefined) return ofErrand;
  const { agent } = entry;
  const { result } = end;
  const known = entry.agents ?? [];
  const inHand = known.find((one) => one.agent === agent);
  // A version of Muster that knows no agents may have sent a document of its own. That says nothing of the agent.
  if (inHand === undefined || inHand.document !== entry.document)
    return { ...restAfter(end, nowMs), ...(end.status === 'failed' ? hadAfter(entry, end) : {}) };
  const isGone = inHand.leaving === true && end.status === 'onboarded';
  const state = stateAfter(entry, inHand, end, nowMs);
  const agents = known.flatMap((one) => (one !== inHand ? [one] : isGone ? [] : [state]));
  const next = agents.find((one) => isAgentOpen(one, entry.launchedAt));
  if (next === undefined) {
    const isAnySent = agents.some(({ status }) => status === 'onboarded' || status === 'failed');
    // What its profile gives to the instance is not known from the agent that was taken away.
    if (isGone && !isAnySent) return { ...restAfter(end, nowMs), agents };
    const rest = restOf(agents, nowMs);
    return { ...(rest.agent === agent ? result : {}), ...rest, agents };
  }
  return {
    status: 'waiting',
    reason: 'NextAgent',
    agent: next.agent,
    agents,
    waitingSince: nowMs,
    // After now, so that a recheck that looks at everything due now comes to an end.
    dueAt: nowMs + 1,
  };
}

/** What a failure keeps of what the instance had. */
function hadAfter(entry: EntryOf<'claimed' | 'commanded'>, { reason }: AgentEnd): Had {
  if (entry.status === 'claimed' || !hasNeverRun(reason)) return {};
  const { hadAt, hadVersion } = entry;
  return { ...(hadAt === undefined ? {} : { hadAt }), ...(hadVersion === undefined ? {} : { hadVersion }) };
}

/** The rest of an entry whose document is of no agent. */
function restAfter({ status, reason, result, attempts }: AgentEnd, nowMs: number): EntryChange {
  if (status === 'onboarded') return { ...result, status, reason, onboardedAt: nowMs };
  if (status === 'excluded') return { ...result, status, reason };
  return { ...result, status, reason, ...(attempts === undefined ? {} : { attempts }) };
}

function stateAfter(
  { document, documentVersion, launchedAt, ...entry }: EntryOf<'claimed' | 'commanded'>,
  inHand: AgentState,
  { status: told, reason, result, attempts = entry.attempts }: AgentEnd,
  nowMs: number,
): AgentState {
  const { agent, leaving, documentVersion: hadVersion } = inHand;
  // An agent whose document is not for the system cannot be taken away either.
  const status = leaving === true && told === 'excluded' ? 'failed' : told;
  const isStillThere = isAgain(inHand) && hasNeverRun(reason);
  return {
    agent,
    ...(leaving === true ? { leaving } : {}),
    status,
    reason,
    changedAt: nowMs,
    launchedAt,
    ...(document === undefined ? {} : { document }),
    ...(documentVersion === undefined ? {} : { documentVersion }),
    ...(entry.status === 'commanded' ? { commandId: entry.commandId } : {}),
    // What explains a failure. After a success nobody asks.
    ...(status === 'failed' ? { ...result, ...(attempts === undefined ? {} : { attempts }) } : {}),
    ...(status === 'failed' && isStillThere && hadVersion !== undefined ? { hadVersion } : {}),
  };
}

/** A rest that agents can lead to. */
type AgentsRest = ChangeTo<'onboarded'> | ChangeTo<'failed'> | ChangeTo<'excluded'>;

/**
 * The rest of an entry whose agents are all dealt with: failed with the first that failed; onboarded when one
 * succeeded; excluded when none of them is for the instance. Its fields tell of the agent that decided.
 */
export function restOf(agents: readonly AgentState[], nowMs: number): AgentsRest {
  const failed = agents.find(({ status }) => status === 'failed');
  if (failed !== undefined) {
    const { reason, attempts } = failed;
    const told = { ...sentOf(failed), ...resultOf(failed), ...(attempts === undefined ? {} : { attempts }) };
    return { ...told, status: 'failed', reason: isReasonCode(reason) ? reason : 'ScriptFailed' };
  }
  const last = agents.findLast(({ status }) => status === 'onboarded');
  if (last !== undefined)
    return { ...sentOf(last), status: 'onboarded', reason: 'Onboarded', onboardedAt: nowMs };
  return { status: 'excluded', reason: 'UnsupportedPlatform' };
}

/** What was sent, of the fields that are there. */
function sentOf({ agent, document, documentVersion, commandId }: AgentState) {
  return {
    agent,
    ...(document === undefined ? {} : { document }),
    ...(documentVersion === undefined ? {} : { documentVersion }),
    ...(commandId === undefined ? {} : { commandId }),
  };
}

/** How it ended, of the fields that are there. */
function resultOf({ statusDetails, step, exitCode }: AgentState) {
  return {
    ...(statusDetails === undefined ? {} : { statusDetails }),
    ...(step === undefined ? {} : { step }),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}
