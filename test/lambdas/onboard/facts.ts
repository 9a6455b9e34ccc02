import type { Decision } from '../../../lambdas/onboard/decision.ts';
import { planByCause } from '../../../lambdas/onboard/plan-by-cause.ts';
import { type FleetKnowledge, planByFleet } from '../../../lambdas/onboard/plan-by-fleet.ts';
import { planByManaged } from '../../../lambdas/onboard/plan-by-managed.ts';
import { claimFor } from '../../../lambdas/onboard/plan-sent.ts';
import type { Cause } from '../../../lambdas/shared/domain/diagnosis/cause.ts';
import type { ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { ErrandOrder } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import type { ReasonCode } from '../../../lambdas/shared/domain/roster/reason.ts';
import type { RosterStatus } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  aManagedInstance,
  anEntry,
  anInstance,
  anOrder,
  aStateChange,
  byId,
  type EntryFields,
  idOf,
  minuteMs,
  nowMs,
  someSettings,
} from '../builders.ts';

/** What is known of instance 1. Null means absent. By default it is running and managed. */
export interface KnownFacts {
  readonly stateChange?: Parameters<typeof aStateChange>[0];
  readonly instance?: Parameters<typeof anInstance>[0] | null;
  readonly managed?: Parameters<typeof aManagedInstance>[0] | null;
  readonly entry?: Parameters<typeof anEntry>[0];
  readonly settings?: Parameters<typeof someSettings>[0];
  /** What roll-outs send besides, by roll-out. */
  readonly errands?: Readonly<Record<string, ErrandOrder>>;
  /** The cause that was found. Without one, nobody has looked. */
  readonly cause?: Cause;
}

/** All knowledge that the stages of the plan get. */
export interface Knowledge extends FleetKnowledge {
  readonly managed: ReadonlyMap<string, ManagedInstance>;
  readonly causes: ReadonlyMap<string, Cause>;
}

/** The instances about which Systems Manager is asked. */
export function askedManaged(known: FleetKnowledge): string[] {
  return planByFleet(known).open.map(({ instance }) => instance.instanceId);
}

/** The instances whose cause is asked for. */
export function askedCause(known: Omit<Knowledge, 'causes'>): string[] {
  const { open } = planByManaged(planByFleet(known).open, known.managed);
  return open.map(({ instance }) => instance.instanceId);
}

/**
 * Every decision, in the order of the state changes. Each stage only knows the instances that it asked about.
 */
export function planAll(known: Knowledge): Decision[] {
  const byFleet = planByFleet(known);
  const byManaged = planByManaged(byFleet.open, known.managed);
  const byCause = planByCause(byManaged.open, known.causes);
  const all = [...byFleet.decisions, ...byManaged.decisions, ...byCause];
  return known.stateChanges.flatMap(({ instanceId }) =>
    all.filter(({ stateChange }) => stateChange.instanceId === instanceId),
  );
}

/** The input of the plan, made from what a case says of instance 1. */
export function knowledgeOf(facts: KnownFacts): Knowledge {
  const { stateChange, instance, managed, entry, settings, cause, errands = {} } = facts;
  return {
    stateChanges: [aStateChange(stateChange)],
    instances: byId(instance === null ? [] : [anInstance(instance)]),
    managed: byId(managed === null ? [] : [aManagedInstance(managed)]),
    entries: byId(entry === undefined ? [] : [anEntry(entry)]),
    unansweredIds: new Set(),
    causes: new Map(cause === undefined ? [] : [[aStateChange(stateChange).instanceId, cause]]),
    settings: someSettings(settings),
    errands: new Map(Object.entries(errands)),
    nowMs,
  };
}

/** A case: what is known, and the expected decision. `becomes` is the status that the roster will show. */
export interface PlanCase {
  readonly name: string;
  readonly known: KnownFacts;
  readonly kind: 'send' | 'record' | 'leave' | 'retry';
  readonly reason: ReasonCode;
  readonly becomes?: RosterStatus;
}

/** The one decision about instance 1. */
export function decide(known: KnownFacts): Decision {
  const [decision, ...others] = planAll(knowledgeOf(known));
  if (decision === undefined || others.length > 0) throw new Error('one state change, one decision');
  return decision;
}

/** The entry that a decision writes. */
export function written(known: KnownFacts): EntryFields {
  const decision = decide(known);
  if (decision.kind === 'send') {
    const order = anOrder([idOf(1)]);
    const [claim] = claimFor(order, new Map([[idOf(1), decision.claim]]), nowMs + minuteMs);
    if (claim !== undefined) return claim.to;
  }
  if (!('move' in decision)) throw new Error(`nothing is written: ${decision.kind} ${decision.reason}`);
  return decision.move.to;
}
