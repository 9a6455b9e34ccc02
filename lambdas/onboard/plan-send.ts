import type { DocumentChoice } from '../shared/domain/fleet/profile.ts';
import { isUnsent, readTakenUp } from '../shared/domain/rollout/taken-up.ts';
import { isAgain } from '../shared/domain/roster/agent-state.ts';
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
  const rolledOut = rolledOutVersion(known, document);
  const documentVersion = rolledOut ?? settings.documentVersions[document] ?? '$DEFAULT';
  const change = {
    ...{ ...seen, ...succeededWith(entry, document), documentVersion },
    ...(rolledOut === undefined ? {} : heldBy(entry, seen)),
    ...({ status: 'claimed', reason, document } as const),
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

/**
 * What a claim of a roll-out says of what its instance has: that, until its command is recorded, and so after an instance
 * that was claimed has stopped too. Nothing when the instance is to get another agent as well, which it never had.
 */
function heldBy(
  entry: RosterEntry | undefined,
  { agent, agents = [] }: Seen,
): Partial<Pick<RosterEntry, 'onboardedAt' | 'documentVersion'>> {
  if (!isUnsent(entry) || entry.onboardedAt === undefined) return {};
  if (agents.some((state) => state.status === 'waiting' && !isAgain(state))) return {};
  const { onboardedAt } = entry;
  const { documentVersion } = agents.find((state) => state.agent === agent) ?? entry;
  return documentVersion === undefined ? { onboardedAt } : { onboardedAt, documentVersion };
}

/** Notes the document of an onboarded entry that gets another one. The profile that sent it may be chosen again. */
function succeededWith(entry: RosterEntry | undefined, next: string): Pick<RosterEntry, 'succeeded'> {
  const hasIt = entry?.status === 'onboarded' || isUnsent(entry);
  if (!hasIt || entry.document === undefined || entry.agent !== undefined) return {};
  if (entry.status !== 'onboarded' && entry.document === next) return {};
  return { succeeded: [...succeededOf(entry), entry.document].join(' ') };
}

/** True for a document that an earlier profile sent and that succeeded: it is not sent again. */
export function hasSucceededBefore({ entry }: RunningCase, { document }: DocumentChoice): boolean {
  return succeededOf(entry).includes(document);
}

function succeededOf(entry: RosterEntry | undefined): readonly string[] {
  return entry?.succeeded?.split(' ') ?? [];
}
