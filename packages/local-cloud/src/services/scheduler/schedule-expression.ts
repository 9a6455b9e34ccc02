import { ServiceError } from '../../core/service.ts';
import { readCron } from './cron.ts';

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The first time at or after `fromMs` at which a schedule is due, or undefined. A rate counts from `anchorMs`, its
 * start; other kinds ignore it. All times are epoch milliseconds in UTC.
 */
export type Recurrence = (fromMs: number, anchorMs: number) => number | undefined;

/** A parsed schedule expression. A one-time schedule ignores start and end dates. */
export interface ScheduleExpression {
  readonly text: string;
  readonly isOneTime: boolean;
  readonly next: Recurrence;
}

/**
 * Parses `rate(5 minutes)`, `cron(0 8 ? * MON-FRI *)` or `at(2026-11-21T12:00:00)`.
 * @throws ServiceError ValidationException for what EventBridge Scheduler refuses.
 */
export function readExpression(text: string): ScheduleExpression {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text) ?? [];
  switch (kind) {
    case 'rate':
      return { text, isOneTime: false, next: readRate(inner) };
    case 'cron':
      return { text, isOneTime: false, next: readCron(inner) };
    case 'at':
      return { text, isOneTime: true, next: readMoment(inner) };
    default:
      throw invalid(text);
  }
}

function readRate(text: string): Recurrence {
  const [, value, unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(text) ?? [];
  const periodMs = Number(value) * (unitMs[unit] ?? Number.NaN);
  if (Number.isNaN(periodMs)) throw invalid(`rate(${text})`);
  return (fromMs, anchorMs) => anchorMs + Math.max(0, Math.ceil((fromMs - anchorMs) / periodMs)) * periodMs;
}

function readMoment(text: string): Recurrence {
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(atMs)) throw invalid(`at(${text})`);
  return (fromMs) => (atMs >= fromMs ? atMs : undefined);
}

function invalid(text: string): ServiceError {
  return new ServiceError('ValidationException', `Invalid Schedule Expression ${text}.`);
}
