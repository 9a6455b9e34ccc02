import type { ParameterDeclaration } from '../../../agent/command-document.ts';
import { isRecord } from '../../../core/is-record.ts';
import { ServiceError } from '../../../core/service.ts';

const PARAMETER_TYPES = ['String', 'StringList', 'Integer', 'Boolean', 'MapList', 'StringMap'] as const;

/** Reads the declaration of a document's parameter. @throws ServiceError InvalidDocumentContent for a wrong one. */
export function readDeclaration(name: string, value: unknown): ParameterDeclaration {
  const type = isRecord(value) ? PARAMETER_TYPES.find((known) => known === value['type']) : undefined;
  if (!isRecord(value) || type === undefined)
    throw invalid(`Parameter ${name}: type must be one of ${PARAMETER_TYPES.join(', ')}`);
  const { allowedValues, allowedPattern, interpolationType } = value;
  if (allowedValues !== undefined && !isTextList(allowedValues))
    throw invalid(`Parameter ${name}: allowedValues must be a list of strings`);
  return {
    type,
    ...(value['default'] === undefined ? {} : { default: value['default'] }),
    ...(allowedValues === undefined ? {} : { allowedValues }),
    ...(typeof allowedPattern === 'string' ? { allowedPattern } : {}),
    ...(typeof interpolationType === 'string' ? { interpolationType } : {}),
    ...readBounds(value),
  };
}

function readBounds(value: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    (['minItems', 'maxItems', 'minChars', 'maxChars'] as const)
      .filter((key) => value[key] !== undefined)
      .map((key) => [key, Number(value[key])]),
  );
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidDocumentContent', message);
}
