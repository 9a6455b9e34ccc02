import { isObject } from '../is-object.ts';

/** Where one agent of a profile stands on an instance. `waiting`: it is still to be dealt with, or is in hand. */
export type AgentStatus = 'waiting' | 'onboarded' | 'failed' | 'excluded';

/**
 * What became of one agent of a profile on an instance. `launchedAt` is the start of the instance at which it came
 * to its status: a failure counts for that start only. What was sent is there when something was.
 */
export interface AgentState {
  readonly agent: string;
  readonly status: AgentStatus;
  /** A `ReasonCode`, or a code of another version of Muster. */
  readonly reason: string;
  readonly changedAt: number;
  readonly launchedAt: number;
  readonly document?: string;
  readonly documentVersion?: string;
  readonly commandId?: string;
  readonly statusDetails?: string;
  readonly step?: string;
  readonly exitCode?: number;
  readonly attempts?: number;
  /** The version that the instance still has, after a failure of a roll-out of which nothing ran. */
  readonly hadVersion?: string;
  /** True for an agent that no profile names and that a roll-out takes away. It is gone from the entry when that succeeded. */
  readonly leaving?: true;
}

const statuses: readonly unknown[] = ['waiting', 'onboarded', 'failed', 'excluded'] satisfies AgentStatus[];
const texts = ['document', 'documentVersion', 'commandId', 'statusDetails', 'step', 'hadVersion'] as const;
const numbers = ['exitCode', 'attempts'] as const;

/** The agents of an entry from their text in the table. A text that is not JSON is returned as it is. */
export function parseAgents(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** True for a list of states, whichever version of Muster wrote it. */
export function isAgentStates(value: unknown): value is readonly AgentState[] {
  return Array.isArray(value) && value.every(isAgentState);
}

function isAgentState(value: unknown): value is AgentState {
  if (!isObject(value)) return false;
  const isOf = (kind: string, name: string) => typeof value[name] === kind;
  const isOfOrNone = (kind: string, name: string) => value[name] === undefined || isOf(kind, name);
  return (
    isOf('string', 'agent') &&
    statuses.includes(value['status']) &&
    isOf('string', 'reason') &&
    isOf('number', 'changedAt') &&
    isOf('number', 'launchedAt') &&
    texts.every((name) => isOfOrNone('string', name)) &&
    numbers.every((name) => isOfOrNone('number', name)) &&
    isOfOrNone('boolean', 'leaving')
  );
}

/**
 * True for an agent that is still to be dealt with at a start of the instance, which began at `launchedAt`. What
 * failed at an earlier start is tried again. What succeeded is not, whatever version of the document it was.
 */
export function isAgentOpen({ status, launchedAt: atStart }: AgentState, launchedAt: number): boolean {
  return status === 'waiting' || (status === 'failed' && atStart < launchedAt);
}

/** True for an agent that is there and is sent again: a roll-out took it up, or it has drifted. */
export function isAgain({ status, reason }: AgentState): boolean {
  return status === 'waiting' && (reason === 'RolloutWave' || reason === 'Drifted');
}

/** A state as it is in an entry at rest: an agent that was to be sent again, and was not, is what it was. */
export function atRest(state: AgentState): AgentState {
  return isAgain(state) ? { ...staying(state), status: 'onboarded', reason: 'Onboarded' } : state;
}

/** The state of an agent that nobody takes away any more. */
export function staying({ leaving: _, ...state }: AgentState): AgentState {
  return state;
}

/** The agent that is to be taken away now; undefined when there is none. */
export function leavingAgent(agents: readonly AgentState[] = []): AgentState | undefined {
  return agents.find(({ leaving, status }) => leaving === true && status === 'waiting');
}
