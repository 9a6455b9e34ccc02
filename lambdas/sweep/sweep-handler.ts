import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { createCommands } from '../shared/clients/commands/commands.ts';
import { createFleet } from '../shared/clients/fleet/fleet-client.ts';
import { createInstanceTags } from '../shared/clients/fleet/instance-tags.ts';
import { createLaunchQueue } from '../shared/clients/fleet/launch-queue.ts';
import { createManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import { createOutsideNodes } from '../shared/clients/fleet/outside-nodes.ts';
import { createProposedVersionsStore } from '../shared/clients/rollout/proposed-versions-store.ts';
import { createAnnouncements } from '../shared/clients/roster/announcements.ts';
import { createPulseStore } from '../shared/clients/roster/pulse-client.ts';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { createHandOverStore } from '../shared/clients/verification/hand-over-store.ts';
import { isObject } from '../shared/domain/is-object.ts';
import { metrics as names, type SweepScope, sweepScopes } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import type { Coverage } from './plan-sweep.ts';
import { type SweepPorts, sweep } from './sweep.ts';
import { deployedVersions, sweepSettings } from './sweep-settings.ts';

const log = createLogger('sweep');
const metrics = createMetrics('sweep');

const connect = () => {
  const settings = {
    ...readSettings(sweepSettings, process.env),
    ...readSettings(deployedVersions, process.env),
  };
  const managedInstances = createManagedInstances();
  const ports: SweepPorts = {
    fleet: createFleet(log),
    instanceTags: createInstanceTags(),
    managedInstances,
    outside: createOutsideNodes(settings.outside, managedInstances),
    roster: createRoster(settings.rosterTable),
    pulses: createPulseStore(settings.rosterTable),
    proposedVersions: createProposedVersionsStore(settings.rosterTable),
    handOvers: createHandOverStore(settings.rosterTable),
    announcements: createAnnouncements(log),
    commands: createCommands(),
    launchQueue: createLaunchQueue(settings.launchQueueUrl),
    clock: systemClock,
    log,
  };
  return { settings, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Finds what events missed, and measures coverage.
 *
 * Called by a schedule every 20 minutes, and by another once a day with the scope `all`. It may be called
 * late or twice, or fail half-way. It puts state changes into the launch queue, and one that is put there twice
 * is decided once. It proposes a roll-out at most once for each new version.
 */
export const handler = async (event: unknown, context: Context): Promise<void> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;
  const { findings, coverage, marginUsedSeconds } = await sweep(ports, settings, readScope(event));
  if (marginUsedSeconds !== undefined)
    metrics.addMetric(names.leaseMarginUsed, MetricUnit.Seconds, marginUsedSeconds);
  if (settings.verifyEvery !== 'never')
    metrics.addMetric(names.instancesDrifted, MetricUnit.Count, coverage.drifted);
  count(coverage, findings.length);
};

/** The scope that the schedule gives; anything else means the cheaper scope. */
function readScope(event: unknown): SweepScope {
  const scope = isObject(event) ? event['scope'] : undefined;
  return sweepScopes.find((known) => known === scope) ?? 'unmanaged';
}

function count(coverage: Coverage, found: number): void {
  const share = (part: number) => (coverage.running === 0 ? 100 : (100 * part) / coverage.running);
  metrics.addMetric(names.instancesRunning, MetricUnit.Count, coverage.running);
  metrics.addMetric(names.shareManaged, MetricUnit.Percent, share(coverage.managed));
  metrics.addMetric(names.shareOnboarded, MetricUnit.Percent, share(coverage.onboarded));
  metrics.addMetric(names.instancesSilent, MetricUnit.Count, coverage.silent);
  metrics.addMetric(names.driftFound, MetricUnit.Count, found);
  metrics.publishStoredMetrics();
  for (const [cause, instances] of Object.entries(coverage.unmanagedByCause)) {
    const byCause = metrics.singleMetric();
    byCause.addDimension('cause', cause);
    byCause.addMetric(names.unmanagedByCause, MetricUnit.Count, instances);
  }
}
