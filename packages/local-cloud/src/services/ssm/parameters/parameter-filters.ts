import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { ServiceError } from '../../../core/service.ts';
import { latestOf, type Parameter, parameterTypes } from './parameter.ts';
import { invalid, parameterTiers } from './parameter-checks.ts';

/** The operations that take filters, and the keys of each (API reference). */
const keysOf = {
  DescribeParameters: ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType'],
  GetParametersByPath: ['Type', 'KeyId', 'Label'],
} as const;

/** A filter with its option, which has a default. */
interface Filter {
  readonly key: string;
  readonly option: string;
  readonly values: readonly string[];
}

/**
 * Compiles the filters of an operation. A parameter must satisfy all of them. Refuses what the service refuses, with
 * its codes: a key that is unknown or comes twice, an unknown option, a missing value. That an unknown type or tier is
 * an InvalidFilterOption is second-hand (moto), and so are most texts.
 */
export function readParameterFilters(
  operation: keyof typeof keysOf,
  given: readonly ParameterStringFilter[] = [],
): (parameter: Parameter) => boolean {
  const filters = given.map(({ Key: key = '', Option: option, Values: values = [] }) => ({
    key,
    option: option ?? (key === 'Path' ? 'OneLevel' : 'Equals'),
    values,
  }));
  filters.forEach((filter, index) => {
    checkFilter(operation, filter);
    if (filters.findIndex(({ key }) => key === filter.key) < index)
      throw new ServiceError(
        'InvalidFilterKey',
        `The following filter is duplicated in the request: ${filter.key}. A request can contain only one occurrence of a specific filter.`,
      );
  });
  const tests = filters.map(testOf);
  return (parameter) => tests.every((test) => test(parameter));
}

function checkFilter(operation: keyof typeof keysOf, { key, option, values }: Filter): void {
  const keys: readonly string[] = keysOf[operation];
  const isTag = key.startsWith('tag:') && operation === 'DescribeParameters';
  if (!isTag && !keys.includes(key))
    throw new ServiceError(
      'InvalidFilterKey',
      `The following filter key is not valid: ${key}. Valid filter keys include: [${keys.join(', ')}].`,
    );
  if (values.length === 0 && !isTag)
    throw new ServiceError(
      'InvalidFilterValue',
      `The following filter values are missing : null for filter key ${key}.`,
    );
  const options = optionsOf(key);
  if (!options.includes(option)) throw invalidOption('option', option, options);
  const allowed = key === 'Type' ? parameterTypes : key === 'Tier' ? parameterTiers : values;
  const other = values.find((value) => !allowed.includes(value));
  if (other !== undefined) throw invalidOption('value', other, allowed);
  if (key === 'Path') values.forEach(checkPath);
  if (key === 'Path' && values.some((value) => /^\/(aws|ssm)/i.test(value)))
    throw invalid(
      'Filters for common parameters can\'t be prefixed with "aws" or "ssm" (case-insensitive). When using global parameters, please specify within a global namespace.',
    );
}

function optionsOf(key: string): readonly string[] {
  if (key === 'Path') return ['Recursive', 'OneLevel'];
  return key === 'Name' ? ['BeginsWith', 'Equals', 'Contains'] : ['BeginsWith', 'Equals'];
}

function invalidOption(what: string, given: string, allowed: readonly string[]): ServiceError {
  const others = `Valid ${what}s include: [${allowed.join(', ')}].`;
  return new ServiceError(
    'InvalidFilterOption',
    `The following filter ${what} is not valid: ${given}. ${others}`,
  );
}

/** @throws ServiceError for a text that is no path of a hierarchy (recorded). */
export function checkPath(path: string): void {
  if (/^\/([\w.-]+(\/[\w.-]+)*\/?)?$/.test(path)) return;
  throw invalid(
    'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
  );
}

function testOf({ key, option, values }: Filter): (parameter: Parameter) => boolean {
  if (key === 'Path') return ({ name }) => values.some((path) => isBelow(name, path, option === 'Recursive'));
  if (key === 'Label')
    return ({ versions }) => values.some((value) => versions.some(({ labels }) => labels.has(value)));
  const isName = key === 'Name' && option !== 'Contains';
  const wanted = isName ? values.map(rooted) : values;
  return (parameter) => {
    const text = key === 'Name' ? rooted(parameter.name) : textOf(parameter, key);
    if (text === undefined) return false;
    if (option === 'BeginsWith') return wanted.some((value) => text.startsWith(value));
    if (option === 'Contains') return wanted.some((value) => text.includes(value));
    return wanted.length === 0 || wanted.includes(text);
  };
}

/** The value that a filter compares; undefined when the parameter has none. */
function textOf(parameter: Parameter, key: string): string | undefined {
  const { keyId, tier, dataType } = latestOf(parameter);
  if (key === 'Type') return parameter.type;
  if (key === 'KeyId') return keyId;
  if (key === 'Tier') return tier;
  return key === 'DataType' ? dataType : parameter.tags.get(key.slice('tag:'.length));
}

/** Whether a name is below a path, directly or anywhere. A name without a slash is at the root. */
export function isBelow(name: string, path: string, isRecursive: boolean): boolean {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const rest = rooted(name).slice(prefix.length);
  return rooted(name).startsWith(prefix) && rest !== '' && (isRecursive || !rest.includes('/'));
}

/** `p` and `/p` are the same name. */
function rooted(name: string): string {
  return name.startsWith('/') ? name : `/${name}`;
}
