import type { Context } from 'aws-lambda';
import { systemClock } from '../clients/clock.ts';
import { createFleet } from '../clients/fleet.ts';
import { createManagedInstances } from '../clients/managed-instances.ts';
import { createPatchStates } from '../clients/patch-states.ts';
import { createReportBucket } from '../clients/report-bucket.ts';
import { createLogger } from '../log.ts';
import { readPatchReportSettings } from '../settings.ts';
import { type ReportPorts, report } from './report.ts';

const log = createLogger('patch-report');

const connect = () => {
  const settings = readPatchReportSettings(process.env);
  const ports: ReportPorts = {
    fleet: createFleet(),
    managedInstances: createManagedInstances(),
    patchStates: createPatchStates(),
    bucket: createReportBucket(settings.bucketName),
    clock: systemClock,
    log,
  };
  return { settings, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Reports which instances are compliant with their patch baseline.
 *
 * Called by a schedule, once a day unless the configuration says otherwise. It may be called late, twice, or fail
 * half-way: it only writes the files of the day, and the next call writes them again, or those of its own day.
 */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;
  await report(ports, settings.outdatedAfterDays);
};
