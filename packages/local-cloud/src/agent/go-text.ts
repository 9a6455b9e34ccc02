import { isRecord } from '../core/is-record.ts';

/** A value of JSON as Go's `%v` prints it: `map[a:1 b:[x y]]`. The agent quotes inputs so in its errors. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isRecord(value)) return String(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `map[${entries.map(([key, member]) => `${key}:${goText(member)}`).join(' ')}]`;
}

/** What Go's JSON decoder says of a value that does not fit into a field. */
export function jsonMisfit(value: unknown, field: string, wanted: string): string {
  return `json: cannot unmarshal ${jsonKind(value)} into Go struct field ${field} of type ${wanted}`;
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** A member of an object as Go's JSON decoder finds it: by its name, in any case. Null counts as absent. */
export function goMember(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const key = Object.keys(object).findLast((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : (object[key] ?? undefined);
}
