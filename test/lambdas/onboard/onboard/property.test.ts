import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../lambdas/onboard/decision.ts';
import type { Cause } from '../../../../lambdas/shared/domain/diagnosis/cause.ts';
import {
  type Instance,
  isUp,
  type ManagedInstance,
  platformTypes,
} from '../../../../lambdas/shared/domain/fleet/instance.ts';
import { chooseProfile, findExclusion, sharesOf } from '../../../../lambdas/shared/domain/fleet/profile.ts';
import { watchedStates } from '../../../../lambdas/shared/domain/fleet/state-change.ts';
import { type ReasonCode, reasons } from '../../../../lambdas/shared/domain/roster/reason.ts';
import { type RosterEntry, rosterStatuses } from '../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { isLegalMove } from '../../../../lambdas/shared/domain/roster/roster-move.ts';
import {
  aCause,
  aManagedInstance,
  anEntry,
  anInstance,
  aStateChange,
  byId,
  type EntryFields,
  hourMs,
  idOf,
  nowMs,
  profiles,
  someSettings,
} from '../../builders.ts';
import { askedCause, askedManaged, type Knowledge, planAll } from '../facts.ts';

const time = fc.integer({ min: nowMs - 2 * hourMs, max: nowMs + hourMs });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const reasonCodes = Object.keys(reasons).filter((code): code is ReasonCode => code in reasons);

const tags = fc.constantFrom<Record<string, string>>(
  {},
  { 'muster:exclude': 'yes' },
  { 'aws:elasticmapreduce:job-flow-id': 'j-1' },
);
const instanceFields = fc.record(
  {
    state: fc.constantFrom<Instance['state']>(
      'pending',
      'running',
      'shutting-down',
      'terminated',
      'stopping',
      'stopped',
    ),
    launchedAtMs: time,
    tags,
    operator: fc.constant('eks.amazonaws.com'),
  },
  { requiredKeys: ['state', 'launchedAtMs', 'tags'] },
);
const managedFields = fc.record({
  isOnline: fc.boolean(),
  platformType: fc.constantFrom(...platformTypes),
  platformName: fc.constantFrom('Amazon Linux', 'FreeBSD', 'macOS'),
});
const entryFields = fc.record(
  {
    status: fc.constantFrom(...rosterStatuses),
    reason: fc.constantFrom(...reasonCodes),
    revision: fc.integer({ min: 1, max: 9 }),
    firstSeenAt: time,
    launchedAt: time,
    orderId: fc.constant('request-0.1'),
    commandId: fc.constant('command-1'),
    attempts: fc.integer({ min: 1, max: 5 }),
    waitingSince: fc.integer({ min: nowMs - 4 * hourMs, max: nowMs + hourMs }),
    onboardedAt: time,
    leaseUntil: time,
    dueAt: time,
    expiresAt: fc.constant(1),
  },
  { requiredKeys: ['status', 'reason', 'revision', 'firstSeenAt', 'launchedAt'] },
);

const oneLaunch = fc.record({
  state: fc.constantFrom(...watchedStates),
  atMs: time,
  instance: maybe(instanceFields),
  managed: maybe(managedFields),
  entry: maybe(entryFields),
  isUnanswered: fc.boolean(),
  isAnew: fc.boolean(),
});

/** Random knowledge about up to eight state changes, likely or not. */
const anyKnowledge = fc
  .tuple(fc.array(oneLaunch, { maxLength: 8 }), fc.constantFrom([], profiles))
  .map(([facts, list]): Knowledge => {
    const instances: Instance[] = [];
    const managed: ManagedInstance[] = [];
    const entries: RosterEntry[] = [];
    const unansweredIds: string[] = [];
    const stateChanges = facts.map((fact, index) => {
      const instanceId = idOf(index + 1);
      if (fact.instance !== undefined) instances.push(anInstance({ ...fact.instance, instanceId }));
      if (fact.managed !== undefined) managed.push(aManagedInstance({ ...fact.managed, instanceId }));
      if (fact.entry !== undefined) entries.push(anEntry({ ...fact.entry, instanceId }));
      if (fact.isUnanswered) unansweredIds.push(instanceId);
      const anew = fact.isAnew ? { isAnew: true } : {};
      return aStateChange({ instanceId, state: fact.state, atMs: fact.atMs, ...anew });
    });
    const known = {
      stateChanges,
      instances: byId(instances),
      managed: byId(managed),
      entries: byId(entries),
      unansweredIds: new Set(unansweredIds),
      settings: someSettings({ profiles: list }),
      errands: new Map(),
      nowMs,
    };
    const asked = askedCause(known);
    return {
      ...known,
      causes: new Map(asked.map((id): [string, Cause] => [id, aCause({ code: 'AgentSilent' })])),
    };
  });

/** Checks every decision on random knowledge. */
function forEveryDecision(check: (decision: Decision, knowledge: Knowledge) => void): void {
  fc.assert(
    fc.property(anyKnowledge, (knowledge) => {
      for (const decision of planAll(knowledge)) check(decision, knowledge);
    }),
    { numRuns: 300 },
  );
}

/** Checks every move that is planned on random knowledge. */
function forEveryMove(
  check: (
    move: { from: RosterEntry | undefined; to: EntryFields & RosterEntry },
    knowledge: Knowledge,
  ) => void,
): void {
  forEveryDecision((decision, knowledge) => {
    if ('move' in decision) check(decision.move, knowledge);
  });
}

describe('whatever is known, the plan', () => {
  it('gives exactly one decision for each state change, in order, with a reason of the table', () => {
    fc.assert(
      fc.property(anyKnowledge, (knowledge) => {
        const decisions = planAll(knowledge);
        expect(decisions.map((decision) => decision.stateChange)).toEqual(knowledge.stateChanges);
        for (const { reason } of decisions) expect(reasonCodes).toContain(reason);
      }),
    );
  });

  it('gives the same decisions for the same knowledge, and does not change its input', () => {
    fc.assert(
      fc.property(anyKnowledge, (knowledge) => {
        const before = structuredClone(knowledge);
        const decisions = planAll(knowledge);
        expect(knowledge).toEqual(before);
        expect(planAll(before)).toEqual(decisions);
      }),
    );
  });

  it('decides about each state change as if it were alone', () => {
    fc.assert(
      fc.property(anyKnowledge, (knowledge) => {
        const alone = knowledge.stateChanges.flatMap((stateChange) =>
          planAll({ ...knowledge, stateChanges: [stateChange] }),
        );
        expect(planAll(knowledge)).toEqual(alone);
      }),
    );
  });

  it('plans only legal moves, from the entry as it is to the next revision', () => {
    forEveryMove(({ from, to }, { entries }) => {
      expect(from).toBe(entries.get(to.instanceId));
      expect(isLegalMove(from?.status, to.status)).toBe(true);
      expect(to.revision).toBe((from?.revision ?? 0) + 1);
      expect(to.changedAt).toBe(nowMs);
      expect(to.firstSeenAt).toBe(from?.firstSeenAt ?? to.firstSeenAt);
    });
  });

  it('sends only to an instance that is up, online, supported, nobody else’s and not excluded', () => {
    forEveryDecision((decision, { instances, managed, settings }) => {
      if (decision.kind !== 'send') return;
      const instance = instances.get(decision.stateChange.instanceId);
      const seen = managed.get(decision.stateChange.instanceId);
      if (instance === undefined || seen === undefined) throw new Error('sent to an instance nobody sees');
      expect(isUp(instance.state)).toBe(true);
      expect(instance.operator).toBeUndefined();
      expect(findExclusion(settings.exclusions, instance.tags)).toBeUndefined();
      expect(seen.isOnline).toBe(true);
      expect(seen.platformName).not.toBe('FreeBSD');
      const profile = chooseProfile(settings.profiles, instance.tags);
      const shares = profile === undefined ? [] : sharesOf(profile, settings.agents, seen.platformType);
      const document = shares[0]?.choice?.document;
      expect(decision.item).toMatchObject({ instanceId: instance.instanceId, document });
    });
  });

  it('never sends when a command is under way, has succeeded, or may be about to be sent by another call', () => {
    forEveryDecision((decision, { entries }) => {
      if (decision.kind !== 'send') return;
      const entry = entries.get(decision.stateChange.instanceId);
      expect(entry?.status).not.toBe('commanded');
      if (entry?.status === 'onboarded') {
        expect(decision.stateChange.isAnew).toBe(true);
        expect(decision.item.document).not.toBe(entry.document);
      }
      if (entry?.status === 'gone') {
        expect(entry.commandId).toBeUndefined();
        expect(entry.onboardedAt).toBeUndefined();
      }
      if (entry?.status === 'claimed') expect(entry.leaseUntil ?? 0).toBeLessThanOrEqual(nowMs);
    });
  });

  it('keeps every time where it belongs: due unless at rest for good, expiry when terminated, no lease', () => {
    forEveryMove(({ to }) => {
      expect(to.leaseUntil).toBeUndefined();
      if (to.status === 'waiting') expect(to.dueAt).toBeGreaterThan(nowMs);
      else if (to.status === 'unmanaged') expect(to.dueAt).toBe(nowMs + 24 * hourMs);
      else expect(to.dueAt).toBe(to.status === 'commanded' ? nowMs : undefined);
      const isOver = to.status === 'gone' && to.reason === 'Terminated';
      expect(to.expiresAt !== undefined && to.expiresAt > nowMs).toBe(isOver);
    });
  });

  it('calls no instance unmanaged before the horizon, or without a cause', () => {
    forEveryMove(({ from, to }) => {
      if (to.status !== 'unmanaged') return;
      expect(['waiting', 'unmanaged']).toContain(from?.status);
      expect(nowMs - (to.waitingSince ?? nowMs)).toBeGreaterThanOrEqual(2 * hourMs);
      expect(['AgentSilent', 'ConnectionLost']).toContain(to.reason);
    });
  });

  it('lets no instance that EC2 shows wait beyond the horizon', () => {
    forEveryMove(({ to }, { instances }) => {
      if (to.status !== 'waiting' || !instances.has(to.instanceId)) return;
      expect(nowMs - (to.waitingSince ?? 0)).toBeLessThan(2 * hourMs);
    });
  });

  it('has nothing more to say after its record, except to wait again', () => {
    fc.assert(
      fc.property(anyKnowledge, (knowledge) => {
        const first = planAll(knowledge);
        const entries = new Map(knowledge.entries);
        for (const decision of first) {
          if (decision.kind === 'record') entries.set(decision.stateChange.instanceId, decision.move.to);
        }
        const second = planAll({ ...knowledge, entries });
        first.forEach((decision, index) => {
          if (decision.kind !== 'record') return;
          const again = second[index];
          const { from, to } = decision.move;
          // The profile of an instance that comes back is compared at the next decision.
          if (from?.status !== 'onboarded' && to.status === 'onboarded') return;
          const isWaiting = to.status === 'waiting';
          expect(again?.kind).toBe(isWaiting ? 'record' : 'leave');
          if (isWaiting) expect(again?.reason).toBe(decision.reason);
        });
      }),
    );
  });

  it('asks Systems Manager about every instance for which the answer can matter', () => {
    fc.assert(
      fc.property(anyKnowledge, (knowledge) => {
        const asked = askedManaged(knowledge);
        const withAnswers = new Map([...knowledge.managed].filter(([id]) => asked.includes(id)));
        expect(planAll({ ...knowledge, managed: withAnswers })).toEqual(planAll(knowledge));
      }),
    );
  });
});
