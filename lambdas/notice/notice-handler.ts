import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { systemClock } from '../shared/clients/system-clock.ts';
import type { NoticeTopic } from '../shared/domain/notice.ts';
import { metrics as names } from '../shared/runtime/contract.ts';
import { createLogger, createMetrics } from '../shared/runtime/log.ts';
import { readSettings } from '../shared/runtime/read-settings.ts';
import { createNoticeQueue } from './notice-queue-client.ts';
import { noticeSettings } from './notice-settings.ts';
import { createPeople } from './people-client.ts';
import type { NoticePlace } from './plan-messages.ts';
import { createProblemEntries } from './problem-entries-client.ts';
import { type TellPorts, tellPeople } from './tell-people.ts';

const log = createLogger('notice');
const metrics = createMetrics('notice');

const connect = () => {
  const settings = readSettings(noticeSettings, process.env);
  const ports: TellPorts = {
    entries: createProblemEntries(settings.rosterTable),
    queue: createNoticeQueue(settings.noticeQueueUrl),
    people: createPeople(settings.topicArn),
    clock: systemClock,
    log,
  };
  return { settings, ports, place: placeOf(settings.topicArn) };
};
let connection: ReturnType<typeof connect> | undefined;

/** The metric of each topic. Those of outcomes have metrics of their functions. */
const metricOf: Partial<Readonly<Record<NoticeTopic, string>>> = {
  automations: names.executionsFailed,
  windows: names.windowsFailed,
  associations: names.associationsFailed,
  compliance: names.nodesNonCompliant,
};

/**
 * Tells people of what needs them, one message for each cause.
 *
 * Called by a schedule. It may be called late or twice, or fail half-way: the next call tells of what was not told, and
 * perhaps of something again.
 */
export const handler = async (_event: unknown, context: Context): Promise<void> => {
  log.addContext(context);
  connection ??= connect();
  const { settings, ports, place } = connection;
  const { messages, notices } = await tellPeople(ports, settings, place);
  if (messages.length > 0) metrics.addMetric(names.noticesSent, MetricUnit.Count, messages.length);
  for (const [topic, name] of Object.entries(metricOf)) {
    const count = notices.filter((notice) => notice.topic === topic).length;
    if (count > 0) metrics.addMetric(name, MetricUnit.Count, count);
  }
  metrics.publishStoredMetrics();
};

/** A topic's ARN names its partition, region and account. */
function placeOf(topicArn: string): NoticePlace {
  const [, partition = '', , region = '', accountId = ''] = topicArn.split(':');
  return { partition, region, accountId };
}
