import * as z from 'zod';
import { type DocumentProblem, outline } from './document-references.ts';

/**
 * Where a script may name a parameter. The agent puts the value into the line as text, so the line assigns it
 * in single quotes and does nothing else, and the parameter takes no quote.
 */

/** The lines of both languages that may hold a reference. */
const assignments = new Map([
  ['aws:runShellScript', /^[a-z_]+='\{\{ ([a-zA-Z0-9]+) \}\}'$/],
  ['aws:runPowerShellScript', /^\$[A-Za-z]+ = '\{\{ ([a-zA-Z0-9]+) \}\}'$/],
]);

const forms = "one {{ Parameter }} alone in single quotes: name='{{ Parameter }}', $Name = '{{ Parameter }}'";

/** What ends a text in single quotes: in sh the first alone, in PowerShell each of them. */
const quotes = ["'", '\u2018', '\u2019', '\u201a', '\u201b'];

const limits = z.object({
  allowedPattern: z.string().optional(),
  allowedValues: z.array(z.string()).optional(),
});

const scriptStep = z.object({
  action: z.string(),
  inputs: z.object({ runCommand: z.array(z.unknown()) }),
});

/** Finds every line of a script that names a parameter in any other way. */
export function findUnsafeReferences(content: unknown): DocumentProblem[] {
  const { parameters, mainSteps } = outline.parse(content);
  return mainSteps.flatMap((step, index) => {
    const { action, inputs } = scriptStep.safeParse(step).data ?? { action: '', inputs: { runCommand: [] } };
    return inputs.runCommand.flatMap((line, number) => {
      const allowed = typeof line === 'string' ? refusal(line, action, parameters) : undefined;
      if (allowed === undefined) return [];
      return [{ path: ['mainSteps', index, 'inputs', 'runCommand', number], received: line, allowed }];
    });
  });
}

/** Says what is allowed if the line is not; otherwise undefined. */
function refusal(
  line: string,
  action: string,
  parameters: Readonly<Record<string, unknown>>,
): string | undefined {
  if (!/\{\{.*\}\}/.test(line)) return undefined;
  const name = assignments.get(action)?.exec(line)?.[1];
  if (name === undefined) return `a line without {{ }}, or ${forms}`;
  if (!Object.hasOwn(parameters, name)) {
    return `references to ${Object.keys(parameters).join(', ') || 'nothing, for lack of parameters'}`;
  }
  const { data } = limits.safeParse(parameters[name]);
  if (data === undefined || refusesQuotes(data)) return undefined;
  return `a parameter whose pattern takes no quote (' or one of U+2018 to U+201B)`;
}

/** Whether no value that is allowed can hold a quote. The agent checks the pattern alone. */
function refusesQuotes({ allowedPattern, allowedValues }: z.output<typeof limits>): boolean {
  if (allowedPattern === undefined) {
    return allowedValues?.every((value) => quotes.every((quote) => !value.includes(quote))) === true;
  }
  return atomsOf(allowedPattern).every((atom) => quotes.every((quote) => !matches(atom, quote)));
}

/** The parts of a pattern that stand for one character: classes, escapes, the dot and plain characters. */
function atomsOf(pattern: string): string[] {
  const atoms = pattern.match(/\[\^?(?:\\[\s\S]|[^\]\\])+\]|\\[\s\S]|[^\\]/g) ?? [];
  return atoms.filter((atom) => !/^[\^$()|*+?{}]$|^\\[bB]$/.test(atom));
}

/** Whether a part matches a character. One that cannot be read counts as matching it. */
function matches(atom: string, character: string): boolean {
  try {
    return new RegExp(`^${atom}$`).test(character);
  } catch {
    return true;
  }
}
