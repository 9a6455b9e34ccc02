import { isOutside } from '../../../lambdas/shared/domain/fleet/outside.ts';
import { capsOver } from '../../../lambdas/shared/domain/rollout/caps.ts';
import type { Member } from '../../../lambdas/shared/domain/rollout/member.ts';
import type { RolloutPlan } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import {
  type Aim,
  type Placed,
  type Selected,
  type Selector,
  selectMembers,
} from '../../../lambdas/shared/domain/rollout/select-members.ts';
import { planWaves, sizesOf } from '../../../lambdas/shared/domain/rollout/wave-plan.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import type { ClientSettings } from '../../account/connection.ts';
import type { Deployed } from '../../account/deployment.ts';
import type { OperatorPolicy } from '../../account/refusal.ts';
import { readRoster } from '../../account/roster-reader.ts';
import { checkAlarms } from './check-alarms.ts';
import { findVerifiable } from './find-verifiable.ts';
import { readPlaced, readPlacedOutside } from './read-placed.ts';
import { type PaceFlags, readCanary } from './rollout-flags.ts';

/** A roll-out before it starts. */
export interface Draft {
  readonly plan: RolloutPlan;
  readonly members: readonly Member[];
  readonly leftOut: Selected['leftOut'];
  /** How many resources of `--resource-group` are no EC2 instances. */
  readonly otherResources?: number;
}

/** Who drafts it, when, and what it is called. */
export type DraftIdentity = Pick<RolloutPlan, 'rolloutId' | 'startedAt' | 'startedBy'>;

/** What is to be rolled out, to whom, and how. */
export interface Intent {
  readonly identity: DraftIdentity;
  readonly aim: Aim;
  readonly selector: Selector;
  readonly otherResources?: number;
  readonly flags: PaceFlags;
  /** What gives the rights that a refusal misses. */
  readonly policy: OperatorPolicy;
}

/**
 * Reads the roster and the fleet, and drafts a roll-out. It changes nothing.
 * @throws UsageError when a flag is wrong, or a call fails.
 */
export async function draftRollout(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'rosterTableName' | 'partition' | 'region' | 'account'>,
  { identity, aim, selector, otherResources, flags, policy }: Intent,
): Promise<Draft> {
  const canary = readCanary(flags);
  await checkAlarms(settings, flags.alarm, policy);
  const [entries, ofEc2] = await Promise.all([
    readEntries(settings, deployed.rosterTableName),
    readPlaced(settings, policy),
  ]);
  const hasOutside = entries.some(({ instanceId, status }) => isOutside(instanceId) && status !== 'gone');
  const outside = hasOutside
    ? await readPlacedOutside(settings, deployed, policy)
    : new Map<string, Placed>();
  const known = new Set(entries.map(({ instanceId }) => instanceId));
  const ofUs = [...outside].filter(([id]) => known.has(id));
  const placed = new Map([...ofEc2, ...ofUs]);
  const { candidates, leftOut } = selectMembers(entries, placed, {
    ...{ selector, aim },
    ...(canary === undefined ? {} : { canary }),
  });
  const members = planWaves(candidates, flags.waves);
  const verify =
    flags.verify && aim.uninstall === undefined && aim.errand === undefined
      ? await findVerifiable(
          settings,
          selector.isNotAdopted ? aim.versions : versionsOf(entries, members, aim.versions),
          policy,
        )
      : [];
  const caps = { all: flags.inFlight, group: flags.groupCap, zone: flags.zoneCap };
  const plan: RolloutPlan = {
    ...identity,
    ...aim,
    previous: aim.uninstall === undefined ? usualVersions(entries, members, aim.versions) : {},
    ...(selector.isNotAdopted ? { adopts: true as const } : {}),
    waveSizes: sizesOf(members),
    gate: {
      ...{ failedPercentMax: flags.failedPercent, bakeSeconds: flags.bakeMinutes * 60 },
      ...(flags.failedMax === undefined ? {} : { failedMax: flags.failedMax }),
      ...(verify.length === 0 ? {} : { verify }),
      ...(flags.alarm.length === 0 ? {} : { alarms: flags.alarm }),
    },
    caps: capsOver(members, caps),
    ...(flags.pace === undefined ? {} : { paceMinute: flags.pace }),
    windows: flags.window,
  };
  return { plan, members, leftOut, ...(otherResources === undefined ? {} : { otherResources }) };
}

async function readEntries(settings: ClientSettings, tableName: string): Promise<readonly RosterEntry[]> {
  const entries: RosterEntry[] = [];
  for await (const page of readRoster(settings, tableName))
    entries.push(...page.flatMap((entry) => (typeof entry === 'string' ? [] : [entry])));
  return entries;
}

/** The documents of a roll-out that some member has. */
function versionsOf(
  entries: readonly RosterEntry[],
  members: readonly Member[],
  versions: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const own = new Set(members.map(({ instanceId }) => instanceId));
  const had = new Set(
    entries.flatMap(({ instanceId, agents, document }) =>
      own.has(instanceId) ? [document, ...(agents ?? []).map((agent) => agent.document)] : [],
    ),
  );
  return Object.fromEntries(Object.entries(versions).filter(([document]) => had.has(document)));
}

/** By document: the version that most members have now. */
function usualVersions(
  entries: readonly RosterEntry[],
  members: readonly Member[],
  versions: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const own = new Set(members.map(({ instanceId }) => instanceId));
  const counts = new Map<string, Map<string, number>>();
  for (const entry of entries) {
    if (!own.has(entry.instanceId)) continue;
    for (const { document, documentVersion } of entry.agents ?? [entry]) {
      if (document === undefined || documentVersion === undefined) continue;
      if (!Object.hasOwn(versions, document) || versions[document] === documentVersion) continue;
      const row = counts.get(document) ?? new Map<string, number>();
      counts.set(document, row.set(documentVersion, (row.get(documentVersion) ?? 0) + 1));
    }
  }
  return Object.fromEntries(
    [...counts].map(([document, row]) => [document, [...row].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '']),
  );
}
