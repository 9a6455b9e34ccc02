import { isObject } from './is-object.ts';

/**
 * The form in which two documents are compared: JSON without spaces, with the fields of each object sorted by
 * name and every scalar as text. CloudFormation may change the order of fields, and the type of numbers and
 * booleans. What Systems Manager stores may therefore differ from the template byte by byte; in this form the
 * two are equal. It takes any JSON value and leaves out undefined fields, as JSON does.
 */
export function canonicalContent(content: unknown): string {
  return JSON.stringify(canonical(content));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return String(value);
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  return Object.fromEntries(names.sort().map((name) => [name, canonical(value[name])]));
}
