import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';

/** What the golden template of the onboarding says of the numbers that prose repeats. */

const resource = z.object({ Type: z.string(), Properties: z.unknown().optional() });
const golden = z
  .object({ Resources: z.record(z.string(), resource) })
  .parse(JSON.parse(readFileSync('test/golden/MusterOnboarding.template.json', 'utf8')));

/** The properties of the resources of a type, by logical id, read by a form that must fit all of them. */
function propertiesOf<T>(type: string, form: z.ZodType<T>): ReadonlyMap<string, T> {
  const all = Object.entries(golden.Resources).filter(([, { Type }]) => Type === type);
  return new Map(all.map(([id, { Properties }]) => [id, form.parse(Properties)]));
}

/** The one resource of a type whose properties pass. */
function only<T>(found: ReadonlyMap<string, T>, isMeant: (properties: T) => boolean): T {
  const [first, ...others] = [...found.values()].filter(isMeant);
  if (first === undefined || others.length > 0)
    throw new Error(`Not one resource, but ${others.length + 1}.`);
  return first;
}

const queues = propertiesOf(
  'AWS::SQS::Queue',
  z.object({
    DelaySeconds: z.number().default(0),
    MessageRetentionPeriod: z.number(),
    RedrivePolicy: z.object({ maxReceiveCount: z.number() }).optional(),
  }),
);
const functions = propertiesOf(
  'AWS::Lambda::Function',
  z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) }),
);
const schedules = propertiesOf(
  'AWS::Scheduler::Schedule',
  z.object({ ScheduleExpression: z.string(), Target: z.object({ Input: z.string().optional() }) }),
);
const mappings = propertiesOf(
  'AWS::Lambda::EventSourceMapping',
  z.object({
    EventSourceArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
    FunctionName: z.object({ Ref: z.string() }),
    MaximumBatchingWindowInSeconds: z.number(),
    ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
  }),
);
const alarms = propertiesOf(
  'AWS::CloudWatch::Alarm',
  z.object({
    AlarmName: z.string(),
    EvaluationPeriods: z.number(),
    Period: z.number().optional(),
    Metrics: z.array(z.object({ MetricStat: z.object({ Period: z.number() }).optional() })).default([]),
  }),
);
const logs = propertiesOf('AWS::Logs::LogGroup', z.object({ RetentionInDays: z.number() }));

/** The environment of a function, by its logical id. */
const environmentOf = (id: string) => functions.get(id)?.Environment.Variables ?? {};
/** Onboarding runs in two functions with the same settings. One of them reads a queue: the launch queue. */
const hasLookTimes = (id: string) => variableOf('lookTimes') in environmentOf(id);
const launchMapping = only(mappings, ({ FunctionName }) => hasLookTimes(FunctionName.Ref));
const launchQueue = queues.get(launchMapping.EventSourceArn['Fn::GetAtt'][0]);
if (launchQueue?.RedrivePolicy === undefined) throw new Error('The launch queue has no dead-letter queue.');

const rateOf = (input: string | undefined) =>
  rateMinutes(only(schedules, ({ Target }) => Target.Input === input).ScheduleExpression);

/** The resources of the onboarding stack that prose counts or quotes. */
export const deployed = {
  functionCount: functions.size,
  /** The queues that functions read; dead-letter queues are not among them. */
  queueCount: mappings.size,
  scheduleCount: schedules.size,
  launchDelaySeconds: launchQueue.DelaySeconds,
  batchingWindowSeconds: launchMapping.MaximumBatchingWindowInSeconds,
  concurrencyMax: launchMapping.ScalingConfig.MaximumConcurrency,
  receiveCountMax: launchQueue.RedrivePolicy.maxReceiveCount,
  deadLetterDays: launchQueue.MessageRetentionPeriod / (24 * 60 * 60),
  recheckMinutes: rateOf(undefined),
  sweepMinutes: rateOf('{"scope":"unmanaged"}'),
  /** One number, when all functions agree. */
  logDays: [...new Set([...logs.values()].map(({ RetentionInDays }) => RetentionInDays))],
  alarms: [...alarms.values()].map(({ AlarmName, EvaluationPeriods, Period, Metrics }) => {
    const periods = Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
    return {
      name: AlarmName,
      metricCount: Math.max(1, periods.length),
      windowMinutes: (EvaluationPeriods * (Period ?? periods[0] ?? Number.NaN)) / 60,
    };
  }),
  ...readSettings(environmentOf(launchMapping.FunctionName.Ref)),
  missingAfterSeconds: Number(
    only(functions, ({ Environment }) => variableOf('missingAfterSeconds') in Environment.Variables)
      .Environment.Variables[variableOf('missingAfterSeconds')],
  ),
};

/** The settings of the onboarding, as its functions read them. */
function readSettings(environment: Readonly<Record<string, unknown>>) {
  const lookTimes = z
    .object({ earlySeconds: z.number(), lateStepSeconds: z.number(), horizonSeconds: z.number() })
    .parse(JSON.parse(String(environment[variableOf('lookTimes')])));
  return {
    ...lookTimes,
    attemptsMax: Number(environment[variableOf('attemptsMax')]),
    closedEntryDays: Number(environment[variableOf('closedEntryDays')]),
  };
}

/** The minutes of an expression such as `rate(20 minutes)` or `rate(1 day)`. */
export function rateMinutes(expression: string): number {
  const minutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };
  const [, count = '', unit = ''] = expression.match(/^rate\((\d+) (minute|hour|day)s?\)$/) ?? [];
  return Number(count) * (minutes[unit] ?? Number.NaN);
}
