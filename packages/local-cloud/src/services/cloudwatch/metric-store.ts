/** A metric. The same name with other dimensions is another metric. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The values of a metric in a time range. */
export interface Datapoint {
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

const minuteMs = 60_000;

/** A series: a metric and its values by minute since 1970. */
interface Series {
  readonly metric: Metric;
  readonly minutes: Map<number, Datapoint>;
}

/** Values by metric and minute. Only their sum, count, minimum and maximum are kept. */
export class MetricStore {
  readonly #series = new Map<string, Series>();

  /** Adds one value at a time in epoch milliseconds. */
  add(metric: Metric, value: number, atMs: number): void {
    const { minutes } = this.#seriesOf(metric);
    const minute = Math.floor(atMs / minuteMs);
    minutes.set(minute, combine(minutes.get(minute), { sum: value, count: 1, min: value, max: value }));
  }

  #seriesOf(metric: Metric): Series {
    const key = toKey(metric);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const series: Series = { metric, minutes: new Map() };
    this.#series.set(key, series);
    return series;
  }

  /** The values from `startMs` (included) to `endMs` (excluded), both whole minutes; undefined when there are none. */
  datapoint(metric: Metric, startMs: number, endMs: number): Datapoint | undefined {
    const minutes = this.#series.get(toKey(metric))?.minutes;
    let combined: Datapoint | undefined;
    for (let minute = startMs / minuteMs; minute < endMs / minuteMs; minute++) {
      const datapoint = minutes?.get(minute);
      if (datapoint !== undefined) combined = combine(combined, datapoint);
    }
    return combined;
  }

  /**
   * The values by period, oldest first, each with the time at which its period begins. `startMs` is the beginning of a
   * period. A minute counts if it begins before `endMs`. Periods without a value are left out.
   */
  datapoints(
    metric: Metric,
    { startMs, endMs, periodMs }: { startMs: number; endMs: number; periodMs: number },
  ): [atMs: number, Datapoint][] {
    const periods = new Map<number, Datapoint>();
    for (const [minute, datapoint] of this.#series.get(toKey(metric))?.minutes ?? []) {
      const atMs = minute * minuteMs;
      if (atMs < startMs || atMs >= endMs) continue;
      const period = startMs + Math.floor((atMs - startMs) / periodMs) * periodMs;
      periods.set(period, combine(periods.get(period), datapoint));
    }
    return [...periods].sort(([one], [other]) => one - other);
  }

  /** Every metric with its values over the whole run, in the order of first appearance. */
  totals(): readonly (Metric & Datapoint)[] {
    return [...this.#series.values()].flatMap(({ metric, minutes }) => {
      const total = [...minutes.values()].reduce<Datapoint | undefined>(combine, undefined);
      return total === undefined ? [] : [{ ...metric, ...total }];
    });
  }
}

function combine(first: Datapoint | undefined, second: Datapoint): Datapoint {
  if (first === undefined) return second;
  return {
    sum: first.sum + second.sum,
    count: first.count + second.count,
    min: Math.min(first.min, second.min),
    max: Math.max(first.max, second.max),
  };
}

function toKey({ namespace, name, dimensions }: Metric): string {
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  return names.reduce(
    (key, dimension) => `${key}\0${dimension}\0${dimensions[dimension]}`,
    `${namespace}\0${name}`,
  );
}
