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

function patternError({ type, allowedPattern }: ParameterDeclaration, value: unknown): string | undefined {
  if (allowedPattern === undefined || allowedPattern === '') return undefined;
  const objection = objectionOfRe2(allowedPattern);
  if (objection !== undefined)
    return `encountered error while compiling allowed pattern - internal error: error parsing regexp: ${objection}`;
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null))
    return `invalid parameter type ${type} with parameter value ${goText(value)}`;
  const pattern = readAllowedPattern(allowedPattern);
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
 * What the agent objects to besides, in words of ours. An Integer or a Boolean must be as its default, for the agent
 * has no other way to pass one on.
 */
function optionalErrors(declaration: ParameterDeclaration, value: unknown): readonly Finding[] {
  const { type, allowedValues, minChars, maxChars, minItems, maxItems } = declaration;
  if (type === 'Integer' || type === 'Boolean') {
    const isDefault = toText(value) === toText(declaration.default ?? null);
    return [['AllowedValueParamValidator', isDefault ? undefined : `${goText(value)} is not the default`]];
  }
  const texts = textsOf(value);
  const isStrange = allowedValues !== undefined && texts.some((text) => !allowedValues.includes(text));
  const isMisfit = texts.some((text) => isOutside(text.length, minChars, maxChars));
  const isMiscounted = Array.isArray(value) && isOutside(value.length, minItems, maxItems);
  return [
    ['AllowedValueParamValidator', isStrange ? `${goText(value)} is not an allowed value` : undefined],
    ['MinMaxCharParamValidator', isMisfit ? `${goText(value)} has a length that is not allowed` : undefined],
    ['MinMaxItemParamValidator', isMiscounted ? 'the number of items is not allowed' : undefined],
  ];
}

function isOutside(size: number, least = 0, most = Number.POSITIVE_INFINITY): boolean {
  return size < least || size > most;
}
