import type {
  DeleteParameterRequest,
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
  GetParametersRequest,
  GetParametersResult,
  Parameter as ParameterShape,
  PutParameterRequest,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import type { Host, ServiceEvent } from '../../cloud/host.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../cloud/service.ts';
import { images } from '../ec2/images.ts';
import { readPageToken, writePageToken } from '../ec2/page-token.ts';
import { Validation } from './validation.ts';

/** Characters of a standard parameter's value. */
const VALUE_MAX = 4096;
/** The most parameters in a page of GetParametersByPath, and in one GetParameters. */
const PAGE_MAX = 10;
const LEVELS_MAX = 15;

interface Version {
  readonly value: string;
  readonly modifiedMs: number;
}

interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'StringList';
  readonly description: string;
  readonly versions: Version[];
}

/** What is needed to make or change a parameter. */
export interface ParameterDraft {
  readonly name: string;
  readonly type: string | undefined;
  readonly value: string;
  readonly description?: string | undefined;
}

/** Parameter Store: String and StringList in the standard tier, and AWS's public image parameters. */
export class ParameterStore {
  readonly #host: Host;
  readonly #emit: (event: ServiceEvent) => void;
  readonly #byName = new Map<string, Parameter>();

  constructor(host: Host, emit: (event: ServiceEvent) => void) {
    this.#host = host;
    this.#emit = emit;
    for (const { publicParameter, imageId } of images)
      if (publicParameter !== undefined)
        this.#byName.set(publicParameter, {
          name: publicParameter,
          type: 'String',
          description: '',
          versions: [{ value: imageId, modifiedMs: host.timeline.nowMs }],
        });
  }

  /** Creates a parameter or, with `overwrite`, adds a version. Gives the version's number. */
  put(draft: ParameterDraft, overwrite: boolean): number {
    const { name } = draft;
    checkName(name);
    new Validation().length(draft.value, 'value', [1, VALUE_MAX]).done();
    const earlier = this.#byName.get(name);
    if (earlier !== undefined && !overwrite)
      throw new ServiceError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    const type = earlier?.type ?? readType(draft.type);
    const version = { value: draft.value, modifiedMs: this.#host.timeline.nowMs };
    const description = draft.description ?? earlier?.description ?? '';
    const versions = [...(earlier?.versions ?? []), version];
    this.#byName.set(name, { name, type, description, versions });
    this.#changed(earlier === undefined ? 'Create' : 'Update', { name, type, description });
    return versions.length;
  }

  /** Deletes a parameter. Throws ParameterNotFound when there is none. */
  delete(name: string): void {
    const parameter = this.#byName.get(name);
    if (parameter === undefined) throw notFound();
    this.#byName.delete(name);
    this.#changed('Delete', parameter);
  }

  /** A parameter by name, ARN or `name:version`, or undefined. */
  find(reference: string): ParameterShape | undefined {
    const name = reference.replace(/^arn:[^/]*:parameter(?=\/)/, '');
    const [, base = name, selector] = /^([^:]+):([^:]+)$/.exec(name) ?? [];
    if (selector !== undefined && !/^\d+$/.test(selector)) throw new NotEmulatedError('labels of parameters');
    const parameter = this.#byName.get(base);
    const number = selector === undefined ? (parameter?.versions.length ?? 0) : Number(selector);
    return parameter === undefined ? undefined : this.#render(parameter, number);
  }

  /** The parameters below a path, in the order of their names. */
  below(path: string, isRecursive: boolean): ParameterShape[] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return [...this.#byName.values()]
      .filter(
        ({ name }) => name.startsWith(prefix) && (isRecursive || !name.slice(prefix.length).includes('/')),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((parameter) => this.#render(parameter, parameter.versions.length) ?? []);
  }

  /** The ARN that IAM is asked about. AWS's public parameters have an empty account. */
  arn(name: string): string {
    if (name.startsWith('arn:')) return name;
    const { partition, region, accountId } = this.#host;
    const owner = name.startsWith('/aws/service/') ? '' : accountId;
    return `arn:${partition}:ssm:${region}:${owner}:parameter/${name.replace(/^\//, '').replace(/:[^:]+$/, '')}`;
  }

  #render(parameter: Parameter, number: number): ParameterShape | undefined {
    const version = parameter.versions[number - 1];
    if (version === undefined) return undefined;
    return {
      Name: parameter.name,
      Type: parameter.type,
      Value: version.value,
      Version: number,
      LastModifiedDate: new Date(version.modifiedMs),
      ARN: this.arn(parameter.name),
      DataType: 'text',
    };
  }

  #changed(operation: string, { name, type, description }: Omit<Parameter, 'versions'>): void {
    this.#emit({
      source: 'aws.ssm',
      detailType: 'Parameter Store Change',
      resources: [this.arn(name)],
      detail: { operation, name, type, description },
    });
  }
}

/** The operations on parameters. */
export function parameterOperations(store: ParameterStore) {
  const get: Operation<GetParameterRequest, GetParameterResult> = {
    authorize: (input) => [{ action: 'ssm:GetParameter', resource: store.arn(input.Name ?? '') }],
    run(input) {
      new Validation().required(input.Name, 'name').done();
      const parameter = store.find(input.Name ?? '');
      if (parameter === undefined) throw notFound();
      return { Parameter: parameter };
    },
  };
  const getMany: Operation<GetParametersRequest, GetParametersResult> = {
    authorize: (input) =>
      (input.Names ?? []).map((name) => ({ action: 'ssm:GetParameters', resource: store.arn(name) })),
    run: (input) => getParameters(store, input),
  };
  const byPath: Operation<GetParametersByPathRequest, GetParametersByPathResult> = {
    authorize: (input) => [
      {
        action: 'ssm:GetParametersByPath',
        resource: store.arn((input.Path ?? '').replace(/\/$/, '')),
        conditions: { 'ssm:Recursive': String(input.Recursive === true) },
      },
    ],
    run: (input) => getParametersByPath(store, input),
  };
  const put: Operation<PutParameterRequest, PutParameterResult> = {
    authorize: (input) => [
      {
        action: 'ssm:PutParameter',
        resource: store.arn(input.Name ?? ''),
        conditions: { 'ssm:Overwrite': String(input.Overwrite === true) },
      },
    ],
    run: (input) => putParameter(store, input),
  };
  const remove: Operation<DeleteParameterRequest, object> = {
    authorize: (input) => [{ action: 'ssm:DeleteParameter', resource: store.arn(input.Name ?? '') }],
    run(input) {
      store.delete(input.Name ?? '');
      return {};
    },
  };
  return {
    GetParameter: get,
    GetParameters: getMany,
    GetParametersByPath: byPath,
    PutParameter: put,
    DeleteParameter: remove,
  } satisfies Record<string, Operation>;
}

function getParameters(store: ParameterStore, input: GetParametersRequest): GetParametersResult {
  const names = input.Names ?? [];
  new Validation().length(names, 'names', [1, PAGE_MAX]).done();
  const found = names.map((name) => ({ name, parameter: store.find(name) }));
  return {
    Parameters: found.flatMap(({ parameter }) => parameter ?? []),
    InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
  };
}

function getParametersByPath(
  store: ParameterStore,
  input: GetParametersByPathRequest,
): GetParametersByPathResult {
  new Validation()
    .required(input.Path, 'path')
    .pattern(input.Path, 'path', /^\//)
    .range(input.MaxResults, 'maxResults', [1, PAGE_MAX])
    .done();
  if (input.ParameterFilters !== undefined) throw new NotEmulatedError('ParameterFilters');
  const request = [input.Path, input.Recursive];
  const position = readPageToken(input.NextToken, request);
  if (position === undefined)
    throw new ServiceError('InvalidNextToken', 'The specified token is not valid for this request');
  const all = store.below(input.Path ?? '/', input.Recursive === true);
  const end = position + (input.MaxResults ?? PAGE_MAX);
  const next = end < all.length ? { NextToken: writePageToken(end, request) } : {};
  return { Parameters: all.slice(position, end), ...next };
}

function putParameter(store: ParameterStore, input: PutParameterRequest): PutParameterResult {
  new Validation().required(input.Name, 'name').required(input.Value, 'value').done();
  const { Name: name = '', Value: value = '', Tier: tier, Policies: policies } = input;
  if (policies !== undefined || (tier !== undefined && tier !== 'Standard'))
    throw new NotEmulatedError('parameters outside the standard tier');
  const draft = { name, value, type: input.Type, description: input.Description };
  return { Version: store.put(draft, input.Overwrite === true), Tier: 'Standard' };
}

function checkName(name: string): void {
  const isAllowed = /^[a-zA-Z0-9_.\-/]+$/.test(name) && (!name.includes('/') || name.startsWith('/'));
  const levels = name.split('/').length - 1;
  if (!isAllowed || /^\/?(aws|ssm)/i.test(name) || levels > LEVELS_MAX)
    throw new ServiceError(
      'ValidationException',
      `Parameter name ${name}: allowed are letters, digits, _ . - and / (leading, at most ${LEVELS_MAX} levels), without the prefix aws or ssm`,
    );
}

function readType(type: string | undefined): Parameter['type'] {
  if (type === 'String' || type === 'StringList') return type;
  if (type === 'SecureString') throw new NotEmulatedError('parameters of type SecureString');
  throw new ServiceError(
    'ValidationException',
    `A parameter type is required to create a parameter: String or StringList, received ${type}`,
  );
}

function notFound(): ServiceError {
  return new ServiceError('ParameterNotFound', '');
}
