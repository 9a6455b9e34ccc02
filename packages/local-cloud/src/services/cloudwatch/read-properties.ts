import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';

/** Resolved properties of a resource of a template, or of a part of it. */
export type Properties = Readonly<Record<string, unknown>>;

/** The validation error of `PutMetricAlarm`. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}

/** @throws NotEmulatedError for a property that is not among the known ones. */
export function refuseOthers(properties: Properties, known: readonly string[], where: string): void {
  const others = Object.keys(properties).filter((name) => !known.includes(name));
  if (others.length > 0) throw new NotEmulatedError(`${others.join(', ')} of ${where}`);
}

/** A whole number from 1. @throws ServiceError for anything else. */
export function readCount(properties: Properties, name: string, fallback?: number): number {
  const value = Number(properties[name] ?? fallback);
  if (Number.isInteger(value) && value >= 1) return value;
  throw invalid(`${name} must be a whole number from 1, received ${JSON.stringify(properties[name])}`);
}

/** One of the given choices. @throws ServiceError for anything else. */
export function readChoice<K extends string>(
  value: unknown,
  choices: Readonly<Record<K, unknown>>,
  name: string,
): K {
  const isChoice = (text: string): text is K => Object.hasOwn(choices, text);
  if (typeof value === 'string' && isChoice(value)) return value;
  throw invalid(
    `${name} must be one of ${Object.keys(choices).join(', ')}, received ${JSON.stringify(value)}`,
  );
}

/** The value if it is an object, else an empty object. */
export function partOf(value: unknown): Properties {
  return isRecord(value) ? value : {};
}
