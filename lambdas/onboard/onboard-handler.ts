import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createCommands } from '../shared/clients/commands/commands.ts';
import { createFleet } from '../shared/clients/fleet/fleet-client.ts';
import { createManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import { createAnnouncements } from '../shared/clients/roster/announcements.ts';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { countMoves } from '../shared/runtime/metrics.ts';
import { deliverAgain } from '../shared/runtime/queue-record.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { onboard } from './onboard.ts';
import { onboardSettings } from './onboard-settings.ts';
import { parseStateChanges } from './parse-state-changes.ts';
import type { Ports } from './ports.ts';

const log = createLogger('onboard');
const metrics = createMetrics('onboard');

const connect = () => {
  const settings = readSettings(onboardSettings, process.env);
  const ports: Ports = {
    fleet: createFleet(),
    managedInstances: createManagedInstances(),
    // IAM's client would take the bundle past its limit: causes are left to the recheck.
    diagnosis: { causesOf: async () => new Map() },
    commands: createCommands(),
    roster: createRoster(settings.rosterTable),
    announcements: createAnnouncements(log),
    clock: systemClock,
    log,
  };
  return { settings, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/** The time that is kept for recording what was sent, before Lambda stops the function. */
const recordingReserveMs = 20_000;

/**
 * Onboards newly launched instances.
 *
 * Called by the launch queue with a batch of state changes, each at least the launch delay old, so that the agent has
 * had time to register. Delivery is at least once: the call may come late, twice, or for an instance that is gone. It
 * is idempotent, because a claim in the roster comes before every command, and can be made once.
 *
 * Records that are not state changes, and state changes that could not be settled, are returned as failures of their
 * own. They come back after the queue's visibility timeout. In the end they reach the dead-letter queue and its alarm.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;

  const { received, unreadable } = parseStateChanges(event.Records);
  for (const record of unreadable) log.error('record unreadable', { ...record });

  const stateChanges = received.map(({ content }) => content);
  const result = await onboard(stateChanges, ports, {
    requestId: context.awsRequestId,
    lastOrderAtMs: ports.clock.now() + context.getRemainingTimeInMillis() - recordingReserveMs,
    settings,
  });
  countMoves(metrics, result.written, {
    [names.stateChangesReceived]: stateChanges.length,
    [names.stateChangesUnreadable]: unreadable.length,
    [names.stateChangesRetried]: result.retry.length,
    [names.ordersSent]: result.ordersSent,
    [names.ordersRefused]: result.ordersRefused,
  });
  return deliverAgain(received, result.retry, unreadable);
};
