import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createCommands } from '../shared/clients/commands/commands.ts';
import { createFleet } from '../shared/clients/fleet/fleet-client.ts';
import { createManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import { createOutsideNodes, withOutside } from '../shared/clients/fleet/outside-nodes.ts';
import { createErrandOrders } from '../shared/clients/rollout/errand-orders.ts';
import { createAnnouncements } from '../shared/clients/roster/announcements.ts';
import { createPulseStore } from '../shared/clients/roster/pulse-client.ts';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { countMoves, countSeconds } from '../shared/runtime/metrics.ts';
import { countUnsettled, deliverAgain } from '../shared/runtime/queue-record.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { keepPulse, type PulsePorts } from './keep-pulse.ts';
import { onboard } from './onboard.ts';
import { onboardSettings } from './onboard-settings.ts';
import { parseStateChanges, placeOf } from './parse-state-changes.ts';
import type { Ports } from './ports.ts';

const log = createLogger('onboard');
const metrics = createMetrics('onboard');

const connect = () => {
  const settings = readSettings(onboardSettings, process.env);
  const managedInstances = createManagedInstances();
  const outside = createOutsideNodes(settings.outside, managedInstances);
  const ports: Ports & PulsePorts = {
    fleet: withOutside(createFleet(log), outside),
    managedInstances,
    // The client of IAM would make the bundle too large. The recheck looks for causes.
    diagnosis: { causesOf: async () => new Map() },
    commands: createCommands(),
    roster: createRoster(settings.rosterTable),
    errandOrders: createErrandOrders(settings.rosterTable),
    pulses: createPulseStore(settings.rosterTable),
    announcements: createAnnouncements(log),
    clock: systemClock,
    log,
  };
  return { settings, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/** The time to keep for recording what was sent, before Lambda stops the function. */
const recordingReserveMs = 20_000;

/**
 * Onboards newly launched instances.
 *
 * Called by the launch queue with a batch of state changes. Each is at least as old as the launch delay, so
 * the agent has had time to register. Delivery is at least once: the call may come late, twice, or for an
 * instance that is gone. The function is idempotent: before every command it writes a claim to the roster,
 * and a claim can be made only once.
 *
 * It reports as failures the records that are not state changes and the state changes that it could not
 * settle. These come back after the queue's visibility timeout. In the end they reach the dead-letter queue
 * and its alarm.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;

  const place = placeOf(context.invokedFunctionArn);
  const { received, unreadable, foreign } = parseStateChanges(event.Records, place);
  for (const record of unreadable) log.error('record unreadable', { ...record });

  const stateChanges = received.map(({ content }) => content);
  const { claimLeaseSeconds } = settings;
  const rules = await keepPulse(ports, { claimLeaseSeconds, isFirst: false });
  const result = await onboard(stateChanges, ports, {
    ...rules,
    requestId: context.awsRequestId,
    lastOrderAtMs: ports.clock.now() + context.getRemainingTimeInMillis() - recordingReserveMs,
    settings,
  });
  countSeconds(metrics, names.leaseMarginUsed, result.lateSeconds);
  const answer = deliverAgain(received, result.retry, unreadable);
  countMoves(metrics, result.written, {
    [names.stateChangesReceived]: stateChanges.length,
    [names.stateChangesUnreadable]: unreadable.length,
    [names.stateChangesForeign]: foreign,
    [names.stateChangesRetried]: result.retry.length,
    [names.ordersSent]: result.ordersSent,
    [names.ordersRefused]: result.ordersRefused,
    [names.messagesUnsettled]: countUnsettled(event.Records, answer.batchItemFailures),
  });
  return answer;
};
