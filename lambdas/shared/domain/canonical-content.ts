import { isObject } from './is-object.ts';

/**
 * The form in which the contents of two documents are compared: JSON without spaces, the fields of each object by name,
 * every scalar as text. CloudFormation need not keep the order of fields, nor the kind of numbers and booleans, so what
 * Systems Manager stores may differ from the template byte by byte; in this form the two are the same. It takes what
 * JSON can hold; a field that is undefined is none, as in JSON.
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
