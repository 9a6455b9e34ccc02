import { isRecord } from '../../../core/is-record.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import type { OutputDeclaration } from './runbook.ts';

/**
 * What a path selects from an answer: one value, or a list of all that match when the path has `[*]` or `..`. Undefined
 * when nothing matches.
 * @throws NotEmulatedError for a path with a filter, a slice or a union.
 */
export function selectValue(answer: unknown, selector: string): unknown {
  const steps = parseSelector(selector);
  const found = steps.reduce<unknown[]>((here, step) => here.flatMap((value) => take(value, step)), [answer]);
  const isMany = steps.some((step) => step === '*' || typeof step === 'object');
  return isMany ? found : found[0];
}

/** A name, an index, any item, or a name in any depth. */
type Step = string | number | { readonly below: string };

function parseSelector(selector: string): Step[] {
  const token = /\.\.([\w-]+)|\.([\w-]+|\*)|\[(\d+)\]|\[(\*)\]|\['([^']+)'\]|\["([^"]+)"\]/y;
  const steps: Step[] = [];
  if (selector.startsWith('$')) token.lastIndex = 1;
  while (token.lastIndex < selector.length) {
    const at = token.lastIndex;
    const [whole, below, name, index, any, quoted, doubleQuoted] = token.exec(selector) ?? [];
    if (whole === undefined || !selector.startsWith('$'))
      throw new NotEmulatedError(`the selector ${selector} (at ${at})`);
    if (below !== undefined) steps.push({ below });
    else steps.push(index === undefined ? (name ?? any ?? quoted ?? doubleQuoted ?? '') : Number(index));
  }
  return steps;
}

function take(value: unknown, step: Step): unknown[] {
  if (typeof step === 'object') return takeBelow(value, step.below);
  if (step === '*') return typeof value === 'object' && value !== null ? Object.values(value) : [];
  if (typeof step === 'number') return Array.isArray(value) && step in value ? [value[step]] : [];
  return isRecord(value) && Object.hasOwn(value, step) ? [value[step]] : [];
}

function takeBelow(value: unknown, name: string): unknown[] {
  const inner = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return [...take(value, name), ...inner.flatMap((item) => takeBelow(item, name))];
}

/** The declared outputs of an answer, by name. What a path does not find is missing. */
export function selectOutputs(
  answer: unknown,
  declared: readonly OutputDeclaration[],
): Readonly<Record<string, unknown>> {
  const entries = declared.map(({ name, selector, type }) => [
    name,
    convert(selectValue(answer, selector), type),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function convert(value: unknown, type: OutputDeclaration['type']): unknown {
  if (value === undefined || value === null) return undefined;
  if (type === 'String') return typeof value === 'string' ? value : JSON.stringify(value);
  if (type === 'StringList')
    return listOf(value).map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  if (type === 'MapList') return listOf(value);
  return value;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A value as the service shows it: a list of texts, where what is no text is JSON. */
export function shownValue(value: unknown): string[] {
  if (value === undefined) return [];
  return listOf(value).map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
}
