import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createRoster } from '../shared/clients/roster/roster-client.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { countUnsettled, deliverAgain } from '../shared/runtime/queue-record.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { type GatePorts, gateLaunches } from './gate-launches.ts';
import { createHoldQueue } from './hold-queue-client.ts';
import { launchGateSettings } from './launch-gate-settings.ts';
import { createLifecycle } from './lifecycle-client.ts';
import { parseHolds } from './parse-holds.ts';

const log = createLogger('launch-gate');
const metrics = createMetrics('launch-gate');

const connect = () => {
  const settings = readSettings(launchGateSettings, process.env);
  const ports: GatePorts = {
    roster: createRoster(settings.rosterTable),
    lifecycle: createLifecycle(),
    queue: createHoldQueue(settings.holdQueueUrl),
    clock: systemClock,
    log,
  };
  return { settings, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Holds launched instances of Auto Scaling groups until they are onboarded.
 *
 * Called by the hold queue, with events of Auto Scaling and with what it has sent to itself. It may be called late or
 * twice: a wait that is over stays as it ended. When it is not called at all, the hook of the group times out, and
 * decides as the function would.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;

  const { received, unreadable } = parseHolds(event.Records);
  for (const record of unreadable) log.error('record unreadable', { ...record });
  const holds = received.map(({ content }) => content);
  const { ready, unready, retry } = await gateLaunches(holds, settings, ports);

  const answer = deliverAgain(received, retry, unreadable);
  const counts = {
    [names.launchesReady]: ready,
    [names.launchesUnready]: unready,
    [names.messagesUnsettled]: countUnsettled(event.Records, answer.batchItemFailures),
  };
  for (const [name, count] of Object.entries(counts))
    if (count > 0) metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  return answer;
};
