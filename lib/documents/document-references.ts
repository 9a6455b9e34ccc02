import * as z from 'zod';

/** One mistake in a document: where, what stands there, and what may. */
export interface DocumentProblem {
  readonly path: readonly PropertyKey[];
  readonly received: unknown;
  readonly allowed: string;
}

/** What the checks below need of a document. It fits any text at all, so that all mistakes are found at once. */
const outline = z
  .object({
    parameters: z.record(z.string(), z.unknown()).catch({}),
    mainSteps: z.array(z.unknown()).catch([]),
  })
  .catch({ parameters: {}, mainSteps: [] });

const named = z.object({ name: z.string() });

/**
 * Finds what is wrong between the parts of a document: a step name used twice, whose outputs the agent would merge, and
 * a `{{ Name }}` that no parameter has, which the agent would leave as it stands. `variables` are the names that the
 * service gives by itself.
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

/** Every `{{ Name }}` in the strings of a value. Script lines are left out: the schema refuses any reference there. */
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
