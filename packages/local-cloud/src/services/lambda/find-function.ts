import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import { functionNamePattern } from '../../core/wire/constraints/lambda-constraints.ts';
import type { Lambda } from './lambda.ts';
import type { FunctionSettings } from './lambda-function.ts';

/** How a request names a function: by name, ARN or part of an ARN, with or without a qualifier (API reference). */
export interface NamedFunction {
  readonly FunctionName: string | undefined;
  readonly Qualifier?: string | undefined;
}

/** A function that a request names. */
export interface FoundFunction {
  readonly settings: FunctionSettings;
  /** The ARN with the qualifier of the request, if it has one. */
  readonly qualifiedArn: string;
}

interface FindOptions {
  /** What stands for a missing qualifier in the refusal of a function that is not there. @default nothing */
  readonly qualifier?: string;
}

const namePattern = new RegExp(`^${functionNamePattern}$`);

/** The ARN of a function in a request, without its qualifier. */
export function functionArn({ partition, region, accountId }: Host, { FunctionName }: NamedFunction): string {
  const { name } = partsOf(FunctionName);
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
}

/**
 * The function that a request names. There are no versions and aliases: the only qualifier is `$LATEST`.
 */
export function findFunction(
  host: Host,
  lambda: Lambda,
  named: NamedFunction,
  { qualifier: otherwise }: FindOptions = {},
): FoundFunction {
  const { qualifier: derived, region, account } = partsOf(named.FunctionName);
  if (derived !== undefined && named.Qualifier !== undefined && derived !== named.Qualifier) {
    const message = 'The derived qualifier from the function name does not match the specified qualifier.';
    throw new ServiceError('InvalidParameterValueException', message);
  }
  if (!['', `${host.region}:`].includes(region)) {
    const other = region.replace(':', '');
    throw notFound(`Functions from '${other}' are not reachable in this region ('${host.region}')`);
  }
  const arn = functionArn(host, named);
  const qualifier = named.Qualifier ?? derived;
  const isOwn = ['', `${host.accountId}:`].includes(account);
  if ([undefined, '$LATEST'].includes(qualifier) && isOwn && lambda.has(arn))
    return { settings: lambda.settings(arn), qualifiedArn: withQualifier(arn, qualifier) };
  throw notFound(`Function not found: ${withQualifier(arn, qualifier ?? otherwise)}`);
}

function withQualifier(arn: string, qualifier: string | undefined): string {
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, { statusCode: 404 });
}

/** The parts of a name, by their places in the pattern of the model. */
function partsOf(FunctionName = ''): {
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly qualifier: string | undefined;
} {
  const found = namePattern.exec(FunctionName) ?? [];
  const { 3: region = '', 9: account = '', 11: name = '', 13: qualifier } = found;
  return { region, account, name, qualifier };
}
