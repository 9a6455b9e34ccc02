import * as z from 'zod';

/** One mistake in a document: its place, the value there, and what is allowed. */
export interface DocumentProblem {
  readonly path: readonly PropertyKey[];
  readonly received: unknown;
  readonly allowed: string;
}

/**
 * The parts of a document that the checks of references need. It accepts any text, so that all mistakes are found at
 * once.
 */
export const outline = z
  .object({
    parameters: z.record(z.string(), z.unknown()).catch({}),
    mainSteps: z.array(z.unknown()).catch([]),
  })
  .catch({ parameters: {}, mainSteps: [] });

const named = z.object({ name: z.string() });

/**
 * Finds contradictions between the parts of a document. A step name may be used twice; the agent would merge
 * the outputs of both steps. A `{{ Name }}` may have no parameter; the agent would leave it as it stands.
 * `variables` are the names that the service itself provides.
 */
export function findContradictions(content: unknown, variables: readonly string[] = []): DocumentProblem[] {
  const { parameters, mainSteps } = outline.parse(content);
  const names = [...Object.keys(parameters), ...variables];
  const allowed = `references to ${names.join(', ') || 'nothing, for lack of parameters'}`;
  const unknown = findReferences(mainSteps, ['mainSteps']).filter(({ name }) => !names.includes(name));
  return [
    ...findRepeatedNames(mainSteps),
    ...unknown.map(({ path, text }) => ({ path, received: text, allowed })),
  ];
}

function findRepeatedNames(steps: readonly unknown[]): DocumentProblem[] {
  const names = steps.map((step) => named.safeParse(step).data?.name);
  return names.flatMap((name, index) => {
    if (name === undefined || names.indexOf(name) === index) return [];
    return [{ path: ['mainSteps', index, 'name'], received: name, allowed: 'a name that no other step has' }];
  });
}

interface Reference {
  readonly path: readonly PropertyKey[];
  readonly text: string;
  readonly name: string;
}

/**
 * Every `{{ Name }}` in the strings of a value. Script lines are left out, because they have a check of
 * their own.
 */
function findReferences(value: unknown, path: readonly PropertyKey[]): Reference[] {
  if (typeof value === 'string') {
    return [...value.matchAll(/\{\{(.*?)\}\}/g)].map((match) => ({
      path,
      text: value,
      name: (match[1] ?? '').trim(),
    }));
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => findReferences(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'runCommand' ? [] : findReferences(item, [...path, key]),
  );
}
