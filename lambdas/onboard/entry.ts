import { dueShardOf } from '../domain/due.ts';
import type { Instance } from '../domain/instance.ts';
import type { Launch } from '../domain/launch.ts';
import type { OnboardingSettings } from '../domain/onboarding-settings.ts';
import type { ReasonCode } from '../domain/reason.ts';
import type { RosterEntry, RosterStatus } from '../domain/roster.ts';
import { readSource } from '../domain/source.ts';

/** What a move says about an entry. What it does not name stays as it was, but for times that belong to a status. */
export interface EntryChange {
  readonly status: RosterStatus;
  readonly reason: ReasonCode;
  readonly platform?: string;
  readonly profile?: string;
  readonly document?: string;
  readonly documentVersion?: string;
  readonly orderId?: string;
  readonly commandId?: string;
  readonly leaseUntil?: number;
  readonly dueAt?: number;
}

/** What an entry is made of: the launch that is at hand, what EC2 says, and the entry so far. */
export interface EntryBasis {
  readonly launch: Launch;
  readonly instance: Instance | undefined;
  readonly entry: RosterEntry | undefined;
  readonly settings: OnboardingSettings;
  readonly nowMs: number;
}

/** True when the entry's command still means something after a move: its result is open, or is what the status says. */
function keepsCommand(from: RosterStatus | undefined, to: RosterStatus): boolean {
  if (to === 'gone') return from === 'commanded' || from === 'onboarded' || from === 'gone';
  return to === 'commanded' || to === 'onboarded' || to === 'failed';
}

/**
 * The entry after a move: its revision grows by one, and what belonged to the old status (lease, due time, expiry, a
 * command whose result is known) goes.
 */
export function changeEntry(basis: EntryBasis, change: EntryChange): RosterEntry {
  const { launch, instance, entry, nowMs } = basis;
  const {
    leaseUntil: _lease,
    dueAt: _due,
    dueShard: _shard,
    expiresAt: _expiry,
    commandId,
    ...lasting
  } = entry ?? {};
  const isKept = commandId !== undefined && keepsCommand(entry?.status, change.status);
  return {
    ...lasting,
    ...(isKept ? { commandId } : {}),
    ...change,
    instanceId: launch.instanceId,
    source: instance === undefined ? (entry?.source ?? 'standalone') : readSource(instance.tags),
    revision: (entry?.revision ?? 0) + 1,
    firstSeenAt: entry?.firstSeenAt ?? launch.atMs,
    launchedAt: instance?.launchedAtMs ?? entry?.launchedAt ?? launch.atMs,
    changedAt: nowMs,
    ...(change.dueAt === undefined ? {} : { dueShard: dueShardOf(launch.instanceId) }),
  };
}

/** The entry of an instance that is stopped or terminated; DynamoDB forgets it after the time of the settings. */
export function closeEntry(basis: EntryBasis, reason: ReasonCode): RosterEntry {
  const expiresAt = Math.floor(basis.nowMs / 1000) + basis.settings.closedEntryDays * 24 * 60 * 60;
  return { ...changeEntry(basis, { status: 'gone', reason }), expiresAt };
}
