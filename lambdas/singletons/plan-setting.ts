import type { WantedSetting } from './parse-singleton.ts';
import type { SettingRecord, Standing } from './setting-record.ts';

/** How to make a setting what the configuration wants. Each reason is a sentence about the setting. */
export type SettingPlan =
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'keep'; readonly record: SettingRecord; readonly reason: string }
  | {
      readonly kind: 'change';
      /** What to record before the change, and after it. */
      readonly before: SettingRecord;
      readonly after: SettingRecord;
      readonly reason: string;
    };

/** What becomes of a setting that the configuration names no more. */
export type SettingRemoval =
  | { readonly kind: 'leave'; readonly reason: string }
  | { readonly kind: 'restore'; readonly found: Standing | undefined; readonly reason: string };

/** What a look at a setting between deployments leads to. */
export type SettingLook = { readonly kind: 'well' | 'settle' | 'foreign'; readonly reason: string };

/** What a plan starts from: what is in force, and what was recorded. */
export interface SettingFacts {
  readonly standing: Standing;
  readonly record: SettingRecord | undefined;
  readonly wanted: WantedSetting;
}

/** How long after a deployment a reset is taken for one of CloudFormation. */
const resetMs = 24 * 3_600_000;

/** The value that AWS gives by itself, where nobody has read it. */
const ofAws: Standing = { value: '', isDefault: true };

/**
 * Decides how the setting becomes what is wanted. A value that somebody else has set is replaced only if the configuration
 * says so. `isNew` is true when CloudFormation makes the resource: only then can it be refused without harm, because a
 * roll-back that is refused leaves a stack that nobody can deploy.
 */
export function planSetting(
  facts: SettingFacts,
  { isNew, atMs: askedAtMs }: { readonly isNew: boolean; readonly atMs: number },
): SettingPlan {
  const { standing: now, record, wanted } = facts;
  const isOurs = isSetByUs(facts);
  const found = isOurs ? record?.found : now;
  const ground = found ?? ofAws;
  if (now.value === wanted.value) {
    const kept = { found: ground, set: isOurs ? [wanted.value] : [], askedAtMs };
    return { kind: 'keep', record: kept, reason: `it is ${wanted.value} already` };
  }
  if (!isOurs && !now.isDefault && !mayReplace(facts)) {
    const reason = `it is ${now.value}${ownerOf(now.value)}, and it stays so`;
    const kept = { found: now, set: [], askedAtMs };
    if (wanted.onForeign === 'use')
      return { kind: 'keep', record: kept, reason: `${reason}; Muster uses it` };
    return {
      kind: isNew ? 'refuse' : 'keep',
      record: kept,
      reason: `${reason}. ${wanted.wayOut ?? ''}`.trim(),
    };
  }
  const after = { found: ground, set: [wanted.value], askedAtMs };
  const before = isOurs ? { ...after, set: [now.value, wanted.value] } : after;
  return { kind: 'change', before, after, reason: `it was ${tell(now)}; it is ${wanted.value} from now on` };
}

/**
 * Decides what becomes of the setting without the stack: what was there before comes back. What somebody has set since is
 * a later decision, and it is left alone.
 */
export function planSettingRemoval(facts: SettingFacts): SettingRemoval {
  const { standing: now, record } = facts;
  if (!isSetByUs(facts)) return { kind: 'leave', reason: `it is ${tell(now)}, which this stack has not set` };
  const found = record?.found;
  const reason = `it was ${now.value}; it is ${tell(found ?? ofAws)} again`;
  return { kind: 'restore', found, reason };
}

/**
 * Decides what a look between deployments does. A deployment may delete the resource by which an earlier version of Muster
 * made the setting, and CloudFormation may then reset it. So a setting that has the default of AWS is set again for a day
 * after CloudFormation has asked for it. A value of somebody else that was in use may be gone: then ours takes its place.
 * Everything else is a decision of somebody, and it is left alone.
 */
export function planSettingLook({ standing, record, wanted }: SettingFacts, nowMs: number): SettingLook {
  if (standing.value === wanted.value) return { kind: 'well', reason: 'it is as the configuration says' };
  const isYoung = record === undefined || nowMs - record.askedAtMs < resetMs;
  if (standing.isDefault && (isYoung || record.set.length === 0))
    return { kind: 'settle', reason: 'it has the default of AWS, and the configuration wants another value' };
  if (wanted.onForeign === 'use' && !standing.isDefault)
    return { kind: 'well', reason: `it is ${standing.value}${ownerOf(standing.value)}, and Muster uses it` };
  return { kind: 'foreign', reason: `somebody else has set it to ${tell(standing)} since; it stays so` };
}

/** Without a record, only a value that nobody else can have set is known to be ours. */
function isSetByUs({ standing: now, record, wanted }: SettingFacts): boolean {
  return record === undefined ? wanted.isOwn && now.value === wanted.value : record.set.includes(now.value);
}

function mayReplace({ standing: now, wanted }: SettingFacts): boolean {
  return wanted.onForeign === 'replace' || wanted.replaces === now.value;
}

function tell({ value, isDefault }: Standing): string {
  if (isDefault) return value === '' ? 'the default of AWS' : `${value} (the default of AWS)`;
  return `${value}${ownerOf(value)}`;
}

/** Quick Setup gives its roles, associations and baselines names that begin so. */
function ownerOf(value: string): string {
  return /(^|\/)AWS-QuickSetup-/.test(value) ? ' (of Quick Setup)' : '';
}
