import { isRecord } from '../../core/is-record.ts';

/** The resolved properties of a template resource. */
export type ResourceProperties = Readonly<Record<string, unknown>>;

/** A property that must be a text that is not empty. @throws TypeError with the value received. */
export function readText(properties: ResourceProperties, key: string): string {
  const value = properties[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${key}: received ${JSON.stringify(value)}; a text that is not empty is required`);
}

/** A text that may be absent. */
export function readOptional(properties: ResourceProperties, key: string): string | undefined {
  return properties[key] === undefined ? undefined : readText(properties, key);
}

/** Reads the tags of an `AWS::SSM::Parameter`, which are an object and not a list as in other types. */
export function readTagRecord(tags: ResourceProperties): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}

/** Reads tags that are a list. */
export function readTags(tags: unknown): Record<string, string> {
  if (!Array.isArray(tags)) return {};
  return Object.fromEntries(
    tags.filter(isRecord).map((tag) => [String(tag['Key'] ?? ''), String(tag['Value'] ?? '')]),
  );
}
