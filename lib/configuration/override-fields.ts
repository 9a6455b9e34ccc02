import * as z from 'zod';
import { isObject } from '../objects.ts';

/**
 * A value for all environments, with what one of them overrides. An object is overridden member by member, at
 * every depth. A list, a section of the estate (which may be null) and everything else is replaced as a
 * whole. Both values are as a user wrote them, without defaults: what neither gives stays absent.
 */
export function overrideFields(form: z.core.$ZodType, base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  const formOf = membersOf(form);
  if (formOf === undefined || !isObject(base) || !isObject(over)) return over;
  const names = new Set([...Object.keys(base), ...Object.keys(over)]);
  const members = [...names].map((name) => {
    const member = formOf(name);
    return [
      name,
      member === undefined ? over[name] : overrideFields(member, base[name], over[name]),
    ] as const;
  });
  return Object.fromEntries(members);
}

/** The forms of an object's members, by name; undefined for a form that is overridden as a whole. */
function membersOf(form: z.core.$ZodType): ((name: string) => z.core.$ZodType | undefined) | undefined {
  if (form instanceof z.ZodDefault || form instanceof z.ZodPrefault || form instanceof z.ZodOptional)
    return membersOf(form.unwrap());
  if (form instanceof z.ZodObject) return (name) => form.shape[name];
  if (form instanceof z.ZodRecord) return () => form.valueType;
  return undefined;
}
