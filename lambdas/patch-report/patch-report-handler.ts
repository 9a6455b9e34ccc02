import type { Context } from 'aws-lambda';
import { createFleet } from '../shared/clients/fleet/fleet-client.ts';
import { createManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { createPatchBaselines } from './patch-baselines-client.ts';
import { patchReportSettings } from './patch-report-settings.ts';
import { createPatchStates } from './patch-states-client.ts';
import { createReportBucket } from './report-bucket-client.ts';
import { type ReportPorts, report } from './write-report.ts';

const log = createLogger('patch-report');

const connect = () => {
  const settings = readSettings(patchReportSettings, process.env);
  const ports: ReportPorts = {
    fleet: createFleet(log),
    managedInstances: createManagedInstances(),
    patchStates: createPatchStates(),
    patchBaselines: createPatchBaselines(),
    bucket: createReportBucket(settings.reportBucket),
    clock: systemClock,
    log,
  };
  return { settings, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Reports which instances are compliant with their patch baseline.
 *
 * Called by a schedule, once a day unless the configuration says otherwise. It may be called late or twice,
 * or fail half-way. It only writes the files of the day, and the next call writes them again, or the files of
 * its own day.
 */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;
  await report(ports, settings.outdatedAfterDays);
};
