import { isRecord } from '../../../core/is-record.ts';
import { referencePattern } from './runbook.ts';

/** The value of a reference, or undefined when there is none. */
export type LookUp = (name: string) => unknown;

/**
 * Fills in the references of a value, in any depth. A text that is one reference becomes its value, with its type. In
 * a list, the items of a list take the place of their reference. Names without a value are added to `missing`, and
 * become empty texts.
 */
export function fillIn(value: unknown, lookUp: LookUp, missing: string[] = []): unknown {
  if (typeof value === 'string') return fillText(value, lookUp, missing);
  if (Array.isArray(value)) return value.flatMap((item: unknown) => fillIn(item, lookUp, missing));
  if (!isRecord(value)) return value;
  const filled = Object.entries(value).map(([key, item]) => [key, fillIn(item, lookUp, missing)]);
  return Object.fromEntries(filled);
}

function fillText(text: string, lookUp: LookUp, missing: string[]): unknown {
  const find = (name: string) => {
    const found = lookUp(name);
    if (found === undefined) missing.push(name);
    return found ?? '';
  };
  const [whole, name] = /^\{\{\s*([^{}\s]+)\s*\}\}$/.exec(text) ?? [];
  if (whole !== undefined && name !== undefined) return find(name);
  return text.replace(referencePattern, (_, inner: string) => textOf(find(inner)));
}

/** A value inside a text: what is no text is JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
