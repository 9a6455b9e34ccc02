import { UsageError } from '../../failure.ts';

/**
 * The parameters of a document as a user types them: `Name=value`, again for a further value, or JSON.
 * @throws UsageError when they have another form.
 */
export function readParameters(texts: readonly string[]): Record<string, string[]> {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined && /^\s*\{/.test(only)) return readJson(only);
  const parameters = new Map<string, string[]>();
  for (const text of texts) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`--parameters ${text}: allowed is Name=value, or JSON: {"Name": ["value"]}`);
    parameters.set(name, [...(parameters.get(name) ?? []), value]);
  }
  return Object.fromEntries(parameters);
}

function readJson(text: string): Record<string, string[]> {
  const wrong = `--parameters ${text}: allowed is JSON of this form: {"Name": ["value"]}`;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new UsageError(wrong);
  }
  if (typeof given !== 'object' || given === null) throw new UsageError(wrong);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]: [string, unknown]) => {
      const values: unknown[] = Array.isArray(value) ? value : [value];
      if (!values.every((one) => typeof one === 'string')) throw new UsageError(wrong);
      return [name, values];
    }),
  );
}
