import type { Decision } from '../../../lambdas/onboard/decision.ts';
import { planByFleet } from '../../../lambdas/onboard/plan-by-fleet.ts';
import { planByManaged } from '../../../lambdas/onboard/plan-by-managed.ts';
import { toStateChange } from '../../../lambdas/recheck/recheck.ts';
import type { OrderItem } from '../../../lambdas/shared/domain/commands/order.ts';
import { isUp } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { StateChange } from '../../../lambdas/shared/domain/fleet/state-change.ts';
import type { ReasonCode } from '../../../lambdas/shared/domain/roster/reason.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { planSweep } from '../../../lambdas/sweep/plan-sweep.ts';
import { succeedInHand, succeedSend } from './assume-success.ts';
import type { DecidingSettings, KnownFleet } from './known-fleet.ts';

/** What becomes of an instance that runs, if every command succeeds and nothing else changes. */
export interface Course {
  /** What is sent to it, in order. */
  readonly items: readonly OrderItem[];
  /** Where it comes to rest, or waits; undefined when nobody looks at it. */
  readonly entry: RosterEntry | undefined;
  /** The reason of the first decision; undefined when there was none. */
  readonly reason: ReasonCode | undefined;
  /** True when the sweep finds that its entry is outdated. */
  readonly isAnew: boolean;
  /** True when the horizon has passed, and the recheck looks for the cause. Which one it is, only it finds. */
  readonly isCauseSought: boolean;
}

/** More than the agents that a profile may name. What has not come to rest by then never does. */
const roundsMax = 100;

/**
 * Runs the plans of the functions forward, until nothing moves: the sweep finds, the recheck takes what waits, the
 * onboarding decides, and commands succeed. These are the plans that are deployed; only the calls are left out.
 */
export function foresee(known: KnownFleet, settings: DecidingSettings): ReadonlyMap<string, Course> {
  const courses = new Map<string, Course>();
  const running = [...known.instances.values()].filter(({ state }) => isUp(state));
  for (const { instanceId } of running) courses.set(instanceId, begin(known.entries.get(instanceId)));
  let open = [...courses.keys()];
  for (let round = 0; open.length > 0 && round < roundsMax; round++)
    open = goOn(courses, open, known, settings);
  return courses;
}

function begin(entry: RosterEntry | undefined): Course {
  return { items: [], entry, reason: undefined, isAnew: false, isCauseSought: false };
}

/** One round for the instances that are open. It returns those that have moved. */
function goOn(
  courses: Map<string, Course>,
  open: readonly string[],
  known: KnownFleet,
  settings: DecidingSettings,
): string[] {
  const { nowMs } = known;
  const entries = new Map<string, RosterEntry>();
  for (const id of open) {
    const course = courses.get(id);
    if (course?.entry === undefined) continue;
    const entry = succeedInHand(course.entry, nowMs);
    courses.set(id, { ...course, entry });
    entries.set(id, entry);
  }
  const instances = new Map(open.flatMap((id) => [...pick(known.instances, id)]));
  const stateChanges = findStateChanges({ ...known, instances, entries }, settings);
  const ground = { stateChanges, instances, entries, unansweredIds: new Set<string>(), nowMs };
  const byFleet = planByFleet({ ...ground, settings: settings.onboarding, errands: new Map() });
  const byManaged = planByManaged(byFleet.open, known.managed);
  for (const { instance } of byManaged.open) seekCause(courses, instance.instanceId);
  const decisions = [...byFleet.decisions, ...byManaged.decisions];
  return decisions.flatMap((decision) => apply(courses, decision, nowMs));
}

function pick<Value>(values: ReadonlyMap<string, Value>, id: string): readonly (readonly [string, Value])[] {
  const value = values.get(id);
  return value === undefined ? [] : [[id, value]];
}

/** What the next sweep finds, and what the next recheck takes. */
function findStateChanges(known: KnownFleet, { sweep }: DecidingSettings): StateChange[] {
  // By then no entry is fresh any more, and what started a moment ago has been missed if its event was lost.
  const nowMs = known.nowMs + sweep.missingAfterSeconds * 1000 + 1;
  const states = new Map([...known.instances].map(([id, { state }]) => [id, state] as const));
  const tags = new Map([...known.instances].map(([id, instance]) => [id, instance.tags] as const));
  const { findings } = planSweep({
    ...known,
    // Nothing is foreseen of nodes outside EC2.
    ...{ nowMs, states, tags, outside: new Map(), isManagedListWhole: false, settings: sweep },
  });
  const found = new Set(findings.map(({ instanceId }) => instanceId));
  const waiting = [...known.entries.values()].filter(
    ({ instanceId, status }) => (status === 'waiting' || status === 'unmanaged') && !found.has(instanceId),
  );
  return [...findings, ...waiting.flatMap(toStateChange)];
}

/** The wait of an instance that has not registered is over. One that is unmanaged already stays so. */
function seekCause(courses: Map<string, Course>, id: string): void {
  const course = courses.get(id);
  if (course === undefined || course.entry?.status === 'unmanaged') return;
  courses.set(id, { ...course, reason: course.reason ?? 'NotRegistered', isCauseSought: true });
}

/** Carries a decision out. It returns the instance if it has moved. */
function apply(courses: Map<string, Course>, decision: Decision, nowMs: number): string[] {
  const { instanceId } = decision.stateChange;
  const course = courses.get(instanceId);
  if (course === undefined) return [];
  const told = {
    reason: course.reason ?? decision.reason,
    isAnew: course.isAnew || (course.reason === undefined && decision.stateChange.isAnew === true),
  };
  switch (decision.kind) {
    case 'send': {
      const entry = succeedSend(decision, nowMs);
      courses.set(instanceId, { ...course, ...told, items: [...course.items, decision.item], entry });
      return [instanceId];
    }
    case 'record': {
      const { from, to } = decision.move;
      courses.set(instanceId, { ...course, ...told, entry: to });
      const isSame = from?.status === to.status && from.reason === to.reason && from.profile === to.profile;
      return isSame ? [] : [instanceId];
    }
    case 'leave':
    case 'retry':
      courses.set(instanceId, { ...course, ...told });
      return [];
  }
}
