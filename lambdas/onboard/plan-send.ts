import type { DocumentChoice } from '../shared/domain/fleet/profile.ts';
import { type Decision, identityAfter, type RunningCase, type Seen } from './decision.ts';

/** The decision to send a document, and the claim that must be written first. */
export function planSend(
  known: RunningCase,
  seen: Seen,
  { document, parameters }: DocumentChoice,
  reason: 'CommandClaimed' | 'ProfileChanged' = 'CommandClaimed',
): Decision {
  const { stateChange, instance, entry, settings, nowMs } = known;
  const documentVersion = settings.documentVersions[document] ?? '$DEFAULT';
  const change = { ...seen, status: 'claimed', reason, document, documentVersion } as const;
  return {
    kind: 'send',
    stateChange,
    reason,
    item: { instanceId: instance.instanceId, document, documentVersion, parameters },
    claim: { from: entry, change: { ...identityAfter(known), ...change }, atMs: nowMs },
  };
}
