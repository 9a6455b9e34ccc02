import { type Decision, type Knowledge, planOnboarding } from '../../../lambdas/onboard/plan-onboarding.ts';
import { claimFor } from '../../../lambdas/onboard/plan-sent.ts';
import type { Cause } from '../../../lambdas/shared/domain/diagnosis/diagnose.ts';
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

/** What is known of instance 1; null for what is not there. What is not named is as usual: running and managed. */
export interface KnownFacts {
  readonly stateChange?: Parameters<typeof aStateChange>[0];
  readonly instance?: Parameters<typeof anInstance>[0] | null;
  readonly managed?: Parameters<typeof aManagedInstance>[0] | null;
  readonly entry?: Parameters<typeof anEntry>[0];
  readonly settings?: Parameters<typeof someSettings>[0];
  /** What was found about why the instance is not managed; when nothing is named, nobody has looked. */
  readonly cause?: Cause;
}

/** All that the plan is given, from what a case says of instance 1. */
export function knowledgeOf(facts: KnownFacts): Knowledge {
  const { stateChange, instance, managed, entry, settings, cause } = facts;
  return {
    stateChanges: [aStateChange(stateChange)],
    instances: byId(instance === null ? [] : [anInstance(instance)]),
    managed: byId(managed === null ? [] : [aManagedInstance(managed)]),
    entries: byId(entry === undefined ? [] : [anEntry(entry)]),
    unansweredIds: new Set(),
    causes: new Map(cause === undefined ? [] : [[aStateChange(stateChange).instanceId, cause]]),
    settings: someSettings(settings),
    nowMs,
  };
}

/** A case: what is known, and what must be decided; `becomes` is the status that the roster will show. */
export interface PlanCase {
  readonly name: string;
  readonly known: KnownFacts;
  readonly kind: 'send' | 'record' | 'leave' | 'retry';
  readonly reason: ReasonCode;
  readonly becomes?: RosterStatus;
}

/** The one decision about instance 1. */
export function decide(known: KnownFacts): Decision {
  const [decision, ...others] = planOnboarding(knowledgeOf(known));
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
