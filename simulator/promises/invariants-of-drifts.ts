import { openDrifts } from '../../lambdas/shared/domain/roster/drift.ts';
import type { Drifted } from '../drifts/drifts.ts';
import type { RosterRow } from '../run/roster-rows.ts';
import type { Breach } from './finding.ts';
import type { Evidence } from './simulation-evidence.ts';

type Known = Pick<Evidence, 'cloud' | 'roster' | 'drifts' | 'bounds' | 'times' | 'faultsEndMs'>;

/**
 * DriftTold: an onboarded instance that has lost its agents is told within a day and a bit, and is mended where the setting
 * says that it is sent again. No other instance is told.
 */
export function checkDriftTold(known: Known): readonly Breach[] {
  const { roster, drifts = [], times } = known;
  if (times.onDrift === undefined) return [];
  const driftedOf = new Map(drifts.map((one) => [one.instance.id, one]));
  return roster.flatMap((row): Breach[] => {
    const drifted = driftedOf.get(row.instanceId);
    const isTold = openDrifts(row).length > 0;
    if (drifted === undefined)
      return isTold ? [{ instanceId: row.instanceId, what: `is told to have drifted: ${row.drift}` }] : [];
    const what = isOverdue(drifted, row, known) && missing(drifted, isTold, known);
    return what ? [{ instanceId: row.instanceId, what }] : [];
  });
}

/** True for one that has run and answered for so long that it is to be told. */
function isOverdue(
  { instance, atMs }: Drifted,
  { status }: RosterRow,
  { cloud, bounds, faultsEndMs }: Known,
): boolean {
  const { nowMs } = cloud.timeline;
  const sinceMs = Math.max(atMs, faultsEndMs, instance.stateSinceMs);
  const hasStayed = instance.state === 'running' && instance.agent.hasBeenUpSince(sinceMs, nowMs);
  return status === 'onboarded' && hasStayed && nowMs - sinceMs > bounds.driftSeconds * 1000;
}

function missing({ atMs, mendedMs }: Drifted, isTold: boolean, { cloud, times }: Known): string | undefined {
  const hours = Math.round((cloud.timeline.nowMs - atMs) / 3_600_000);
  if (mendedMs !== undefined) return undefined;
  if (times.onDrift === 'send') return `has lost its agents for ${hours} hours, and was sent nothing`;
  return isTold ? undefined : `has lost its agents for ${hours} hours, and nobody is told`;
}
