import type { DeliveryResult } from '../../../src/services/events/delivery.ts';
import type { ScheduleDeadLetter } from '../../../src/services/scheduler/schedule-delivery.ts';
import { Scheduler, type ScheduleTransit } from '../../../src/services/scheduler/scheduler.ts';
import { accountId } from '../../accounts.ts';
import { recordingHost } from '../../recording-host.ts';

export const functionArn = `arn:aws:lambda:eu-west-1:${accountId}:function:Recheck`;
export const roleArn = `arn:aws:iam::${accountId}:role/Scheduler`;
export const queueArn = `arn:aws:sqs:eu-west-1:${accountId}:Undelivered`;
export const scheduleArn = `arn:aws:scheduler:eu-west-1:${accountId}:schedule/default/Recheck`;
export const target = { Arn: functionArn, RoleArn: roleArn, Input: '{}' };
export const delivered: DeliveryResult = { outcome: 'delivered' };

interface Options {
  readonly seed?: number;
  readonly answer?: () => DeliveryResult;
  readonly isTrusted?: boolean;
  readonly transit?: ScheduleTransit;
  readonly isKept?: boolean;
}

/** A scheduler with one schedule to declare. It records invocations and dead letters. */
export function schedulerBench(properties: object = {}, options: Options = {}) {
  const host = recordingHost(options.seed);
  const startMs = host.timeline.nowMs;
  const calls: { readonly atSeconds: number; readonly payload: string; readonly groupArn: string }[] = [];
  const letters: ScheduleDeadLetter[] = [];
  const scheduler = new Scheduler(
    host,
    {
      roleRefusal: () => (options.isTrusted === false ? 'not trusted' : undefined),
      deliver: ({ payload, groupArn }) => {
        calls.push({ atSeconds: (host.timeline.nowMs - startMs) / 1000, payload, groupArn });
        return options.answer?.() ?? delivered;
      },
      sendDeadLetter: (letter) => {
        letters.push(letter);
        return options.isKept ?? true;
      },
    },
    options.transit,
  );
  const declare = (more: object = {}) =>
    scheduler.declareSchedule({
      logicalId: 'Recheck',
      name: 'Recheck',
      groupName: 'default',
      arn: scheduleArn,
      properties: {
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: target,
        ...properties,
        ...more,
      },
    });
  const run = (seconds: number) => {
    const untilMs = startMs + seconds * 1000;
    while ((host.timeline.nextMs ?? Number.POSITIVE_INFINITY) <= untilMs) host.timeline.step();
  };
  return { host, scheduler, declare, run, calls, letters, startMs };
}

/** Every invocation happens at its scheduled time. */
export const punctual: ScheduleTransit = () => [0];
