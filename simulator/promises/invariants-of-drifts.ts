import { openDrifts } from '../../lambdas/shared/domain/roster/drift.ts';
import type { RosterRow } from '../run/roster-rows.ts';
import type { Bounds } from './bounds.ts';
import type { DeployedTimes } from './deployed-times.ts';
import type { Breach } from './finding.ts';

/** What of an instance that lost its agents is looked at. */
interface Lost {
  readonly instance: {
    readonly id: string;
    readonly state: string;
    readonly stateSinceMs: number;
    readonly agent: { hasBeenUpSince(sinceMs: number, nowMs: number): boolean };
  };
  readonly atMs: number;
  readonly mendedMs?: number;
}

type Row = Pick<RosterRow, 'instanceId' | 'status' | 'drift'>;

/** The part of the evidence that is looked at. */
export interface DriftEvidence {
  readonly cloud: { readonly timeline: { readonly nowMs: number } };
  readonly roster: readonly Row[];
  readonly drifts?: readonly Lost[];
  readonly bounds: Pick<Bounds, 'driftSeconds'>;
  readonly times: Pick<DeployedTimes, 'onDrift'>;
  readonly faultsEndMs: number;
}

/**
 * DriftTold: an onboarded instance that has lost its agents is told within a day and a bit, and is mended where the setting
 * says that it is sent again. No other instance is told.
 */
export function checkDriftTold(known: DriftEvidence): readonly Breach[] {
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
  { instance, atMs }: Lost,
  { status }: Row,
  { cloud, bounds, faultsEndMs }: DriftEvidence,
): boolean {
  const { nowMs } = cloud.timeline;
  const sinceMs = Math.max(atMs, faultsEndMs, instance.stateSinceMs);
  const hasStayed = instance.state === 'running' && instance.agent.hasBeenUpSince(sinceMs, nowMs);
  return status === 'onboarded' && hasStayed && nowMs - sinceMs > bounds.driftSeconds * 1000;
}

function missing(
  { atMs, mendedMs }: Lost,
  isTold: boolean,
  { cloud, times }: DriftEvidence,
): string | undefined {
  const hours = Math.round((cloud.timeline.nowMs - atMs) / 3_600_000);
  if (mendedMs !== undefined) return undefined;
  if (times.onDrift === 'send') return `has lost its agents for ${hours} hours, and was sent nothing`;
  return isTold ? undefined : `has lost its agents for ${hours} hours, and nobody is told`;
}
