import type { CommandDocument, ParameterDeclaration } from '../../../agent/command-document.ts';
import { ownEntry } from '../../../core/own-entry.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';

/**
 * Refuses unknown names, missing values and values that a declaration does not allow, with InvalidParameters.
 */
export function checkParameters(
  document: CommandDocument,
  given: Readonly<Record<string, readonly string[]>>,
): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(document.parameters, name));
  if (unknown !== undefined)
    throw invalid(
      `Parameter "${unknown}" is not defined in the document; it defines: ${Object.keys(document.parameters).join(', ') || 'none'}`,
    );
  for (const [name, declaration] of Object.entries(document.parameters))
    checkParameter(name, declaration, ownEntry(given, name));
}

function checkParameter(
  name: string,
  declaration: ParameterDeclaration,
  given: readonly string[] | undefined,
): void {
  if (given === undefined) {
    if (declaration.default === undefined)
      throw invalid(`Parameter "${name}" is required and has no default`);
    return;
  }
  if (declaration.type !== 'StringList' && given.length !== 1)
    throw invalid(
      `Parameter "${name}" of type ${declaration.type} takes one value, received ${given.length}`,
    );
  checkCount(name, declaration, given);
  for (const value of given) checkValue(name, declaration, value);
}

function checkCount(
  name: string,
  { minItems, maxItems }: ParameterDeclaration,
  given: readonly string[],
): void {
  if (
    (minItems !== undefined && given.length < minItems) ||
    (maxItems !== undefined && given.length > maxItems)
  )
    throw invalid(
      `Parameter "${name}" takes ${minItems ?? 0}..${maxItems ?? 'any number of'} items, received ${given.length}`,
    );
}

function checkValue(name: string, declaration: ParameterDeclaration, value: string): void {
  const { type, allowedValues, allowedPattern, minChars, maxChars } = declaration;
  if (type === 'Integer' && !/^-?\d+$/.test(value))
    throw invalid(`Parameter "${name}" takes an integer, received "${value}"`);
  if (type === 'Boolean' && !/^(true|false)$/i.test(value))
    throw invalid(`Parameter "${name}" takes true or false, received "${value}"`);
  if (allowedValues !== undefined && !allowedValues.includes(value))
    throw invalid(`Parameter "${name}" takes one of ${allowedValues.join(', ')}, received "${value}"`);
  if (allowedPattern !== undefined && !toRegExp(allowedPattern).test(value))
    throw invalid(`Parameter "${name}" must match ${allowedPattern}, received "${value}"`);
  if (
    (minChars !== undefined && value.length < minChars) ||
    (maxChars !== undefined && value.length > maxChars)
  )
    throw invalid(
      `Parameter "${name}" takes ${minChars ?? 0}..${maxChars ?? 'any number of'} characters, received ${value.length}`,
    );
}

/** Unanchored. Whether the service's own engine takes what RE2 refuses is not known: the agent refuses it in any case. */
function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw new NotEmulatedError(`the allowedPattern ${pattern}, which JavaScript cannot read`);
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameters', message);
}
