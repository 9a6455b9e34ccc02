import type { Instance, LocalCloud } from 'local-cloud';
import type { Workload } from '../fleet/workload.ts';
import type { LocalApplication } from './deploy-application.ts';
import { type LaunchedInstance, type Report, reportRun } from './run-report.ts';
import { settleSeconds } from './settle-time.ts';

/** The progress of a run. */
export interface Progress {
  readonly virtualSeconds: number;
  readonly virtualSecondsTotal: number;
  readonly launched: number;
}

/**
 * Launches a workload in an application and lets time pass until everything has settled. Calls `onProgress` a hundred
 * times.
 */
export async function runWorkload(
  application: LocalApplication,
  workload: Workload,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Report> {
  const { cloud, stacks, rosterTableName } = application;
  const beginMs = cloud.timeline.nowMs;
  const launched = scheduleLaunches(cloud, workload);
  const lastSeconds = workload.at(-1)?.atSeconds ?? 0;
  const totalMs = (lastSeconds + settleSeconds(stacks, workload)) * 1000;
  cloud.observations.watchUntil(beginMs + totalMs);
  for (let part = 1; part <= 100; part++) {
    await cloud.loop.run({ untilMs: beginMs + (totalMs * part) / 100 });
    const virtualSeconds = (totalMs * part) / 100_000;
    onProgress({ virtualSeconds, virtualSecondsTotal: totalMs / 1000, launched: launched.length });
  }
  return reportRun(cloud, launched.map(describeLaunched), rosterTableName, beginMs);
}

/** An instance, and the plan by which it was launched. */
export interface Launched {
  readonly instance: Instance;
  readonly launch: Workload[number];
}

/** Schedules the launches of a workload from now on. The returned list grows as launches happen. */
export function scheduleLaunches(cloud: LocalCloud, workload: Workload): Launched[] {
  const launched: Launched[] = [];
  const beginMs = cloud.timeline.nowMs;
  for (const [atSeconds, together] of groupByTime(workload)) {
    cloud.timeline.at(beginMs + atSeconds * 1000, () => {
      const instances = cloud.ec2.fleet.launch(together.map(({ spec }) => spec));
      instances.forEach((instance, index) => {
        const launch = together[index];
        if (launch !== undefined) launched.push({ instance, launch });
      });
    });
  }
  return launched;
}

function describeLaunched({ instance, launch }: Launched): LaunchedInstance {
  const { id: instanceId, firstRunningMs } = instance;
  return { instanceId, launch, firstRunningMs: Number.isFinite(firstRunningMs) ? firstRunningMs : undefined };
}

/** Groups the launches by time and reservation. */
function groupByTime(workload: Workload): [number, Workload[number][]][] {
  const groups = new Map<string, [number, Workload[number][]]>();
  for (const launch of workload) {
    const key = `${launch.atSeconds}/${launch.reservation}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [launch.atSeconds, [launch]]);
    else group[1].push(launch);
  }
  return [...groups.values()];
}
