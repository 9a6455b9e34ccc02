import type { Context } from 'aws-lambda';
import { keepPulse } from '../onboard/keep-pulse.ts';
import { onboardSettings } from '../onboard/onboard-settings.ts';
import { createAlarms } from '../shared/clients/alarms.ts';
import { createCommandResults } from '../shared/clients/commands/command-results.ts';
import { createCommands } from '../shared/clients/commands/commands.ts';
import { createDiagnosis } from '../shared/clients/diagnosis/diagnosis-client.ts';
import { createFleet } from '../shared/clients/fleet/fleet-client.ts';
import { createLaunchQueue } from '../shared/clients/fleet/launch-queue.ts';
import { createManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import { createOutsideNodes, withOutside } from '../shared/clients/fleet/outside-nodes.ts';
import { createErrandOrders } from '../shared/clients/rollout/errand-orders.ts';
import { createLaunchVersionsStore } from '../shared/clients/rollout/launch-versions-store.ts';
import { createRolloutStore } from '../shared/clients/rollout/rollout-store.ts';
import { createAnnouncements } from '../shared/clients/roster/announcements.ts';
import { createPulseStore } from '../shared/clients/roster/pulse-client.ts';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { createTurnStore } from '../shared/clients/verification/turn-store.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { countMoves, countSeconds } from '../shared/runtime/metrics.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { recheck } from './recheck.ts';
import { recheckSettings } from './recheck-settings.ts';

const log = createLogger('recheck');
const metrics = createMetrics('recheck');

const connect = () => {
  const settings = readSettings(onboardSettings, process.env);
  const { launchQueueUrl, verification } = readSettings(recheckSettings, process.env);
  const managedInstances = createManagedInstances();
  const outside = createOutsideNodes(settings.outside, managedInstances);
  const ports = {
    fleet: withOutside(createFleet(log), outside),
    managedInstances,
    diagnosis: createDiagnosis(log),
    commands: createCommands(),
    results: createCommandResults(),
    roster: createRoster(settings.rosterTable),
    rollouts: createRolloutStore(settings.rosterTable),
    errandOrders: createErrandOrders(settings.rosterTable),
    launchVersions: createLaunchVersionsStore(settings.rosterTable),
    launchQueue: createLaunchQueue(launchQueueUrl),
    turns: createTurnStore(settings.rosterTable),
    alarms: createAlarms(),
    pulses: createPulseStore(settings.rosterTable),
    announcements: createAnnouncements(log),
    clock: systemClock,
    log,
  };
  return { settings, verification, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/** The time to keep for recording what was sent, before Lambda stops the function. */
const recordingReserveMs = 30_000;

/**
 * Looks again at what is due.
 *
 * Called by a schedule every few minutes. It may be called late, twice, or while an earlier call still runs:
 * the roster knows what is due, and every move is conditional. If it fails, everything is still due at the
 * next call.
 */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, verification, ports } = connection;
  const { claimLeaseSeconds } = settings;
  const rules = await keepPulse(ports, { claimLeaseSeconds, isFirst: true });
  const result = await recheck(ports, {
    ...rules,
    requestId: context.awsRequestId,
    lastOrderAtMs: ports.clock.now() + context.getRemainingTimeInMillis() - recordingReserveMs,
    settings,
    verification,
  });
  log.info('rechecked', { due: result.due, moved: result.written.length, ordersSent: result.ordersSent });
  countSeconds(metrics, names.leaseMarginUsed, result.lateSeconds);
  countMoves(metrics, result.written, {
    [names.ordersSent]: result.ordersSent,
    [names.instancesVerified]: result.verified,
    [names.verificationsUnanswered]: result.unanswered,
  });
};
