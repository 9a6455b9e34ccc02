import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createLaunchQueue } from '../shared/clients/fleet/launch-queue.ts';
import { systemClock } from '../shared/clients/system-clock.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { countUnsettled, deliverAgain } from '../shared/runtime/queue-record.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { type ActPorts, act } from './act.ts';
import { createActs } from './acts-client.ts';
import { parseTriggered } from './parse-triggered.ts';
import { createRunbooks } from './runbooks-client.ts';
import { triggerSettings } from './trigger-settings.ts';

const log = createLogger('trigger');
const metrics = createMetrics('trigger');

const connect = () => {
  const settings = readSettings(triggerSettings, process.env);
  const ports: ActPorts = {
    acts: createActs(settings.actionsTable),
    runbooks: createRunbooks(),
    launchQueue: createLaunchQueue(settings.launchQueueUrl),
    clock: systemClock,
    log,
  };
  return { settings, ports };
};
let connection: ReturnType<typeof connect> | undefined;

/**
 * Acts on events that triggers have matched.
 *
 * Called by the trigger queue. It may be called late or twice: an event acts once. A node on which a trigger has acted as
 * often as it may today is left alone until tomorrow, and that is counted for an alarm.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports } = connection;

  const { received, unreadable } = parseTriggered(event.Records);
  for (const record of unreadable) log.error('record unreadable', { ...record });
  const { started, looked, refused, retry } = await act(
    received.map(({ content }) => content),
    settings,
    ports,
  );

  const answer = deliverAgain(received, retry, unreadable);
  const counts = {
    [names.runbooksStarted]: started,
    [names.looksRequested]: looked,
    [names.actionsRefused]: refused,
    [names.messagesUnsettled]: countUnsettled(event.Records, answer.batchItemFailures),
  };
  for (const [name, count] of Object.entries(counts))
    if (count > 0) metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  return answer;
};
