import type { ParameterDeclaration, ParameterDeclarations } from '../../../agent/command-document.ts';
import { ownEntry } from '../../../core/own-entry.ts';
import { ServiceError } from '../../../core/service.ts';
import { type GivenValues, refusedParameter } from '../commands/check-parameters.ts';
import { shownValue } from './outputs.ts';

/** The parameters of an execution. */
export interface ParameterValues {
  /** What references to them become, with their types. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What the service shows: lists of texts, defaults included. */
  readonly shown: Readonly<Record<string, string[]>>;
}

/**
 * The values of a runbook's parameters.
 * @throws ServiceError InvalidAutomationExecutionParametersException for what its declarations do not allow.
 */
export function readParameterValues(declared: ParameterDeclarations, given: GivenValues): ParameterValues {
  const reason = refusedParameter(declared, given);
  if (reason !== undefined) throw invalidParameters(reason);
  const names = Object.keys(declared);
  const values = names.map(
    (name) => [name, typedValue(name, declared[name], ownEntry(given, name))] as const,
  );
  return {
    values: Object.fromEntries(values),
    shown: Object.fromEntries(values.map(([name, value]) => [name, shownValue(value)])),
  };
}

/** The error for parameters, among them the role, with which an execution cannot start. */
export function invalidParameters(message: string): ServiceError {
  return new ServiceError('InvalidAutomationExecutionParametersException', message);
}

function typedValue(
  name: string,
  declaration: ParameterDeclaration | undefined,
  given: readonly string[] | undefined,
): unknown {
  if (given === undefined) return declaration?.default;
  const [first = ''] = given;
  if (declaration?.type === 'StringList') return given;
  if (declaration?.type === 'Integer') return Number(first);
  if (declaration?.type === 'Boolean') return first.toLowerCase() === 'true';
  if (declaration?.type === 'String') return first;
  try {
    return JSON.parse(first);
  } catch {
    throw invalidParameters(`Parameter "${name}" takes JSON, received "${first}"`);
  }
}
