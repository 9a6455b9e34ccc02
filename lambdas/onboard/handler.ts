import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { systemClock } from '../clients/clock.ts';
import { createCommands } from '../clients/commands.ts';
import { createFleet } from '../clients/fleet.ts';
import { createManagedInstances } from '../clients/managed-instances.ts';
import { createRoster } from '../clients/roster.ts';
import { metrics as names } from '../contract.ts';
import type { RosterStatus } from '../domain/roster.ts';
import { createLogger, createMetrics } from '../log.ts';
import { readOnboardSettings } from '../settings.ts';
import { type OnboardingResult, onboard, type Ports } from './onboard.ts';
import { parseLaunches } from './parse-launches.ts';

const log = createLogger('onboard');
const metrics = createMetrics('onboard');

const connect = () => {
  const settings = readOnboardSettings(process.env);
  const ports: Ports = {
    fleet: createFleet(),
    managedInstances: createManagedInstances(),
    commands: createCommands(),
    roster: createRoster(settings.rosterTableName),
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
 * had time to register. It may be called late, twice, or for an instance that is already gone; then it does nothing
 * twice: a launch is claimed in the roster before a command is sent, and a claim can only be made once.
 *
 * Records that are not state changes, and launches that could not be settled, are returned as failures of their own:
 * they come back after the queue's visibility timeout, and in the end reach the dead-letter queue and its alarm.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;

  const { launches, unreadable } = parseLaunches(event.Records);
  for (const record of unreadable) log.error('record unreadable', { ...record });

  const result = await onboard(launches, ports, {
    requestId: context.awsRequestId,
    lastOrderAtMs: ports.clock.now() + context.getRemainingTimeInMillis() - recordingReserveMs,
    settings,
  });
  count(launches.length, unreadable.length, result);
  return {
    batchItemFailures: [...unreadable, ...result.retry].map((record) => ({
      itemIdentifier: record.messageId,
    })),
  };
};

function count(received: number, unreadable: number, result: OnboardingResult): void {
  const written = (status: RosterStatus) => result.written.filter((move) => move.to.status === status).length;
  const counts = {
    [names.launchesReceived]: received,
    [names.launchesUnreadable]: unreadable,
    [names.launchesRetried]: result.retry.length,
    [names.instancesCommanded]: written('commanded'),
    [names.instancesWaiting]: written('waiting'),
    [names.instancesExcluded]: written('excluded'),
    [names.instancesFailed]: written('failed'),
    [names.instancesGone]: written('gone'),
    [names.ordersSent]: result.ordersSent,
    [names.ordersRefused]: result.ordersRefused,
  };
  for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
