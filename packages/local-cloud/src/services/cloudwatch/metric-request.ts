import type { Dimension } from '@aws-sdk/client-cloudwatch';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import type { Datapoint, Metric } from './metric-store.ts';
import { statistics } from './watched.ts';

/** A time in a request, in epoch milliseconds. `startMs` is the beginning of a period. */
export interface MetricTime {
  readonly startMs: number;
  readonly endMs: number;
  readonly periodMs: number;
}

/** Reads a time. The start is rounded down to whole periods, as CloudWatch does for periods that are over. */
export function readTime(start: Date | undefined, end: Date | undefined, periodSeconds = 0): MetricTime {
  const [startMs, endMs] = [start?.getTime() ?? 0, end?.getTime() ?? 0];
  if (startMs >= endMs)
    throw new ServiceError(
      'ValidationException',
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  if ([1, 5, 10, 20, 30].includes(periodSeconds))
    throw new NotEmulatedError(`metrics with a period of ${periodSeconds} s (high resolution)`);
  if (periodSeconds < 60 || periodSeconds % 60 !== 0)
    throw new ServiceError(
      'InvalidParameterValueException',
      'The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.',
    );
  const periodMs = periodSeconds * 1000;
  return { startMs: Math.floor(startMs / periodMs) * periodMs, endMs, periodMs };
}

/** How to read a statistic. Percentiles and trimmed means are not emulated. */
export function readStatistic(name: string | undefined): (datapoint: Datapoint) => number {
  if (/^(p|tm|wm|tc|ts|pr|iqm)/i.test(name ?? '')) throw new NotEmulatedError(`the statistic ${name}`);
  const read = Object.entries(statistics).find(([each]) => each === name)?.[1];
  if (read !== undefined) return read;
  throw new ServiceError('ValidationException', `The value ${name} for parameter Stat is not supported.`);
}

/** A metric in a request. */
export function readMetric({
  Namespace: namespace = '',
  MetricName: name = '',
  Dimensions: dimensions = [],
}: {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Dimensions?: readonly Dimension[] | undefined;
}): Metric {
  const pairs = dimensions.map(({ Name, Value }) => [Name ?? '', Value ?? ''] as const);
  return { namespace, name, dimensions: Object.fromEntries(pairs) };
}

/** Dimensions, as answers have them. */
export function renderDimensions(dimensions: Metric['dimensions']): Dimension[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
