import type * as z from 'zod';

/** The fields that earlier versions had, and what does their work now. */
const retiredFields: Readonly<Record<string, string>> = {
  adoptPerSweepMax:
    'a sweep adopts nobody any more; remove it: muster rollout start --not-adopted brings instances that ran before in, in waves',
};

/**
 * What a schema found, one line for each mistake: the field, the value received and what is allowed. What stands in
 * the place of a secret's name may be the secret, and the output of a pipeline is read by many.
 */
export function describeIssue(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) =>
        `${fieldName([...issue.path, key])}: ${retiredFields[key] ?? `there is no such field; allowed: ${issue.message}`}`,
    );
  }
  // For a wrong key of a record, the inner issue says what is allowed.
  const { message } = issue.code === 'invalid_key' ? (issue.issues[0] ?? issue) : issue;
  const isSecret = issue.code !== 'invalid_key' && issue.path.slice(0, -1).includes('secrets');
  const received = isSecret ? 'something that is not shown' : showValue(issue.input);
  return [`${fieldName(issue.path)}: received ${received}; allowed: ${message}`];
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name === '' ? 'the configuration' : name.replace(/^\./, '');
}

/** A value as a line shows it, cut when it is long. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** What a value is, where its content does not matter. */
export function nameKind(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return showValue(value);
  return `a ${value.constructor?.name ?? 'value'}`;
}

/** The values of a list that occur earlier in it. `field` gives the path of each. */
export function findRepeated(
  values: readonly (string | undefined)[],
  field: (index: number) => string,
): string[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === undefined || first === index) return [];
    return [`${field(index)}: received ${showValue(value)}; allowed: another one, ${field(first)} has it`];
  });
}
