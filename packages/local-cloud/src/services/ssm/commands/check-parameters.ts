import type { ParameterDeclaration, ParameterDeclarations } from '../../../agent/command-document.ts';
import { ownEntry } from '../../../core/own-entry.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';

/** The values of a call by parameter, each a list. */
export type GivenValues = Readonly<Record<string, readonly string[]>>;

/**
 * Refuses unknown names, missing values and values that a declaration does not allow, with InvalidParameters.
 */
export function checkParameters(
  { parameters }: { readonly parameters: ParameterDeclarations },
  given: GivenValues,
): void {
  const reason = refusedParameter(parameters, given);
  if (reason !== undefined) throw new ServiceError('InvalidParameters', reason);
}

/** Why values do not fit the declarations of a document, or undefined if they do. */
export function refusedParameter(declared: ParameterDeclarations, given: GivenValues): string | undefined {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (unknown !== undefined)
    return `Parameter "${unknown}" is not defined in the document; it defines: ${Object.keys(declared).join(', ') || 'none'}`;
  for (const [name, declaration] of Object.entries(declared)) {
    const reason = refusedValues(declaration, ownEntry(given, name));
    if (reason !== undefined) return `Parameter "${name}" ${reason}`;
  }
  return undefined;
}

function refusedValues(
  declaration: ParameterDeclaration,
  given: readonly string[] | undefined,
): string | undefined {
  const { type, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = declaration;
  if (given === undefined)
    return declaration.default === undefined ? 'is required and has no default' : undefined;
  if (type !== 'StringList' && given.length !== 1)
    return `of type ${type} takes one value, received ${given.length}`;
  if (given.length < minItems || given.length > maxItems)
    return `takes ${minItems}..${most(maxItems)} items, received ${given.length}`;
  for (const value of given) {
    const reason = refusedValue(declaration, value);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function refusedValue(declaration: ParameterDeclaration, value: string): string | undefined {
  const { type, allowedValues, allowedPattern, minChars = 0 } = declaration;
  const { maxChars = Number.POSITIVE_INFINITY } = declaration;
  if (type === 'Integer' && !/^-?\d+$/.test(value)) return `takes an integer, received "${value}"`;
  if (type === 'Boolean' && !/^(true|false)$/i.test(value)) return `takes true or false, received "${value}"`;
  if (allowedValues !== undefined && !allowedValues.includes(value))
    return `takes one of ${allowedValues.join(', ')}, received "${value}"`;
  if (allowedPattern !== undefined && !toRegExp(allowedPattern).test(value))
    return `must match ${allowedPattern}, received "${value}"`;
  if (value.length < minChars || value.length > maxChars)
    return `takes ${minChars}..${most(maxChars)} characters, received ${value.length}`;
  return undefined;
}

function most(max: number): string {
  return max === Number.POSITIVE_INFINITY ? 'any number of' : String(max);
}

/** Unanchored. Whether the service's own engine takes what RE2 refuses is not known: the agent refuses it in any case. */
function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new NotEmulatedError(`the allowedPattern ${pattern}, which JavaScript cannot read`);
  }
}
