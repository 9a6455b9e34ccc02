import type { DocumentChoice } from '../shared/domain/fleet/profile.ts';
import { readTakenUp } from '../shared/domain/rollout/taken-up.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import { type Decision, identityAfter, type RunningCase, type Seen } from './decision.ts';

/** The decision to send a document, and the claim that must be written first. */
export function planSend(
  known: RunningCase,
  seen: Seen,
  { document, parameters }: DocumentChoice,
  reason: 'CommandClaimed' | 'ProfileChanged' = 'CommandClaimed',
): Decision {
  const { stateChange, instance, entry, settings, nowMs } = known;
  const documentVersion =
    rolledOutVersion(known, document) ?? settings.documentVersions[document] ?? '$DEFAULT';
  const change = {
    ...{ ...seen, ...succeededWith(entry) },
    ...({ status: 'claimed', reason, document, documentVersion } as const),
  };
  return {
    kind: 'send',
    stateChange,
    reason,
    item: { instanceId: instance.instanceId, document, documentVersion, parameters },
    claim: { from: entry, change: { ...identityAfter(known), ...change }, atMs: nowMs },
  };
}

/** The version that a roll-out sends, while it has the entry in hand. A new start of the instance ends that. */
function rolledOutVersion({ entry, instance }: RunningCase, document: string): string | undefined {
  if (entry?.status !== 'waiting' && entry?.status !== 'claimed') return undefined;
  return instance.launchedAtMs > entry.launchedAt
    ? undefined
    : readTakenUp(entry.rollout)?.versions[document];
}

/** Notes the document of an onboarded entry that gets another one. The profile that sent it may be chosen again. */
function succeededWith(entry: RosterEntry | undefined): Pick<RosterEntry, 'succeeded'> {
  if (entry?.status !== 'onboarded' || entry.document === undefined || entry.agent !== undefined) return {};
  return { succeeded: [...succeededOf(entry), entry.document].join(' ') };
}

/** True for a document that an earlier profile sent and that succeeded: it is not sent again. */
export function hasSucceededBefore({ entry }: RunningCase, { document }: DocumentChoice): boolean {
  return succeededOf(entry).includes(document);
}

function succeededOf(entry: RosterEntry | undefined): readonly string[] {
  return entry?.succeeded?.split(' ') ?? [];
}
