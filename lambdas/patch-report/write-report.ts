import type { Fleet } from '../shared/clients/fleet/fleet-client.ts';
import type { ManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import { patchReportPrefix } from '../shared/runtime/contract.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { PatchBaselines } from './patch-baselines-client.ts';
import type { PatchStates } from './patch-states-client.ts';
import { listDecidingBaselines, planReport } from './plan-report.ts';
import { renderTable } from './render-report.ts';
import type { ReportBucket } from './report-bucket-client.ts';

/** What the report needs from outside. */
export interface ReportPorts {
  readonly fleet: Fleet;
  readonly managedInstances: ManagedInstances;
  readonly patchStates: PatchStates;
  readonly patchBaselines: PatchBaselines;
  readonly bucket: ReportBucket;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Writes to the bucket who is compliant: every instance and every patch group, each as CSV and as JSON. A
 * second report of the same day (UTC) replaces the first.
 */
export async function report(ports: ReportPorts, outdatedAfterDays: number): Promise<void> {
  const { fleet, managedInstances, patchStates, patchBaselines, bucket, clock, log } = ports;
  const [fleetStates, managed] = await Promise.all([fleet.listStates(), managedInstances.describeAll()]);
  const instances = await fleet.describe([...fleetStates.keys()]);
  const states = await patchStates.describe([...managed.keys()]);
  const baselines = await patchBaselines.describe(listDecidingBaselines(states));
  const nowMs = clock.now();
  const planned = planReport({ instances, managed, states, baselines, outdatedAfterDays, nowMs });

  const day = new Date(nowMs).toISOString().slice(0, 10);
  const files = [
    ...renderTable(patchReportPrefix, 'instances', day, planned.instances),
    ...renderTable(patchReportPrefix, 'groups', day, planned.groups),
  ];
  for (const { key, contentType, body } of files) await bucket.put(key, contentType, body);
  log.info('reported', { day, instances: planned.instances.length, groups: planned.groups });
}
