import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { systemClock } from '../../lambdas/shared/clients/system-clock.ts';
import type { ClientSettings, Connection } from './connection.ts';
import type { Deployed } from './deployment.ts';
import { describeRefusal } from './refusal.ts';

/** Something that was read, or one line on why it could not be. */
export type Part<T> = { readonly value: T } | { readonly refused: string };

/** The messages of the launch queue, and those that ended as dead letters. */
export interface QueueState {
  readonly messages: number;
  readonly delayed: number;
  readonly inFlight: number;
  /** The age of the oldest message; undefined when CloudWatch has not told it lately. */
  readonly oldestSeconds: number | undefined;
  readonly deadLetters: number;
}

/** An alarm in the state ALARM. */
export interface RaisedAlarm {
  readonly name: string;
  /** Since when; ISO 8601 in UTC. */
  readonly since: string;
  readonly description: string;
}

/** The alarms of an installation. */
export interface AlarmStates {
  readonly count: number;
  /** How many have no data: they were made a moment ago, or what they watch tells nothing. */
  readonly withoutData: number;
  readonly raised: readonly RaisedAlarm[];
}

/** The state of the launch queue. Its counts are approximate, as SQS tells them. */
export function readQueue(settings: ClientSettings, { launchQueueUrl }: Deployed): Promise<Part<QueueState>> {
  return part('sqs:GetQueueAttributes', settings, async () => {
    const { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    const client = new SQSClient(settings);
    const attributesOf = async (QueueUrl: string) => {
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      return (await client.send(command)).Attributes ?? {};
    };
    const own = await attributesOf(launchQueueUrl);
    const letters = deadLetterName(own['RedrivePolicy']);
    const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: letters }));
    const dead = await attributesOf(QueueUrl);
    return {
      messages: Number(own['ApproximateNumberOfMessages'] ?? 0),
      delayed: Number(own['ApproximateNumberOfMessagesDelayed'] ?? 0),
      inFlight: Number(own['ApproximateNumberOfMessagesNotVisible'] ?? 0),
      oldestSeconds: await readOldest(settings, launchQueueUrl.split('/').at(-1) ?? ''),
      deadLetters: Number(dead['ApproximateNumberOfMessages'] ?? 0),
    };
  });
}

/** The alarms whose names begin with the prefix of the installation. */
export function readAlarms(
  settings: ClientSettings,
  { prefix }: Connection['names'],
): Promise<Part<AlarmStates>> {
  return part('cloudwatch:DescribeAlarms', settings, async () => {
    const { CloudWatchClient, paginateDescribeAlarms } = await import('@aws-sdk/client-cloudwatch');
    const client = new CloudWatchClient(settings);
    const found: MetricAlarm[] = [];
    const request = { AlarmNamePrefix: `${prefix}/`, AlarmTypes: ['MetricAlarm' as const] };
    for await (const { MetricAlarms: alarms = [] } of paginateDescribeAlarms({ client }, request))
      found.push(...alarms);
    return {
      count: found.length,
      withoutData: found.filter(({ StateValue }) => StateValue === 'INSUFFICIENT_DATA').length,
      raised: found.filter(({ StateValue }) => StateValue === 'ALARM').map(readAlarm),
    };
  });
}

function readAlarm({ AlarmName, StateUpdatedTimestamp, AlarmDescription }: MetricAlarm): RaisedAlarm {
  return {
    name: AlarmName ?? '',
    since: StateUpdatedTimestamp?.toISOString() ?? '',
    description: AlarmDescription ?? '',
  };
}

/** The age of the oldest message, from the latest minute of the last ten that CloudWatch has. */
async function readOldest(settings: ClientSettings, queueName: string): Promise<number | undefined> {
  const { CloudWatchClient, GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const EndTime = new Date(systemClock.now());
  const StartTime = new Date(EndTime.getTime() - 600_000);
  const Dimensions = [{ Name: 'QueueName', Value: queueName }];
  const Metric = { Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Dimensions };
  const MetricDataQueries = [{ Id: 'oldest', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }];
  const command = new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime });
  const { MetricDataResults: results = [] } = await new CloudWatchClient(settings).send(command);
  return results[0]?.Values?.[0];
}

function deadLetterName(policy: string | undefined): string {
  const { deadLetterTargetArn = '' }: { deadLetterTargetArn?: string } = JSON.parse(policy ?? '{}');
  return deadLetterTargetArn.split(':').at(-1) ?? '';
}

/** Reads a part of an answer. A part that cannot be read hides no other. */
export async function part<T>(
  operation: string,
  settings: ClientSettings,
  read: () => Promise<T>,
): Promise<Part<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { refused: describeRefusal(operation, error, 'read', settings) };
  }
}
