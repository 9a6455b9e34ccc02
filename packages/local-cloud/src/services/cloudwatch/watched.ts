import { NotEmulatedError } from '../../core/service.ts';
import type { Datapoint, Metric, MetricStore } from './metric-store.ts';
import { invalid, type Properties, partOf, readChoice, readCount, refuseOthers } from './read-properties.ts';

/** What an alarm watches: a metric, or a sum and difference of several. */
export interface Watched {
  readonly terms: readonly Term[];
  readonly periodSeconds: number;
}

interface Term {
  readonly sign: 1 | -1;
  readonly metric: Metric;
  readonly statistic: Statistic;
}

/** How each statistic reads a datapoint. */
export const statistics = {
  Sum: ({ sum }: Datapoint) => sum,
  SampleCount: ({ count }: Datapoint) => count,
  Average: ({ sum, count }: Datapoint) => sum / count,
  Minimum: ({ min }: Datapoint) => min,
  Maximum: ({ max }: Datapoint) => max,
} as const;

type Statistic = keyof typeof statistics;

/** The properties of an alarm on one metric. An alarm on an expression must not have them. */
export const metricProperties = ['Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Period'];

/** The most metrics in one alarm. */
const metricsMax = 10;

/**
 * The watched value from `startMs` (included) to `endMs` (excluded), or undefined if there is none. If only some of
 * several metrics have no value, it counts as 0 ("Using metric math": missing values are treated as 0).
 */
export function readValue(
  { terms }: Watched,
  store: MetricStore,
  startMs: number,
  endMs: number,
): number | undefined {
  const values = terms.flatMap(({ sign, metric, statistic }) => {
    const datapoint = store.datapoint(metric, startMs, endMs);
    return datapoint === undefined ? [] : [sign * statistics[statistic](datapoint)];
  });
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value);
}

/** Reads what a declared alarm watches. Of metric math, only sums and differences of metrics are emulated. */
export function readWatched(properties: Properties): Watched {
  if (properties['Metrics'] !== undefined) return readExpression(properties);
  const { statistic, periodSeconds, metric } = readStatistic(properties, properties);
  return { terms: [{ sign: 1, metric, statistic }], periodSeconds };
}

function readExpression(properties: Properties): Watched {
  const both = metricProperties.filter((name) => name in properties);
  if (both.length > 0) throw invalid(`Metrics excludes ${both.join(', ')}`);
  const queries = [properties['Metrics']].flat().map(partOf);
  const ids = queries.map(readId);
  if (new Set(ids).size < ids.length) throw invalid(`the Ids ${ids.join(', ')} must differ`);
  const returned = queries.filter((query) => query['ReturnData'] !== false);
  const [expression] = returned;
  if (expression === undefined || returned.length > 1)
    throw invalid(`one of Metrics must return data, received ${returned.length}`);
  const metrics = new Map(
    queries.filter((query) => query !== expression).map((query) => [readId(query), readQuery(query)]),
  );
  if (metrics.size > metricsMax)
    throw invalid(`Metrics holds at most ${metricsMax} metrics, received ${metrics.size}`);
  const terms = readTerms(expression, metrics);
  const [periodSeconds, ...others] = new Set([...metrics.values()].map((metric) => metric.periodSeconds));
  if (periodSeconds === undefined || others.length > 0)
    throw invalid('the metrics of an expression must have one Period');
  return { terms, periodSeconds };
}

/** `a - b + c`, where each letter is the Id of a metric. */
function readTerms(query: Properties, metrics: ReadonlyMap<string, Omit<Term, 'sign'>>): Term[] {
  refuseOthers(query, ['Id', 'Expression', 'Label', 'ReturnData'], 'what an alarm watches');
  const expression = String(query['Expression']);
  if (!/^[a-z]\w*( [+-] [a-z]\w*)*$/.test(expression))
    throw new NotEmulatedError(`alarms on the expression ${expression}`);
  return [...expression.matchAll(/(?:([+-]) )?(\w+)/g)].map(([, operator, id = '']) => {
    const metric = metrics.get(id);
    if (metric === undefined)
      throw invalid(`the expression ${expression} names ${id}, which is no Id of a metric`);
    return { ...metric, sign: operator === '-' ? -1 : 1 };
  });
}

function readQuery(query: Properties) {
  refuseOthers(query, ['Id', 'MetricStat', 'Label', 'ReturnData'], 'a metric of an alarm');
  const { Metric: metric, ...how } = partOf(query['MetricStat']);
  refuseOthers(how, ['Stat', 'Period'], 'a metric of an alarm');
  return readStatistic(partOf(metric), { Statistic: how['Stat'], Period: how['Period'] });
}

function readId({ Id: id }: Properties): string {
  if (typeof id === 'string' && /^[a-z]\w*$/.test(id)) return id;
  throw invalid(`Id must begin with a small letter, received ${JSON.stringify(id)}`);
}

function readStatistic(metric: Properties, { Statistic: statistic, ...period }: Properties) {
  const periodSeconds = readCount(period, 'Period');
  if (periodSeconds % 60 !== 0)
    throw new NotEmulatedError(`alarm periods of ${periodSeconds} s (high resolution)`);
  return {
    metric: readMetric(metric),
    statistic: readChoice(statistic, statistics, 'Statistic'),
    periodSeconds,
  };
}

function readMetric(properties: Properties): Metric {
  const { Namespace: namespace, MetricName: name } = properties;
  if (typeof namespace !== 'string' || typeof name !== 'string')
    throw invalid('an alarm needs a Namespace and a MetricName');
  const dimensions = [properties['Dimensions'] ?? []].flat().map((dimension) => {
    const { Name, Value } = partOf(dimension);
    return [String(Name), String(Value)] as const;
  });
  return { namespace, name, dimensions: Object.fromEntries(dimensions) };
}
