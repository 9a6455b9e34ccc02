import { type AgentValues, toText } from './agent-values.ts';
import { objectionOfRe2, readAllowedPattern } from './allowed-pattern.ts';
import type { CommandDocument, DocumentStep, ParameterDeclaration } from './command-document.ts';
import { goText } from './go-text.ts';

/**
 * Why the agent refuses a whole document, so that no step runs; undefined when it takes it. Of the declarations it
 * looks at `allowedPattern` alone, and at the others when aws:runDocument runs the document (amazon-ssm-agent,
 * docparser).
 */
export function refuseDocument(
  document: CommandDocument,
  values: AgentValues,
  isNested: boolean,
): string | undefined {
  const misread = document.steps.find((step) => !hasReadablePrecondition(step));
  if (misread !== undefined)
    return `json: cannot unmarshal the precondition of step ${misread.name} into Go value of type map[string][]string`;
  const errors = Object.entries(document.parameters).flatMap(([name, declaration]) => {
    const findings = [
      ['AllowedRegexParamValidator', patternError(declaration, values[name])],
      ...(isNested ? optionalErrors(declaration, values[name]) : []),
    ] as const;
    return findings
      .filter(([, error]) => error !== undefined)
      .map(([by, error]) => `error thrown in '${by}' while validating parameter /${name}/: ${error}`);
  });
  return errors.length === 0 ? undefined : `all errors during param validation errors: ${errors.join('\n')}`;
}

function hasReadablePrecondition({ precondition = {} }: DocumentStep): boolean {
  return Object.values(precondition).every(
    (sides) => Array.isArray(sides) && sides.every((side) => typeof side === 'string'),
  );
}

/** What was made of the pattern of a declaration. A run is computed again whenever somebody asks for its details. */
const readings = new WeakMap<ParameterDeclaration, RegExp | string>();

/** The pattern of a declaration, or what RE2 objects to in it. */
function readPattern(declaration: ParameterDeclaration, allowedPattern: string): RegExp | string {
  const known = readings.get(declaration);
  if (known !== undefined) return known;
  const reading = objectionOfRe2(allowedPattern) ?? readAllowedPattern(allowedPattern);
  readings.set(declaration, reading);
  return reading;
}

function patternError(declaration: ParameterDeclaration, value: unknown): string | undefined {
  const { type, allowedPattern } = declaration;
  if (allowedPattern === undefined || allowedPattern === '') return undefined;
  const isText = typeof value === 'string' || (typeof value === 'object' && value !== null);
  const pattern = readPattern(declaration, allowedPattern);
  if (typeof pattern === 'string')
    return `encountered error while compiling allowed pattern - internal error: error parsing regexp: ${pattern}`;
  if (!isText) return `invalid parameter type ${type} with parameter value ${goText(value)}`;
  const bad = textsOf(value).find((text) => !pattern.test(text));
  return bad === undefined
    ? undefined
    : `parameter value /${bad}/ does not match the allowed pattern /${allowedPattern}/`;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(toText) : [toText(value)];
}

type Finding = readonly [by: string, error: string | undefined];

/**
 * What the agent objects to besides. An Integer or a Boolean must be as its default, for the agent has no other way to
 * pass one on. Sizes count bytes.
 */
function optionalErrors(declaration: ParameterDeclaration, value: unknown): readonly Finding[] {
  const { type, minChars, maxChars, minItems, maxItems } = declaration;
  if (type === 'Integer' || type === 'Boolean') {
    const isDefault = toText(value) === toText(declaration.default ?? null);
    return [['AllowedValueParamValidator', isDefault ? undefined : notTheDefault(declaration, value)]];
  }
  const misfit = (isAsked: boolean, find: () => string | undefined) =>
    isAsked && (value === null || value === undefined || typeof value === 'number')
      ? `invalid parameter type ${type} with parameter value ${goText(value)}`
      : find();
  const hasChars = minChars !== undefined || maxChars !== undefined;
  const hasItems = type !== 'String' && (minItems !== undefined || maxItems !== undefined);
  return [
    [
      'AllowedValueParamValidator',
      misfit(declaration.allowedValues !== undefined, () => strangeValue(declaration, value)),
    ],
    ['MinMaxCharParamValidator', misfit(hasChars, () => wrongLength(declaration, value))],
    ['MinMaxItemParamValidator', misfit(hasItems, () => wrongCount(declaration, value))],
  ];
}

function notTheDefault({ type, default: normal }: ParameterDeclaration, value: unknown): string {
  const shown = type === 'Integer' ? ` /${goText(normal ?? null)}/` : '';
  return `parameter value /${goText(value)}/ not equal to default${shown} for ${type}`;
}

function strangeValue({ allowedValues }: ParameterDeclaration, value: unknown): string | undefined {
  const strange = textsOf(value).find((text) => allowedValues?.includes(text) === false);
  return strange === undefined
    ? undefined
    : `parameter value /${strange}/ is not in the allowed list ${goText(allowedValues)}`;
}

function wrongLength({ minChars = 0, maxChars }: ParameterDeclaration, value: unknown): string | undefined {
  for (const text of textsOf(value)) {
    const size = Buffer.byteLength(text);
    if (size < minChars) return `parameter value /${text}/ is less than the min char limit /${minChars}/`;
    if (maxChars !== undefined && size > maxChars)
      return `parameter value /${text}/ is exceeding the max chars /${maxChars}/`;
  }
  return undefined;
}

function wrongCount({ minItems = 0, maxItems }: ParameterDeclaration, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const count = Object.keys(value).length;
  if (count < minItems) return `parameter value list length /${count}/ is less the min item count`;
  return maxItems !== undefined && count > maxItems
    ? `parameter value list length /${maxItems}/ has exceeded the max item count`
    : undefined;
}
