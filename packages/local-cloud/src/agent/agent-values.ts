import { isRecord } from '../core/is-record.ts';
import { ownEntry } from '../core/own-entry.ts';
import type { DocumentStep, ParameterDeclaration, ParameterDeclarations } from './command-document.ts';

/**
 * The values that the agent replaces parameters by, in the types that they have on the wire: a text for String, a list
 * for StringList. A parameter that has neither a value nor a default is null.
 */
export type AgentValues = Readonly<Record<string, unknown>>;

/** The agent drops a value in silence whose name has other characters, and takes the default. */
const VALUE_NAME = /^[a-zA-Z0-9]+$/;
/** What Go's JSON writes as an escape inside a text. */
const ESCAPED_BY_GO = /[<>&\u2028\u2029]/g;

/** The values of a command, which come as lists of texts, with the defaults of the document. */
export function readCommandValues(
  declarations: ParameterDeclarations,
  given: Readonly<Record<string, readonly string[]>>,
): AgentValues {
  const typed = Object.entries(given).flatMap(([name, texts]) => {
    const declaration = ownEntry(declarations, name);
    return declaration === undefined ? [] : [[name, toType(declaration, texts)] as const];
  });
  return withDefaults(declarations, Object.fromEntries(typed));
}

/** Values with the defaults of the document. A value without a declaration stays. */
export function withDefaults(declarations: ParameterDeclarations, given: AgentValues): AgentValues {
  const defaults = Object.entries(declarations).map(([name, { default: value }]) => [name, value ?? null]);
  const named = Object.entries(given).filter(([name]) => VALUE_NAME.test(name));
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(named) };
}

/** A step whose inputs have values in the place of parameters. */
export function fillIn(step: DocumentStep, values: AgentValues): DocumentStep {
  const inputs = replaceParameters(step.inputs, values);
  return { ...step, inputs: isRecord(inputs) ? inputs : {} };
}

/**
 * Replaces parameters in a value of JSON, once and textually. A text that is exactly `{{ Name }}` becomes the typed
 * value; inside a text, what is no text becomes JSON, and `$$` in a value becomes `$`. Unknown names stay.
 */
export function replaceParameters(input: unknown, values: AgentValues): unknown {
  if (typeof input === 'string') return replaceInText(input, values);
  if (Array.isArray(input)) return input.map((item: unknown) => replaceParameters(item, values));
  if (!isRecord(input)) return input;
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, replaceParameters(value, values)]),
  );
}

function replaceInText(text: string, values: AgentValues): unknown {
  if (!text.includes('{{')) return text;
  const [, single = ''] = /^\{\{\s*([a-zA-Z0-9]+)\s*\}\}$/.exec(text) ?? [];
  if (Object.hasOwn(values, single)) return values[single];
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? toText(values[name]).replaceAll('$$', () => '$') : whole,
  );
}

/** A value as the agent writes it into a text. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  const json = JSON.stringify(sorted(value)) ?? 'null';
  return json.replace(ESCAPED_BY_GO, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Go writes the members of an object in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

function toType({ type }: ParameterDeclaration, texts: readonly string[]): unknown {
  const [text = ''] = texts;
  if (type === 'StringList') return [...texts];
  if (type === 'Integer') return Number(text);
  if (type === 'Boolean') return text.toLowerCase() === 'true';
  if (type === 'String') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
