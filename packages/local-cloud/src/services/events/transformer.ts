import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { compileJsonPath, type JsonPath } from './json-path.ts';

/** The context of a transformation, besides the event. Times are virtual epoch milliseconds. */
export interface TransformContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge received the event. */
  readonly ingestedAtMs: number;
}

/** Converts an event to the text that a target receives. Undefined: the template makes no valid JSON of this event. */
export type InputTransform = (
  event: Readonly<Record<string, unknown>>,
  context: TransformContext,
) => string | undefined;

type Insertion = (event: Readonly<Record<string, unknown>>, context: TransformContext) => string;

/** The input properties of a target, as CloudFormation and `PutTargets` have them. At most one is given, besides the id. */
export interface TargetInput {
  readonly Id?: unknown;
  readonly Input?: unknown;
  readonly InputPath?: unknown;
  readonly InputTransformer?: unknown;
}

/** Limits of the API: template length in characters, and variables. */
const templateLengthMax = 8192;
const variablesMax = 100;

/** Compiles a target's input once. Without any of the properties the target receives the event. */
export function compileInput(input: TargetInput): InputTransform {
  const given = [input.Input, input.InputPath, input.InputTransformer].filter(
    (property) => property !== undefined,
  );
  if (given.length > 1)
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${String(input.Id)}.`,
    );
  if (input.Input !== undefined) return compileConstant(input.Input);
  if (input.InputPath !== undefined) return compilePath(String(input.InputPath));
  if (input.InputTransformer !== undefined) return compileTransformer(input.InputTransformer, input.Id);
  return (event) => JSON.stringify(event);
}

function compileConstant(input: unknown): InputTransform {
  const text = String(input);
  if (parseJson(text) === undefined) throw invalid(`JSON syntax error in input: ${text}`);
  return () => text;
}

function compilePath(path: string): InputTransform {
  const find = compileJsonPath(path);
  return (event) => {
    const found = find(event);
    if (found === undefined) throw new NotEmulatedError(`InputPath ${path} on an event that lacks it`);
    return JSON.stringify(found);
  };
}

type Variable = (event: Readonly<Record<string, unknown>>, context: TransformContext) => unknown;

const predefined: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['aws.events.rule-arn', (_event, { ruleArn }) => ruleArn],
  ['aws.events.rule-name', (_event, { ruleName }) => ruleName],
  ['aws.events.event.ingestion-time', (_event, { ingestedAtMs }) => new Date(ingestedAtMs).toISOString()],
  ['aws.events.event.json', (event) => event],
  // Without the detail, and with a camel-case name for the type. Recorded.
  [
    'aws.events.event',
    ({ detail: _detail, 'detail-type': detailType, ...envelope }) => ({ ...envelope, detailType }),
  ],
]);

/**
 * A template that begins like a JSON object or list must make valid JSON: otherwise nothing is delivered (recorded for a
 * list or object in quotes). Any other template is text.
 */
function compileTransformer(transformer: unknown, targetId: unknown): InputTransform {
  if (!isRecord(transformer))
    throw invalid(`InputTransformer must be an object, received ${JSON.stringify(transformer)}`);
  const template = String(transformer['InputTemplate'] ?? '');
  if (template.length < 1 || template.length > templateLengthMax) {
    throw invalid(
      `InputTemplate must have 1 to ${templateLengthMax} characters, received ${template.length}`,
    );
  }
  const variables = compileVariables(transformer['InputPathsMap'] ?? {});
  const isJson = /^\s*[{[]/.test(template);
  const parts = readTemplate(template).map((part) => {
    if (part.variable === undefined) return () => part.text;
    const variable = variables.get(part.variable) ?? predefined.get(part.variable);
    if (variable === undefined)
      throw invalid(
        `InputTemplate for target ${String(targetId)} contains invalid placeholder ${part.variable}.`,
      );
    return insertion(variable, { isQuoted: part.isQuoted, isJson });
  });
  return (event, context) => {
    const text = parts.map((part) => part(event, context)).join('');
    return isJson && parseJson(text) === undefined ? undefined : text;
  };
}

function compileVariables(paths: unknown): ReadonlyMap<string, Variable> {
  if (!isRecord(paths)) throw invalid(`InputPathsMap must be an object, received ${JSON.stringify(paths)}`);
  const names = Object.keys(paths);
  if (names.length > variablesMax)
    throw invalid(`InputPathsMap holds at most ${variablesMax}, received ${names.length}`);
  for (const name of names) {
    if (!/^[\w-]{1,256}$/.test(name) || /^aws\b/i.test(name))
      throw invalid(`InputPathsMap may not define "${name}"`);
  }
  const compiled = Object.entries(paths).map(([name, path]): [string, JsonPath] => [
    name,
    compileJsonPath(String(path)),
  ]);
  return new Map<string, Variable>(compiled);
}

interface TemplatePart {
  readonly text: string;
  readonly variable?: string;
  /** Whether the variable is inside a JSON string. */
  readonly isQuoted: boolean;
}

function readTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let isQuoted = false;
  for (const [text, variable] of template.matchAll(/<([\w.-]+)>|(?:(?!<[\w.-]+>)[\s\S])+/g)) {
    if (variable !== undefined) parts.push({ text, variable, isQuoted });
    else parts.push({ text, isQuoted });
    for (const [quote] of text.matchAll(/\\[\s\S]|"/g)) if (quote === '"') isQuoted = !isQuoted;
  }
  return parts;
}

/**
 * The value of a variable. Inside quotes, text is inserted without escaping; lists and objects lose their quotes, except
 * in a JSON template. Elsewhere, everything is inserted as JSON. A variable whose path matches nothing is dropped, or is
 * an empty JSON text where a JSON template needs a value. Recorded.
 */
function insertion(variable: Variable, where: { isQuoted: boolean; isJson: boolean }): Insertion {
  return (event, context) => {
    const value = variable(event, context);
    if (value === undefined) return where.isJson && !where.isQuoted ? '""' : '';
    if (!where.isQuoted) return JSON.stringify(value);
    if (typeof value === 'string') return value;
    return where.isJson ? JSON.stringify(value) : JSON.stringify(value).replaceAll('"', '');
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
