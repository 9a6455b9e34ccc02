import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import type { Lambda } from './lambda.ts';
import type { FunctionSettings } from './lambda-function.ts';

/** How a request names a function: by name, ARN or part of an ARN, with or without a qualifier (API reference). */
export interface NamedFunction {
  readonly FunctionName: string | undefined;
  readonly Qualifier?: string | undefined;
}

const namePattern =
  /^(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_.]+)(:(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;

/** The ARN of a function in a request, without its qualifier. */
export function functionArn({ partition, region, accountId }: Host, { FunctionName }: NamedFunction): string {
  const name = namePattern.exec(FunctionName ?? '')?.[10] ?? '';
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
}

/** The function that a request names. There are no versions and aliases: the only qualifier is `$LATEST`. */
export function findFunction(host: Host, lambda: Lambda, named: NamedFunction): FunctionSettings {
  const arn = functionArn(host, named);
  const qualifier = named.Qualifier ?? namePattern.exec(named.FunctionName ?? '')?.[12] ?? '$LATEST';
  if (qualifier === '$LATEST' && isOwn(host, named) && lambda.has(arn)) return lambda.settings(arn);
  const suffix = qualifier === '$LATEST' ? '' : `:${qualifier}`;
  const message = `Function not found: ${arn}${suffix}`;
  throw new ServiceError('ResourceNotFoundException', message, { statusCode: 404 });
}

/** A name is of this account and region; an ARN may name others. */
function isOwn({ region, accountId }: Host, { FunctionName = '' }: NamedFunction): boolean {
  const [, , , ofRegion = '', , , , account = ''] = namePattern.exec(FunctionName) ?? [];
  const [otherRegion, otherAccount] = [ofRegion.replace(':', ''), account.replace(':', '')];
  return ['', region].includes(otherRegion) && ['', accountId].includes(otherAccount);
}
