import type { OrderItem } from '../shared/domain/commands/order.ts';
import { type ManagedInstance, systemOf } from '../shared/domain/fleet/instance.ts';
import { chooseProfile, type Profile } from '../shared/domain/fleet/profile.ts';
import { isPastHorizon } from '../shared/domain/roster/due.ts';
import { type Decision, identityAfter, leave, type RunningCase, recordOnce, type Stage } from './decision.ts';
import { isResting, planRest, type SilentCase } from './plan-by-cause.ts';
import { planWait, waitingSinceOf } from './plan-wait.ts';

/**
 * The second stage: decides about the instances that run, by what Systems Manager says about them. Open are
 * those that have not registered by the horizon: their cause must be found. `managed` holds the registered
 * ones.
 */
export function planByManaged(
  running: readonly RunningCase[],
  managed: ReadonlyMap<string, ManagedInstance>,
): Stage<SilentCase> {
  const decisions: Decision[] = [];
  const open: SilentCase[] = [];
  for (const known of running) {
    const next = decide(known, managed.get(known.instance.instanceId));
    if ('kind' in next) decisions.push(next);
    else open.push(next);
  }
  return { decisions, open };
}

function decide(known: RunningCase, managed: ManagedInstance | undefined): Decision | SilentCase {
  if (managed === undefined) return decideSilent(known);
  // While an instance is still starting, Systems Manager shows its state from before the stop.
  if (known.instance.state === 'pending') {
    const next = decideSilent(known);
    return 'kind' in next ? next : leave(known, isResting(known) ? 'AlreadyUnmanaged' : 'NotRegistered');
  }
  if (!managed.isOnline) return decideOffline(known, managed.platformName);
  return decideOnline(known, managed);
}

/** The instance has not registered. It waits, or its cause must be found. */
function decideSilent(known: RunningCase): Decision | SilentCase {
  const waitingSince = waitingSinceOf(known);
  if (!isPastHorizon(known.settings.lookTimes, waitingSince, known.nowMs))
    return planWait(known, 'NotRegistered', {}, waitingSince);
  return isRestingUntilLater(known) ? leave(known, 'AlreadyUnmanaged') : { ...known, waitingSince };
}

/**
 * The instance is registered, but its agent does not answer. It waits. After the horizon this is its cause.
 */
function decideOffline(known: RunningCase, platform: string): Decision {
  const waitingSince = waitingSinceOf(known);
  if (!isPastHorizon(known.settings.lookTimes, waitingSince, known.nowMs))
    return planWait(known, 'ConnectionLost', { platform }, waitingSince);
  if (isRestingUntilLater(known)) return leave(known, 'AlreadyUnmanaged');
  return planRest({ ...known, waitingSince }, { code: 'ConnectionLost' }, { platform });
}

/** True for an unmanaged entry if it is not yet time to look for its cause again. */
function isRestingUntilLater({ entry, nowMs }: RunningCase): boolean {
  return entry?.status === 'unmanaged' && entry.dueAt > nowMs;
}

function decideOnline(known: RunningCase, managed: ManagedInstance): Decision {
  const { stateChange, instance, entry, nowMs } = known;
  const platform = managed.platformName;
  const profile = chooseProfile(known.settings.profiles, instance.tags);
  if (profile === undefined)
    return recordOnce(known, { status: 'excluded', reason: 'NoProfileMatches', platform });
  const item = orderItem(known, profile, managed);
  if (item === undefined) {
    const seen = { platform, profile: profile.name };
    return recordOnce(known, { status: 'excluded', reason: 'UnsupportedPlatform', ...seen });
  }
  const change = {
    ...identityAfter(known),
    status: 'claimed',
    reason: 'CommandClaimed',
    platform,
    profile: profile.name,
    document: item.document,
    documentVersion: item.documentVersion,
  } as const;
  return {
    kind: 'send',
    stateChange,
    reason: change.reason,
    item,
    claim: { from: entry, change, atMs: nowMs },
  };
}

function orderItem(
  { instance, settings }: RunningCase,
  profile: Profile,
  managed: ManagedInstance,
): OrderItem | undefined {
  const system = systemOf(managed);
  const choice = system === 'FreeBSD' ? undefined : profile.documents[system];
  if (choice === undefined) return undefined;
  const { document, parameters } = choice;
  const documentVersion = settings.documentVersions[document] ?? '$DEFAULT';
  return { instanceId: instance.instanceId, document, documentVersion, parameters };
}
