import type { ListCommandsResult } from '@aws-sdk/client-ssm';
import type { LocalCloud } from 'local-cloud';
import type { AgentState } from '../../lambdas/shared/domain/roster/agent-state.ts';
import type { PlannedLaunch } from '../fleet/workload.ts';
import { type RosterRow, readRoster } from './roster-rows.ts';

/** The outcome of one launched instance. `status` is undefined if the roster has no entry: the instance is lost. */
export interface InstanceReport {
  readonly instanceId: string;
  readonly source: string;
  readonly platform: string;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  /**
   * The place of the cause of an unmanaged instance, in words. It is the same for all instances that share the cause.
   */
  readonly causeDetail: string | undefined;
  /** How sure the cause is, and what was not looked at. */
  readonly causeCertainty: string | undefined;
  readonly notLookedAt: readonly string[] | undefined;
  /** Where each agent of the profile stands: one may have failed where the others succeeded. */
  readonly agents: readonly AgentReport[] | undefined;
  readonly document: string | undefined;
  readonly commandId: string | undefined;
  /** Virtual seconds from the start of the instance (its first `running`) to the command. */
  readonly secondsToCommand: number | undefined;
}

/** What became of one agent on an instance. */
export type AgentReport = Pick<AgentState, 'agent' | 'status' | 'reason'>;

/** The account of a run. */
export interface Report {
  readonly launched: number;
  /** True if every launched instance has exactly one roster entry and no other instance has one. */
  readonly accounted: boolean;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly byPlatform: Breakdown;
  readonly bySource: Breakdown;
  /** By agent of the profiles; empty where they name documents. */
  readonly byAgent: Breakdown;
  readonly reasons: Readonly<Record<string, number>>;
  /** How often functions called each operation of AWS. */
  readonly awsCalls: Readonly<Record<string, number>>;
  /** The calls that IAM denied. With the synthesized roles there must be none. */
  readonly deniedCalls: number;
  readonly virtualSeconds: number;
  readonly seed: number;
  readonly traceHash: string;
  readonly instances: readonly InstanceReport[];
}

/** The number of instances in each status, by kind. */
export type Breakdown = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A launched instance and its plan. */
export interface LaunchedInstance {
  readonly instanceId: string;
  readonly launch: PlannedLaunch;
  /** When the instance first reached `running`, in virtual epoch milliseconds. Undefined if it never did. */
  readonly firstRunningMs: number | undefined;
}

/** Builds the report of a run from the launches, the roster and the commands. */
export function reportRun(
  cloud: LocalCloud,
  launched: readonly LaunchedInstance[],
  rosterTableName: string,
  startMs: number,
): Report {
  const roster = new Map(readRoster(cloud, rosterTableName).map((row) => [row.instanceId, row]));
  const sentMs = readSendTimes(cloud);
  const instances = launched.map((instance) => describe(instance, roster.get(instance.instanceId), sentMs));
  const isComplete = instances.every((instance) => instance.status !== undefined);
  const accounted = isComplete && roster.size === launched.length;
  return {
    ...countInstances(instances, accounted),
    awsCalls: cloud.observations.calls,
    deniedCalls: cloud.observations.deniedCalls,
    virtualSeconds: Math.round((cloud.timeline.nowMs - startMs) / 1000),
    seed: cloud.seed,
    traceHash: cloud.record.hash,
    instances,
  };
}

/** The part of a report that follows from the outcomes of the instances. */
export function countInstances(instances: readonly InstanceReport[], accounted: boolean) {
  return {
    launched: instances.length,
    accounted,
    outcomes: tally(instances.map(statusOf)),
    byPlatform: breakDown(instances, (instance) => instance.platform),
    bySource: breakDown(instances, (instance) => instance.source),
    byAgent: breakDownAgents(instances),
    reasons: tally(instances.map((instance) => instance.reason ?? 'NoEntry')),
  };
}

/** When each command was sent, in virtual epoch milliseconds, by command id. */
function readSendTimes(cloud: LocalCloud): Map<string, number> {
  const times = new Map<string, number>();
  let NextToken: string | undefined;
  do {
    const request = { MaxResults: 50, ...(NextToken === undefined ? {} : { NextToken }) };
    const page: ListCommandsResult = cloud.ssm.operations.ListCommands.run(request, cloud.administrator());
    for (const { CommandId = '', RequestedDateTime } of page.Commands ?? []) {
      if (RequestedDateTime !== undefined) times.set(CommandId, RequestedDateTime.getTime());
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return times;
}

function describe(
  instance: LaunchedInstance,
  row: RosterRow | undefined,
  sendTimes: ReadonlyMap<string, number>,
): InstanceReport {
  const { instanceId, launch, firstRunningMs } = instance;
  const sentMs = row?.commandId === undefined ? undefined : sendTimes.get(row.commandId);
  const isTimed = sentMs !== undefined && firstRunningMs !== undefined;
  return {
    instanceId,
    source: launch.source,
    platform: platformOf(launch.spec),
    status: row?.status,
    reason: row?.reason,
    causeDetail: row?.causeDetail,
    causeCertainty: row?.causeCertainty,
    notLookedAt: row?.notLookedAt,
    agents: row?.agents?.map(({ agent, status, reason }) => ({ agent, status, reason })),
    document: row?.document,
    commandId: row?.commandId,
    secondsToCommand: isTimed ? Math.round((sentMs - firstRunningMs) / 1000) : undefined,
  };
}

/** The name of the operating system, with its version if the name has none. */
export function platformOf({ platform }: PlannedLaunch['spec']): string {
  return /\d/.test(platform.name) ? platform.name : `${platform.name} ${platform.version}`.trim();
}

function statusOf(instance: InstanceReport): string {
  return instance.status ?? 'lost';
}

function breakDown(
  instances: readonly InstanceReport[],
  keyOf: (instance: InstanceReport) => string,
): Breakdown {
  return breakDownStatuses(instances.map((instance) => [keyOf(instance), statusOf(instance)]));
}

/** What became of each agent, in the order of their names. */
function breakDownAgents(instances: readonly InstanceReport[]): Breakdown {
  const states = instances.flatMap(({ agents = [] }) => agents);
  return breakDownStatuses(states.map(({ agent, status }) => [agent, status]));
}

function breakDownStatuses(keyed: readonly (readonly [key: string, status: string])[]): Breakdown {
  const groups = new Map<string, string[]>();
  for (const [key, status] of keyed) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [status]);
    else group.push(status);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, statuses]) => [key, tally(statuses)]));
}

/** How often each text occurs, the most frequent first. */
export function tally(texts: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
