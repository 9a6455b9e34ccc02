import type { Commands } from '../shared/clients/commands/commands.ts';
import type { Fleet } from '../shared/clients/fleet/fleet-client.ts';
import type { InstanceTags } from '../shared/clients/fleet/instance-tags.ts';
import type { LaunchQueue } from '../shared/clients/fleet/launch-queue.ts';
import type { ManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import type { PulseStore } from '../shared/clients/roster/pulse-client.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import { tagKeysOf } from '../shared/domain/fleet/profile.ts';
import { isSmallTable, planSurvey } from '../shared/domain/roster/survey.ts';
import type { SweepScope } from '../shared/runtime/contract.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { Overview, SweepSettings } from './census.ts';
import { type HandOverPorts, handOver } from './hand-over.ts';
import { measureMargin } from './measure-margin.ts';
import { planCloserLook } from './plan-closer-look.ts';
import { type Coverage, type Finding, findingKinds, planSweep } from './plan-sweep.ts';
import { type ProposalPorts, propose } from './propose.ts';

/** What the sweep needs from outside. */
export interface SweepPorts extends ProposalPorts, HandOverPorts {
  readonly fleet: Fleet;
  readonly instanceTags: InstanceTags;
  readonly managedInstances: ManagedInstances;
  readonly roster: Roster;
  readonly pulses: Pick<PulseStore, 'read'>;
  readonly commands: Pick<Commands, 'listed'>;
  readonly launchQueue: Pick<LaunchQueue, 'send'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** By document: the version that the last deployment made. */
export interface DeployedVersions {
  readonly documentVersions: Readonly<Record<string, string>>;
}

/** What is known of the table of the roster. */
type TableFacts = Pick<Awaited<ReturnType<PulseStore['read']>>, 'createdAtMs' | 'bytes' | 'pulse'>;

/** What a sweep found and handed to the onboarding. */
export interface Swept {
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
  /** How much of the margin of the lease is used, in seconds; undefined when nothing tells. */
  readonly marginUsedSeconds: number | undefined;
}

/**
 * EC2 shows a terminated instance for about an hour; this is twice that, to be sure. If EC2 shows one for
 * longer, it is handed to the onboarding, which finds it closed and leaves it alone.
 */
const terminatedShownHours = 2;

/**
 * Compares the whole account with the roster and hands the differences to the onboarding, through the launch
 * queue. It moves no entry itself, so it may be called twice or stopped anywhere: the next sweep finds what
 * still differs. It proposes a roll-out where a deployment made a version that instances lack, and hands over to the recheck
 * who is to be verified.
 */
export async function sweep(
  ports: SweepPorts,
  settings: SweepSettings & DeployedVersions,
  scope: SweepScope,
): Promise<Swept> {
  const { fleet, launchQueue, pulses, log } = ports;
  const known = await pulses.read();
  const overview = await takeOverview(ports, settings, { scope, ...known });
  // The closer look comes last. If EC2 no longer shows an instance by then, the next sweep sees how it ended.
  const instances = await fleet.describe(planCloserLook(overview));
  const { findings, coverage } = planSweep({ ...overview, instances });
  const unsent = await launchQueue.send(findings);
  log.info('swept', { ...coverage, found: findings.length, unsent });
  for (const kind of findingKinds) {
    const instanceIds = findings
      .filter((finding) => finding.kind === kind)
      .map(({ instanceId }) => instanceId);
    if (instanceIds.length > 0)
      log.info('found', { kind, count: instanceIds.length, instanceIds: instanceIds.slice(0, 1000) });
  }
  const { documentVersions, configuration } = settings;
  const proposals = await propose(
    { standings: overview.entries, documentVersions, configuration, proposed: known.proposed },
    ports,
  );
  for (const proposal of proposals) log.info('roll-out proposed', { ...proposal });
  await handOver(overview, settings.verifyEvery, known.verifiedUntilMs, ports);
  const marginUsedSeconds = await measureMargin(overview.entries, ports, ports.clock.now());
  return { findings, coverage, marginUsedSeconds };
}

async function takeOverview(
  { fleet, instanceTags, managedInstances, roster, clock, log }: SweepPorts,
  settings: SweepSettings,
  { scope, createdAtMs, bytes, pulse }: TableFacts & { readonly scope: SweepScope },
): Promise<Overview> {
  // A restored table is younger than its roster.
  const deployedAtMs = Math.min(createdAtMs, pulse?.firstAtMs ?? createdAtMs);
  const { entries, states } = await survey({ fleet, roster, clock, log }, scope, bytes);
  const unmanaged = [...entries.values()].filter(({ status }) => status === 'unmanaged');
  const [tags, managed] = await Promise.all([
    instanceTags.list(
      tagKeysOf(settings),
      settings.exclusions.filter(({ isOfImage }) => isOfImage === true),
    ),
    scope === 'all'
      ? managedInstances.describeAll()
      : managedInstances.describe(unmanaged.map(({ instanceId }) => instanceId)),
  ]);
  const isManagedListWhole = scope === 'all';
  return { states, tags, managed, entries, isManagedListWhole, deployedAtMs, settings, nowMs: clock.now() };
}

/**
 * The states of EC2 and the standings of the roster. A roster that is read whole is read first: an instance that starts
 * meanwhile is then in EC2's list, and is not missing yet. What of a large roster is read follows from what EC2 shows. What
 * changes in between is fresh, and left to the events on their way.
 */
async function survey(
  { fleet, roster, clock, log }: Pick<SweepPorts, 'fleet' | 'roster' | 'clock' | 'log'>,
  scope: SweepScope,
  tableBytes: number,
): Promise<Pick<Overview, 'entries' | 'states'>> {
  const isEverybody = scope === 'all';
  const closedSinceMs = clock.now() - terminatedShownHours * 60 * 60 * 1000;
  if (isEverybody || isSmallTable(tableBytes)) {
    const entries = await roster.survey(closedSinceMs);
    return { entries, states: await fleet.listStates() };
  }
  const states = await fleet.listStates();
  const plan = planSurvey({ isEverybody, tableBytes, shownCount: states.size });
  log.info('surveyed', { ...plan, tableBytes, shown: states.size });
  const entries =
    plan.way === 'whole' ? await roster.survey(closedSinceMs) : await roster.standingsOf([...states.keys()]);
  return { entries, states };
}
