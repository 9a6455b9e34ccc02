import type { CommandDocument } from '../../../../lib/documents/load-document.ts';

/** What the SSM agent would run for one step: the text of the script, and the environment that it adds. */
export interface RenderedStep {
  readonly script: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Renders the first step of a document as the SSM agent does (aws-facts, section 11): values by pattern, then text
 * substitution in every string of the inputs, in one pass, then the lines joined.
 */
export function renderStep(content: CommandDocument, values: Readonly<Record<string, string>>): RenderedStep {
  const given = new Map<string, string>();
  for (const [name, parameter] of Object.entries(content.parameters)) {
    const value = values[name] ?? parameter.default;
    if (value === undefined) throw new Error(`parameter ${name} has neither a value nor a default`);
    if (!new RegExp(parameter.allowedPattern ?? '').test(value)) {
      throw new Error(`parameter ${name} is ${JSON.stringify(value)}, allowed: ${parameter.allowedPattern}`);
    }
    given.set(name, value);
  }
  const fill = (text: string) =>
    text.replace(/\{\{ *([a-zA-Z0-9]+) *\}\}/g, (whole, name: string) => given.get(name) ?? whole);
  const inputs = content.mainSteps[0]?.inputs;
  if (inputs === undefined || !('runCommand' in inputs))
    throw new Error('the document begins with no script');
  return { script: `${inputs.runCommand.map(fill).join('\n')}\n` };
}
