import { isRecord } from '../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../core/service.ts';

/** The value of `AWS::NoValue`. The property or list member that has it is removed. */
export const noValue = Symbol('AWS::NoValue');

/** The parts of a template that its intrinsic functions use. */
export interface FunctionContext {
  readonly partition: string;
  /** True inside the Conditions section, where `{"Condition": name}` is a function. */
  readonly isCondition?: boolean;
  refer(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  importValue(name: string): unknown;
  /** The value at map, top-level key and second-level key, or undefined. */
  mapping(path: readonly string[]): unknown;
}

type JsonObject = Readonly<Record<string, unknown>>;
type IntrinsicFunction = (argument: unknown, context: FunctionContext) => unknown;

const functions: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['Ref', (argument, context) => context.refer(asText('Ref', argument))],
  ['Fn::GetAtt', getAttribute],
  ['Fn::Join', join],
  ['Fn::Sub', substitute],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::If', (argument, context) => resolveValue(chosenBranch(argument, context), context)],
  [
    'Fn::ImportValue',
    (argument, context) => context.importValue(resolveText('Fn::ImportValue', argument, context)),
  ],
  ['Fn::FindInMap', findInMap],
  ['Fn::Base64', (argument, context) => toBase64(resolveText('Fn::Base64', argument, context))],
]);

const conditionFunctions: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['Condition', (argument, context) => context.condition(asText('Condition', argument))],
  ['Fn::Equals', equals],
  ['Fn::And', (argument, context) => resolveConditions('Fn::And', argument, context).every(Boolean)],
  ['Fn::Or', (argument, context) => resolveConditions('Fn::Or', argument, context).some(Boolean)],
  ['Fn::Not', (argument, context) => !resolveConditions('Fn::Not', argument, context)[0]],
]);

/** Resolves every intrinsic function in `value`. @throws NotEmulatedError for a function that is not implemented. */
export function resolveValue(value: unknown, context: FunctionContext): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveValue(item, context)).filter((item) => item !== noValue);
  }
  if (!isRecord(value)) return value;
  const call = readCall(value, context);
  if (call !== undefined) return call.function(call.argument, context);
  const entries = Object.entries(value).map(([key, item]) => [key, resolveValue(item, context)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
}

/** The names that `value` refers to with Ref, Fn::GetAtt and Fn::Sub. Only the selected branch of Fn::If counts. */
export function listReferences(value: unknown, context: FunctionContext): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => listReferences(item, context));
  if (!isRecord(value)) return [];
  const call = readCall(value, context);
  if (call === undefined) return Object.values(value).flatMap((item) => listReferences(item, context));
  switch (call.name) {
    case 'Ref':
      return [asText('Ref', call.argument)];
    case 'Fn::GetAtt':
      return [readAttributePath(call.argument, context)[0]];
    case 'Fn::Sub': {
      const { text, variables } = readSubstitution(call.argument);
      const names = [...text.matchAll(placeholder)].flatMap(([, name]) => name?.split('.')[0] ?? []);
      const references = names.filter((name) => !name.startsWith('!') && !Object.hasOwn(variables, name));
      return [...references, ...listReferences(variables, context)];
    }
    case 'Fn::If':
      return listReferences(chosenBranch(call.argument, context), context);
    default:
      return listReferences(call.argument, context);
  }
}

interface Call {
  readonly name: string;
  readonly argument: unknown;
  readonly function: IntrinsicFunction;
}

/** Reads an object as a function call. Its only key must be the name of a function. */
function readCall(value: JsonObject, context: FunctionContext): Call | undefined {
  const names = Object.keys(value);
  const name =
    names.find((key) => key === 'Ref' || key.startsWith('Fn::')) ??
    (context.isCondition ? names[0] : undefined);
  if (name === undefined) return undefined;
  const called = functions.get(name) ?? (context.isCondition ? conditionFunctions.get(name) : undefined);
  if (called === undefined) throw new NotEmulatedError(`the intrinsic function ${name} here`);
  if (names.length > 1) throw refuse(name, `to be the only key of its object, received ${names.join(', ')}`);
  return { name, argument: value[name], function: called };
}

function getAttribute(argument: unknown, context: FunctionContext): unknown {
  const [logicalId, name] = readAttributePath(argument, context);
  return context.attribute(logicalId, name);
}

function readAttributePath(argument: unknown, context: FunctionContext): [logicalId: string, name: string] {
  const parts: readonly unknown[] =
    typeof argument === 'string' ? splitAtFirstDot(argument) : asList('Fn::GetAtt', argument);
  const [logicalId, name] = parts;
  if (typeof logicalId !== 'string' || name === undefined || parts.length !== 2) {
    throw refuse('Fn::GetAtt', `a logical id and an attribute name, received ${JSON.stringify(argument)}`);
  }
  return [logicalId, resolveText('Fn::GetAtt', name, context)];
}

function splitAtFirstDot(text: string): string[] {
  const dot = text.indexOf('.');
  return dot === -1 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

function join(argument: unknown, context: FunctionContext): string {
  const [delimiter, list] = asPair('Fn::Join', argument);
  const items = asList('Fn::Join', resolveValue(list, context));
  return items.map((item) => toText('Fn::Join', item)).join(asText('Fn::Join', delimiter));
}

const placeholder = /\$\{([^}]*)\}/g;

function substitute(argument: unknown, context: FunctionContext): string {
  const { text, variables } = readSubstitution(argument);
  return text.replace(placeholder, (_whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(variables, name)) return resolveText('Fn::Sub', variables[name], context);
    const [logicalId = '', attribute] = splitAtFirstDot(name);
    const value =
      attribute === undefined ? context.refer(logicalId) : context.attribute(logicalId, attribute);
    return toText('Fn::Sub', value);
  });
}

function readSubstitution(argument: unknown): { text: string; variables: JsonObject } {
  if (typeof argument === 'string') return { text: argument, variables: {} };
  const [text, variables] = asPair('Fn::Sub', argument);
  if (!isRecord(variables))
    throw refuse('Fn::Sub', `an object of variables, received ${JSON.stringify(variables)}`);
  return { text: asText('Fn::Sub', text), variables };
}

function select(argument: unknown, context: FunctionContext): unknown {
  const [position, list] = asPair('Fn::Select', argument);
  const index = Number(resolveText('Fn::Select', position, context));
  const items = asList('Fn::Select', resolveValue(list, context));
  const item = Number.isInteger(index) ? items[index] : undefined;
  if (item === undefined)
    throw refuse('Fn::Select', `an index from 0 to ${items.length - 1}, received ${index}`);
  return item;
}

function split(argument: unknown, context: FunctionContext): string[] {
  const [delimiter, text] = asPair('Fn::Split', argument);
  const separator = asText('Fn::Split', delimiter);
  if (separator === '') throw refuse('Fn::Split', 'a delimiter that is not empty');
  return resolveText('Fn::Split', text, context).split(separator);
}

function chosenBranch(argument: unknown, context: FunctionContext): unknown {
  const [condition, ...branches] = asList('Fn::If', argument);
  if (branches.length !== 2)
    throw refuse('Fn::If', `a condition and two values, received ${JSON.stringify(argument)}`);
  return branches[context.condition(asText('Fn::If', condition)) ? 0 : 1];
}

function findInMap(argument: unknown, context: FunctionContext): unknown {
  const keys = asList('Fn::FindInMap', argument);
  if (keys.length !== 3) throw new NotEmulatedError(`Fn::FindInMap with ${keys.length} arguments`);
  const path = keys.map((key) => resolveText('Fn::FindInMap', key, context));
  const value = context.mapping(path);
  if (value === undefined) throw refuse('Fn::FindInMap', `keys that are there, received ${path.join(', ')}`);
  return value;
}

function equals(argument: unknown, context: FunctionContext): boolean {
  const [first, second] = asPair('Fn::Equals', argument);
  return String(resolveValue(first, context)) === String(resolveValue(second, context));
}

function resolveConditions(name: string, argument: unknown, context: FunctionContext): boolean[] {
  const conditions = asList(name, argument);
  const [min, max] = name === 'Fn::Not' ? [1, 1] : [2, 10];
  if (conditions.length < min || conditions.length > max) {
    throw refuse(name, `${min} to ${max} conditions, received ${conditions.length}`);
  }
  return conditions.map((condition) => {
    const isTrue = resolveValue(condition, context);
    if (typeof isTrue !== 'boolean') throw refuse(name, `conditions, received ${JSON.stringify(condition)}`);
    return isTrue;
  });
}

function resolveText(name: string, value: unknown, context: FunctionContext): string {
  return toText(name, resolveValue(value, context));
}

function toText(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw refuse(name, `text, received ${JSON.stringify(value)}`);
}

function asText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw refuse(name, `text, received ${JSON.stringify(value)}`);
  return value;
}

function asList(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw refuse(name, `a list, received ${JSON.stringify(value)}`);
  return value;
}

function asPair(name: string, value: unknown): readonly [unknown, unknown] {
  const [first, second, ...rest] = asList(name, value);
  if (first === undefined || second === undefined || rest.length > 0) {
    throw refuse(name, `two arguments, received ${JSON.stringify(value)}`);
  }
  return [first, second];
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function refuse(name: string, expected: string): ServiceError {
  return new ServiceError('ValidationError', `Template error: ${name} expects ${expected}`);
}
