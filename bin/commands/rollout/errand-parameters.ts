import { isObject } from '../../../lambdas/shared/domain/is-object.ts';
import { parseJson } from '../../../lambdas/shared/domain/parse-json.ts';
import { UsageError } from '../../failure.ts';

/** What a document says of one of its parameters (Systems Manager user guide, data elements and parameters). */
export interface DocumentParameter {
  readonly type: string;
  readonly hasDefault: boolean;
  readonly allowedValues: readonly string[] | undefined;
  readonly allowedPattern: string | undefined;
}

type Values = Readonly<Record<string, readonly string[]>>;

/** The parameters of a document, by name, from its content as JSON. */
export function parametersOf(content: string): Readonly<Record<string, DocumentParameter>> {
  const parsed = parseJson(content);
  const given = isObject(parsed) && isObject(parsed['parameters']) ? parsed['parameters'] : {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (isObject(value) ? [[name, readParameter(value)]] : [])),
  );
}

function readParameter(value: Readonly<Record<string, unknown>>): DocumentParameter {
  const { type, allowedValues, allowedPattern } = value;
  return {
    type: typeof type === 'string' ? type : 'String',
    hasDefault: value['default'] !== undefined,
    allowedValues: Array.isArray(allowedValues) ? allowedValues.map(String) : undefined,
    allowedPattern: typeof allowedPattern === 'string' ? allowedPattern : undefined,
  };
}

/**
 * Compares the values that a user gives with what a document takes.
 * @throws UsageError when a name is unknown, a value is missing, or one is not allowed.
 */
export function checkParameters(
  document: string,
  taken: Readonly<Record<string, DocumentParameter>>,
  given: Values,
): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(taken, name));
  if (unknown !== undefined)
    throw new UsageError(
      `--parameters ${unknown}: ${document} has ${Object.keys(taken).join(', ') || 'none'}`,
    );
  for (const [name, parameter] of Object.entries(taken)) {
    const values = Object.hasOwn(given, name) ? given[name] : undefined;
    if (values === undefined && !parameter.hasDefault)
      throw new UsageError(`--parameters ${name}: ${document} needs a value${allowedText(parameter)}`);
    if (values !== undefined) checkValues(name, parameter, values);
  }
}

function checkValues(name: string, parameter: DocumentParameter, values: readonly string[]): void {
  if (parameter.type !== 'StringList' && parameter.type !== 'MapList' && values.length !== 1)
    throw new UsageError(`--parameters ${name}: it takes one value, and ${values.length} are given`);
  const wrong = values.find((value) => !isAllowed(parameter, value));
  if (wrong !== undefined)
    throw new UsageError(
      `--parameters ${name}: ${JSON.stringify(wrong)} is not allowed${allowedText(parameter)}`,
    );
}

/** A reference to a parameter of Parameter Store gets its value at the send: Systems Manager judges that. */
const reference = /\{\{\s*ssm(-secure)?:/;

function isAllowed({ allowedValues, allowedPattern }: DocumentParameter, value: string): boolean {
  if (reference.test(value)) return true;
  if (allowedValues !== undefined && !allowedValues.includes(value)) return false;
  return allowedPattern === undefined || matches(allowedPattern, value);
}

/** A pattern that only Systems Manager can read is for it to judge. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return true;
  }
}

function allowedText({ allowedValues, allowedPattern }: DocumentParameter): string {
  if (allowedValues !== undefined) return `; allowed: ${allowedValues.join(', ')}`;
  return allowedPattern === undefined ? '' : `; allowed: text that matches ${allowedPattern}`;
}
