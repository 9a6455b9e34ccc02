import type {
  DescribeParametersRequest,
  DescribeParametersResult,
  GetParameterHistoryRequest,
  GetParameterHistoryResult,
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
  GetParametersRequest,
  GetParametersResult,
  Parameter as ParameterShape,
} from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { readPageToken, writePageToken } from '../../../core/page-token.ts';
import { type Authorization, NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { Validation } from '../validation.ts';
import { latestOf, type Parameter, type ParameterVersion } from './parameter.ts';
import type { FoundVersion, ParameterStore } from './parameter-store.ts';

/** The most parameters in a page of GetParametersByPath, and in one GetParameters. */
const valuesMax = 10;
/** The most in a page of the operations that answer no values, or those of one parameter. */
const pageMax = 50;
/** How often a page by path is empty and yet has a token: AWS says that it may be; how often is assumed. */
const emptyPageProbability = 0.03;

/** The operations that read parameters. A SecureString is read in clear text if KMS lets the caller decrypt it. */
export function parameterReads(store: ParameterStore, host: Host) {
  const secrets = (references: readonly string[], isDecrypted: boolean | undefined): Authorization[] =>
    references.flatMap((reference) => {
      const found = isDecrypted === true ? store.find(reference) : undefined;
      return found === undefined ? [] : store.decryption(found.parameter.name, [found.version]);
    });
  const get: Operation<GetParameterRequest, GetParameterResult> = {
    authorize: ({ Name: name = '', WithDecryption }) => [
      { action: 'ssm:GetParameter', resource: store.arn(name) },
      ...secrets([name], WithDecryption),
    ],
    run({ Name: name, WithDecryption }) {
      new Validation().required(name, 'name').done();
      return { Parameter: render(store, store.require(name ?? ''), WithDecryption) };
    },
  };
  const getMany: Operation<GetParametersRequest, GetParametersResult> = {
    authorize: ({ Names: names = [], WithDecryption }) => [
      ...names.map((name) => ({ action: 'ssm:GetParameters', resource: store.arn(name) })),
      ...secrets(names, WithDecryption),
    ],
    run: (input) => getParameters(store, input),
  };
  const byPath: Operation<GetParametersByPathRequest, GetParametersByPathResult> = {
    authorize: (input) => [
      {
        action: 'ssm:GetParametersByPath',
        resource: store.arn((input.Path ?? '').replace(/\/$/, '')),
        conditions: { 'ssm:Recursive': String(input.Recursive === true) },
      },
      ...(input.WithDecryption === true ? pageByPath(store, input).page : []).flatMap((parameter) =>
        store.decryption(parameter.name, [latestOf(parameter)]),
      ),
    ],
    run: (input) => getParametersByPath(store, host, input),
  };
  const history: Operation<GetParameterHistoryRequest, GetParameterHistoryResult> = {
    authorize: ({ Name: name = '', WithDecryption }) => [
      { action: 'ssm:GetParameterHistory', resource: store.arn(name) },
      ...store.decryption(name, WithDecryption === true ? (store.find(name)?.parameter.versions ?? []) : []),
    ],
    run: (input) => getParameterHistory(store, input),
  };
  const describe: Operation<DescribeParametersRequest, DescribeParametersResult> = {
    authorize: () => [{ action: 'ssm:DescribeParameters', resource: everything(host) }],
    run: (input) => describeParameters(store, input),
  };
  return {
    GetParameter: get,
    GetParameters: getMany,
    GetParametersByPath: byPath,
    GetParameterHistory: history,
    DescribeParameters: describe,
  } satisfies Record<string, Operation>;
}

function everything({ partition, region, accountId }: Host): string {
  return `arn:${partition}:ssm:${region}:${accountId}:*`;
}

function render(
  store: ParameterStore,
  { parameter, version, selector }: FoundVersion,
  isDecrypted = false,
): ParameterShape {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: store.reveal(version, isDecrypted),
    Version: version.number,
    ...(selector === undefined ? {} : { Selector: selector }),
    LastModifiedDate: new Date(version.modifiedMs),
    ARN: store.arn(parameter.name),
    DataType: version.dataType,
  };
}

function getParameters(store: ParameterStore, input: GetParametersRequest): GetParametersResult {
  const names = input.Names ?? [];
  new Validation().length(names, 'names', [1, valuesMax]).done();
  const found = names.map((name) => ({ name, version: store.find(name) }));
  return {
    Parameters: found.flatMap(({ version }) =>
      version === undefined ? [] : render(store, version, input.WithDecryption),
    ),
    InvalidParameters: found.filter(({ version }) => version === undefined).map(({ name }) => name),
  };
}

/** The next page of a path, and what is left after it. */
function pageByPath(store: ParameterStore, input: GetParametersByPathRequest) {
  new Validation()
    .required(input.Path, 'path')
    .pattern(input.Path, 'path', /^\//)
    .range(input.MaxResults, 'maxResults', [1, valuesMax])
    .done();
  if (input.ParameterFilters !== undefined)
    throw new NotEmulatedError('ParameterFilters of GetParametersByPath');
  const all = store.below(input.Path ?? '/', input.Recursive === true);
  return paginate(all, input, { max: valuesMax, request: [input.Path, input.Recursive] });
}

function getParametersByPath(
  store: ParameterStore,
  host: Host,
  input: GetParametersByPathRequest,
): GetParametersByPathResult {
  const { page, next, again } = pageByPath(store, input);
  const isEmpty = host.random('ssm/parameter-pages').chance(emptyPageProbability);
  if (isEmpty && page.length > 0) return { Parameters: [], ...again };
  const render1 = (parameter: Parameter) =>
    render(store, { parameter, version: latestOf(parameter), selector: undefined }, input.WithDecryption);
  return { Parameters: page.map(render1), ...next };
}

function getParameterHistory(
  store: ParameterStore,
  input: GetParameterHistoryRequest,
): GetParameterHistoryResult {
  const { Name: name = '', WithDecryption: isDecrypted = false } = input;
  new Validation().required(input.Name, 'name').range(input.MaxResults, 'maxResults', [1, pageMax]).done();
  const parameter = store.get(name);
  const { page, next } = paginate(parameter.versions, input, { max: pageMax, request: name });
  return {
    Parameters: page.map((version) => ({
      ...describeVersion(parameter, version),
      Value: store.reveal(version, isDecrypted),
      Labels: [...version.labels].sort(),
    })),
    ...next,
  };
}

function describeParameters(
  store: ParameterStore,
  input: DescribeParametersRequest,
): DescribeParametersResult {
  new Validation().range(input.MaxResults, 'maxResults', [1, pageMax]).done();
  if (input.Filters !== undefined || input.Shared === true)
    throw new NotEmulatedError('Filters and Shared of DescribeParameters; use ParameterFilters');
  const conditions = (input.ParameterFilters ?? []).map(readFilter);
  const own = store.all().filter(({ name }) => !name.startsWith('/aws/service/'));
  const found = own.filter((parameter) => conditions.every((condition) => condition(parameter)));
  const { page, next } = paginate(found, input, { max: pageMax, request: input.ParameterFilters });
  return {
    Parameters: page.map((parameter) => ({
      ...describeVersion(parameter, latestOf(parameter)),
      ARN: store.arn(parameter.name),
    })),
    ...next,
  };
}

function readFilter({
  Key: key,
  Option: option = 'Equals',
  Values: values = [],
}: NonNullable<DescribeParametersRequest['ParameterFilters']>[number]): (parameter: Parameter) => boolean {
  const test = `${key} ${option}`;
  if (test === 'Name Equals') return ({ name }) => values.includes(name);
  if (test === 'Name BeginsWith') return ({ name }) => values.some((value) => name.startsWith(value));
  if (test === 'Type Equals') return ({ type }) => values.includes(type);
  if (test === 'Path Recursive')
    return ({ name }) => values.some((path) => name.startsWith(`${path.replace(/\/$/, '')}/`));
  throw new NotEmulatedError(`the DescribeParameters filter ${test}`);
}

function describeVersion({ name, type }: Parameter, version: ParameterVersion) {
  const { keyId, allowedPattern, description } = version;
  return {
    Name: name,
    Type: type,
    ...(keyId === undefined ? {} : { KeyId: keyId }),
    LastModifiedDate: new Date(version.modifiedMs),
    LastModifiedUser: version.modifiedBy,
    ...(description === '' ? {} : { Description: description }),
    ...(allowedPattern === undefined ? {} : { AllowedPattern: allowedPattern }),
    Version: version.number,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}

/** A page of a list. `next` is its token, `again` the token of the same page; neither without anything to come. */
function paginate<T>(
  all: readonly T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
  { max, request }: { max: number; request: unknown },
) {
  const position = readPageToken(input.NextToken, request);
  if (position === undefined)
    throw new ServiceError('InvalidNextToken', 'The specified token is not valid for this request');
  const end = position + (input.MaxResults ?? max);
  return {
    page: all.slice(position, end),
    next: end < all.length ? { NextToken: writePageToken(end, request) } : {},
    again: { NextToken: writePageToken(position, request) },
  };
}
