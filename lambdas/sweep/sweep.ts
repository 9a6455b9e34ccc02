import type { Commands } from '../shared/clients/commands/commands.ts';
import type { Fleet } from '../shared/clients/fleet/fleet-client.ts';
import type { InstanceTags } from '../shared/clients/fleet/instance-tags.ts';
import type { LaunchQueue } from '../shared/clients/fleet/launch-queue.ts';
import type { ManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import type { OutsideNodes } from '../shared/clients/fleet/outside-nodes.ts';
import type { PulseStore } from '../shared/clients/roster/pulse-client.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { Instance, ManagedInstance } from '../shared/domain/fleet/instance.ts';
import { isOurs, isOutside } from '../shared/domain/fleet/outside.ts';
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
  readonly outside: Pick<OutsideNodes, 'list'>;
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
  const closer = planCloserLook(overview);
  const described = await fleet.describe(closer.filter((id) => !isOutside(id)));
  const instances = new Map([...described, ...pickOf(overview.outside, closer)]);
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
  ports: SweepPorts,
  settings: SweepSettings,
  { scope, createdAtMs, bytes, pulse }: TableFacts & { readonly scope: SweepScope },
): Promise<Overview> {
  const { instanceTags, managedInstances, clock } = ports;
  // A restored table is younger than its roster.
  const deployedAtMs = Math.min(createdAtMs, pulse?.firstAtMs ?? createdAtMs);
  const { entries, states, outside } = await survey(ports, settings, { scope, tableBytes: bytes });
  const unmanaged = [...entries.values()].filter(
    ({ status, instanceId }) => status === 'unmanaged' && !isOutside(instanceId),
  );
  const [tags, managed] = await Promise.all([
    instanceTags.list(
      tagKeysOf(settings),
      settings.exclusions.filter(({ isOfImage }) => isOfImage === true),
    ),
    scope === 'all'
      ? managedInstances.describeAll('EC2Instance')
      : managedInstances.describe(unmanaged.map(({ instanceId }) => instanceId)),
  ]);
  return {
    ...{ states, entries, outside, isManagedListWhole: scope === 'all', deployedAtMs, settings },
    tags: new Map([...tags, ...[...outside].map(([id, node]) => [id, node.tags] as const)]),
    managed: new Map([...managed, ...managedOf(outside)]),
    nowMs: clock.now(),
  };
}

/**
 * The states of EC2, the nodes outside of it, and the standings of the roster. A roster that is read whole is read first: an
 * instance that starts meanwhile is then in EC2's list, and is not missing yet. What of a large roster is read follows from
 * what is shown. What changes in between is fresh, and left to the events on their way.
 */
async function survey(
  ports: Pick<SweepPorts, 'fleet' | 'outside' | 'roster' | 'clock' | 'log'>,
  settings: SweepSettings,
  { scope, tableBytes }: { readonly scope: SweepScope; readonly tableBytes: number },
): Promise<Pick<Overview, 'entries' | 'states' | 'outside'>> {
  const { roster, clock, log } = ports;
  const isEverybody = scope === 'all';
  const closedSinceMs = clock.now() - terminatedShownHours * 60 * 60 * 1000;
  if (isEverybody || isSmallTable(tableBytes)) {
    const entries = await roster.survey(closedSinceMs);
    return { entries, ...joinStates(await look(ports), entries, settings) };
  }
  const shown = await look(ports);
  const shownIds = [...shown.states.keys(), ...shown.outside.keys()];
  const plan = planSurvey({ isEverybody, tableBytes, shownCount: shownIds.length });
  log.info('surveyed', { ...plan, tableBytes, shown: shownIds.length });
  const entries =
    plan.way === 'whole' ? await roster.survey(closedSinceMs) : await roster.standingsOf(shownIds);
  return { entries, ...joinStates(shown, entries, settings) };
}

/** What EC2 and Systems Manager show. */
type Shown = Pick<Overview, 'states' | 'outside'>;

async function look({ fleet, outside }: Pick<SweepPorts, 'fleet' | 'outside'>): Promise<Shown> {
  const [states, nodes] = await Promise.all([fleet.listStates(), outside.list()]);
  return { states, outside: nodes };
}

/** Nodes of others count as there only if somebody asked for them: they have an entry. */
function joinStates(
  { states, outside }: Shown,
  entries: Overview['entries'],
  settings: SweepSettings,
): Shown {
  const present = [...outside.values()].filter(
    (node) => isOurs(node, settings.outside) || entries.has(node.instanceId),
  );
  return {
    states: new Map([...states, ...present.map(({ instanceId, state }) => [instanceId, state] as const)]),
    outside,
  };
}

function managedOf(outside: ReadonlyMap<string, Instance>): [string, ManagedInstance][] {
  return [...outside].flatMap(([id, node]): [string, ManagedInstance][] =>
    node.outside === undefined ? [] : [[id, node.outside]],
  );
}

function pickOf<Value>(map: ReadonlyMap<string, Value>, ids: readonly string[]): [string, Value][] {
  return ids.flatMap((id): [string, Value][] => {
    const value = map.get(id);
    return value === undefined ? [] : [[id, value]];
  });
}
