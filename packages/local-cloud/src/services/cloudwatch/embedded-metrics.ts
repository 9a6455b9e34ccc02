import { isRecord } from '../../core/is-record.ts';
import { metricUnits } from '../../core/wire/constraints/cloudwatch-constraints.ts';
import type { Metric } from './metric-store.ts';

/** A value that a log line reports. `atMs` is epoch milliseconds. */
export interface EmbeddedValue {
  readonly metric: Metric;
  readonly value: number;
  readonly atMs: number;
}

/**
 * The content of a log line: its values, possibly none, or the reason why CloudWatch does not accept its directives.
 */
export type EmbeddedMetrics =
  | { readonly ok: true; readonly values: readonly EmbeddedValue[] }
  | { readonly ok: false; readonly reason: string };

/** Limits of the specification. */
const documentBytesMax = 256 * 1024;
const metricsMax = 100;
const valuesMax = 100;
const dimensionsMax = 30;
const dimensionLengthMax = 1024;
const pastMaxMs = 14 * 24 * 3_600_000;
const futureMaxMs = 2 * 3_600_000;

const units: ReadonlySet<unknown> = new Set(metricUnits);

/** Why a document is refused. Internal: `readEmbeddedMetrics` turns it into a result. */
class Refusal extends Error {}

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a log line by the embedded metric format specification. A line without `_aws` holds no metrics. */
export function readEmbeddedMetrics(line: string, nowMs: number): EmbeddedMetrics {
  const root = line.startsWith('{') ? parse(line) : undefined;
  if (root === undefined || root['_aws'] === undefined) return { ok: true, values: [] };
  try {
    if (Buffer.byteLength(line) > documentBytesMax)
      throw new Refusal(`the document exceeds ${documentBytesMax} bytes`);
    return { ok: true, values: readRoot(root, nowMs) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, reason: error.message };
  }
}

function readRoot(root: JsonObject, nowMs: number): EmbeddedValue[] {
  const metadata = asObject(root['_aws'], '_aws');
  const atMs = metadata['Timestamp'];
  if (typeof atMs !== 'number' || !Number.isInteger(atMs)) {
    throw new Refusal(`_aws.Timestamp must be whole milliseconds, received ${JSON.stringify(atMs)}`);
  }
  if (atMs < nowMs - pastMaxMs || atMs > nowMs + futureMaxMs) {
    throw new Refusal(
      `_aws.Timestamp must be within the last 14 days and the next 2 hours, received ${atMs}`,
    );
  }
  const directives = asList(metadata['CloudWatchMetrics'], '_aws.CloudWatchMetrics');
  return directives.flatMap((directive) =>
    readDirective(asObject(directive, 'a metric directive'), root, atMs),
  );
}

function readDirective(directive: JsonObject, root: JsonObject, atMs: number): EmbeddedValue[] {
  const namespace = asText(directive['Namespace'], 'Namespace');
  const sets = asList(directive['Dimensions'], 'Dimensions').map((set) => readDimensionSet(set, root));
  const metrics = asList(directive['Metrics'], 'Metrics');
  if (metrics.length > metricsMax)
    throw new Refusal(`a directive holds at most ${metricsMax} metrics, received ${metrics.length}`);
  return metrics.flatMap((definition) => {
    const { Name: name, Unit: unit } = asObject(definition, 'a metric definition');
    const metricName = asText(name, 'the Name of a metric');
    if (unit !== undefined && !units.has(String(unit)))
      throw new Refusal(`${metricName} has the unknown Unit ${String(unit)}`);
    const values = readValues(metricName, root);
    return sets.flatMap((dimensions) =>
      values.map((value) => ({ metric: { namespace, name: metricName, dimensions }, value, atMs })),
    );
  });
}

function readDimensionSet(set: unknown, root: JsonObject): Readonly<Record<string, string>> {
  const names = asList(set, 'a dimension set');
  if (names.length > dimensionsMax)
    throw new Refusal(`a set holds at most ${dimensionsMax} dimensions, received ${names.length}`);
  const entries = names.map((name) => {
    const dimension = asText(name, 'the name of a dimension');
    const value = Object.hasOwn(root, dimension) ? root[dimension] : undefined;
    if (typeof value !== 'string' || value === '' || value.length > dimensionLengthMax) {
      throw new Refusal(
        `dimension ${dimension} must be a member of 1 to ${dimensionLengthMax} characters, received ${JSON.stringify(value)}`,
      );
    }
    return [dimension, value] as const;
  });
  return Object.fromEntries(entries);
}

function readValues(name: string, root: JsonObject): readonly number[] {
  const values: readonly unknown[] = [Object.hasOwn(root, name) ? root[name] : undefined].flat();
  if (values.length > valuesMax)
    throw new Refusal(`${name} holds at most ${valuesMax} values, received ${values.length}`);
  if (!values.every((value) => typeof value === 'number')) {
    throw new Refusal(
      `${name} must be a number or a list of numbers, received ${JSON.stringify(root[name])}`,
    );
  }
  return values;
}

function parse(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function asText(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(`${what} must be text, received ${JSON.stringify(value)}`);
}

function asList(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Refusal(`${what} must be a list, received ${JSON.stringify(value)}`);
}

function asObject(value: unknown, what: string): JsonObject {
  if (isRecord(value)) return value;
  throw new Refusal(`${what} must be an object, received ${JSON.stringify(value)}`);
}
