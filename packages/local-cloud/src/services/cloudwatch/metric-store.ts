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

/** A series: a metric, the minutes since 1970 that have values, in their order, and the values of each. */
interface Series {
  readonly metric: Metric;
  readonly minutes: number[];
  readonly values: Datapoint[];
}

/** Values by metric and minute. Only their sum, count, minimum and maximum are kept. */
export class MetricStore {
  readonly #series = new Map<string, Series>();
  readonly #found = new WeakMap<Metric, Series>();

  /** Adds one value at a time in epoch milliseconds. */
  add(metric: Metric, value: number, atMs: number): void {
    const { minutes, values } = this.#seriesOf(metric);
    const minute = Math.floor(atMs / minuteMs);
    const place = placeOf(minutes, minute);
    const isKnown = minutes[place] === minute;
    const added = combine(isKnown ? values[place] : undefined, {
      sum: value,
      count: 1,
      min: value,
      max: value,
    });
    if (!isKnown) minutes.splice(place, 0, minute);
    values.splice(place, isKnown ? 1 : 0, added);
  }

  #seriesOf(metric: Metric): Series {
    const key = toKey(metric);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const series: Series = { metric, minutes: [], values: [] };
    this.#series.set(key, series);
    return series;
  }

  /** The values from `startMs` (included) to `endMs` (excluded), both whole minutes; undefined when there are none. */
  datapoint(metric: Metric, startMs: number, endMs: number): Datapoint | undefined {
    const { minutes, values } = this.#find(metric);
    const from = placeOf(minutes, startMs / minuteMs);
    const to = placeOf(minutes, endMs / minuteMs);
    const first = values[from];
    if (first === undefined || from === to) return undefined;
    let { sum, count, min, max } = first;
    for (let place = from + 1; place < to; place++) {
      const value = values[place] ?? first;
      sum += value.sum;
      count += value.count;
      if (value.min < min) min = value.min;
      if (value.max > max) max = value.max;
    }
    return { sum, count, min, max };
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
    const { minutes, values } = this.#find(metric);
    for (const [place, value] of values.entries()) {
      const atMs = (minutes[place] ?? 0) * minuteMs;
      if (atMs < startMs || atMs >= endMs) continue;
      const period = startMs + Math.floor((atMs - startMs) / periodMs) * periodMs;
      periods.set(period, combine(periods.get(period), value));
    }
    return [...periods];
  }

  /** The series of a metric that is asked for again and again, as every alarm does each minute. */
  #find(metric: Metric): Pick<Series, 'minutes' | 'values'> {
    const found = this.#found.get(metric) ?? this.#series.get(toKey(metric));
    if (found === undefined) return { minutes: [], values: [] };
    this.#found.set(metric, found);
    return found;
  }

  /** Every metric with its values over the whole run, in the order of first appearance. */
  totals(): readonly (Metric & Datapoint)[] {
    return [...this.#series.values()].flatMap(({ metric, values }) => {
      const total = values.reduce<Datapoint | undefined>(combine, undefined);
      return total === undefined ? [] : [{ ...metric, ...total }];
    });
  }
}

/** The place of a number in sorted numbers, or the place where it belongs. */
function placeOf(sorted: readonly number[], wanted: number): number {
  const last = sorted.at(-1);
  if (last === undefined || last < wanted) return sorted.length; // most values are of now
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
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
