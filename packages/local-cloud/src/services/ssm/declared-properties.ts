import { isRecord } from '../../core/is-record.ts';
import type { DocumentDraft } from './documents/document-store.ts';

/** The resolved properties of a template resource. */
export type ResourceProperties = Readonly<Record<string, unknown>>;

/** Reads the content of an `AWS::SSM::Document`. As in templates, it may be an object. */
export function readDraft(properties: ResourceProperties): DocumentDraft {
  const content = properties['Content'];
  const versionName = properties['VersionName'];
  const isText = typeof content === 'string';
  if (!isText && !isRecord(content))
    throw new TypeError(`Content: received ${typeof content}; allowed are an object and text`);
  return {
    content: isText ? content : JSON.stringify(content),
    format: isText && properties['DocumentFormat'] === 'YAML' ? 'YAML' : 'JSON',
    versionName: typeof versionName === 'string' ? versionName : undefined,
  };
}

/** @throws TypeError when the property is no text, or an empty one. */
export function readText(properties: ResourceProperties, key: string): string {
  const value = properties[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${key}: received ${JSON.stringify(value)}; a text that is not empty is required`);
}

/** The text of a property, or undefined. */
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
