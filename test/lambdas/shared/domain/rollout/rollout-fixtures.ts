import type { Member } from '../../../../../lambdas/shared/domain/rollout/member.ts';
import {
  beginProgress,
  type RolloutPlan,
  type RolloutProgress,
} from '../../../../../lambdas/shared/domain/rollout/rollout-state.ts';
import type { RolloutKnowledge } from '../../../../../lambdas/shared/domain/rollout/rollout-step.ts';
import type { RosterEntry } from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { anEntry, type EntryFields, idOf, minuteMs, nowMs } from '../../../builders.ts';

export const document = 'Muster-Linux';

/** A roll-out of version 2 in two waves, the first of them one instance. */
export function aPlan(fields: Partial<RolloutPlan> = {}): RolloutPlan {
  return {
    ...{ rolloutId: 'r1', startedAt: nowMs - 60 * minuteMs, startedBy: 'somebody' },
    ...{ versions: { [document]: '2' }, previous: { [document]: '1' }, waveSizes: [1, 4] },
    gate: { failedPercentMax: 25, bakeSeconds: 600 },
    caps: { all: 10, groups: {}, zones: {} },
    windows: [],
    ...fields,
  };
}

/** An entry that was onboarded with version 1 an hour ago. In another status it does not say when, unless it is told. */
export function anOld(fields: EntryFields = {}): RosterEntry {
  const onboardedAt = nowMs - 60 * minuteMs;
  const rest = { status: 'onboarded', reason: 'Onboarded', changedAt: onboardedAt } as const;
  const { status = rest.status } = fields;
  const since = status === 'onboarded' ? { onboardedAt } : {};
  return anEntry({ ...rest, ...since, document, documentVersion: '1', ...fields });
}

/** An entry that the roll-out has taken up. */
export const taken = { rollout: `r1 ${document}:2` };
export const waiting = {
  ...taken,
  ...({ status: 'waiting', reason: 'RolloutWave', waitingSince: nowMs, dueAt: nowMs } as const),
};
export const renewed = { ...taken, documentVersion: '2', changedAt: nowMs - 20 * minuteMs };
export const fresh = { ...taken, documentVersion: '2', changedAt: nowMs - minuteMs };
export const broken = { ...taken, documentVersion: '2', status: 'failed', reason: 'ScriptFailed' } as const;

/** The first wave is one instance, the others are the second. Each is as its fields say. */
export function known(
  wave: number,
  entries: readonly (EntryFields | undefined)[],
  others: Partial<RolloutKnowledge> & { readonly was?: Partial<RolloutProgress> } = {},
): RolloutKnowledge {
  const members = entries.map(
    (_, index): Member => ({ instanceId: idOf(index + 1), zone: 'a', wave: index === 0 ? 0 : 1 }),
  );
  const { was, ...rest } = others;
  return {
    plan: aPlan(),
    progress: { ...beginProgress(), wave, ...was },
    members: members.filter((member) => member.wave <= wave),
    entries: new Map(
      entries.flatMap((fields, index): [string, RosterEntry][] =>
        fields === undefined ? [] : [[idOf(index + 1), anOld({ ...fields, instanceId: idOf(index + 1) })]],
      ),
    ),
    traffic: { isLate: false, isBehind: false },
    ...{ alarms: new Map(), unlisted: new Map(), profiles: [] },
    nowMs,
    ...rest,
  };
}
