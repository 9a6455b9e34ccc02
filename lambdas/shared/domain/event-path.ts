import { isObject } from './is-object.ts';

/**
 * The text at a path of an event, such as `$.detail.instance-id` or `$.resources[0]`. A number is a text too. Undefined
 * when there is nothing, or anything else.
 */
export function textAt(event: unknown, path: string): string | undefined {
  const names = path.slice(1).match(/\.[\w-]+|\[\d+\]/g) ?? [];
  const found = names.reduce<unknown>((value, name) => step(value, name), event);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

function step(value: unknown, name: string): unknown {
  if (name.startsWith('[')) return Array.isArray(value) ? value[Number(name.slice(1, -1))] : undefined;
  const key = name.slice(1);
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** What a path of an event may look like. */
export const eventPath = /^\$(\.[\w-]+|\[\d+\])+$/;
