import { UsageError } from '../failure.ts';

const logInAgain = 'log in again (aws sso login), or name others with --profile or AWS_PROFILE';

/** What a user can do about an error of AWS or of the way to it, by the name of the error. */
const remedies: readonly (readonly [name: RegExp, remedy: string])[] = [
  [
    /^(CredentialsProviderError|TokenProviderError)$/,
    'there are no credentials: log in (aws sso login, aws configure), or name some with --profile or AWS_PROFILE',
  ],
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired)$/, `the credentials have expired: ${logInAgain}`],
  [
    /^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure|InvalidAccessKeyId)$/,
    `AWS does not accept the credentials, or the region is not enabled for the account: ${logInAgain}`,
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|TimeoutError)$/,
    'the endpoint cannot be reached: check --region, --endpoint-url and the network',
  ],
  [
    /^(Throttling|ThrottlingException|RequestLimitExceeded|TooManyRequestsException|ProvisionedThroughputExceededException)$/,
    'AWS throttles the calls of this account: try again in a minute',
  ],
];

/** The policies for operators that the deployment hands out (/muster/operators/...-policy-arn). */
export type OperatorPolicy = 'read' | 'steer' | 'run' | 'rollout' | 'activate';

/** What gives the right that a refusal misses: a policy for operators, or none of them. */
type Giver = OperatorPolicy | 'none';

/** Where their ARNs are: the beginning of the parameters. Another installation has another path. */
interface OperatorPlace {
  readonly operatorPath?: string;
}

const denials =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|ForbiddenException|UnauthorizedException)$/;

/**
 * One line about a call that failed: what is missing, and what to do. A denied call names the action, and the
 * resource where AWS tells it, and the policy that gives it.
 */
export function describeRefusal(
  operation: string,
  error: unknown,
  policy: Giver = 'read',
  { operatorPath = '/muster/operators' }: OperatorPlace = {},
): string {
  const { name, message, code } = readError(error);
  if (/region is missing/i.test(message))
    return 'no region is set: name one with --region, AWS_REGION or in the profile of the AWS CLI';
  if (/could not resolve credentials using profile|profile .* (not found|could not be found)/i.test(message))
    return `${message}: --profile allows the profiles of the AWS CLI (aws configure list-profiles)`;
  if (denials.test(name))
    return describeDenial(
      operation,
      message,
      policy === 'none'
        ? 'no policy of Muster gives that, so attach one of your own'
        : `attach the policy of ${operatorPath}/${policy}-policy-arn`,
    );
  const remedy = remedies.find(([pattern]) => pattern.test(name) || pattern.test(code))?.[1];
  if (remedy !== undefined) return remedy;
  return `${operation} failed: ${name}${message === '' ? '' : `: ${message}`}`;
}

/** @throws UsageError always. */
export function refuse(operation: string, error: unknown, policy?: Giver, place?: OperatorPlace): never {
  throw new UsageError(describeRefusal(operation, error, policy, place));
}

function describeDenial(operation: string, message: string, remedy: string): string {
  const [, action = operation] = /perform:? ([\w-]+:\w+)/.exec(message) ?? [];
  const [, resource] = /on resource:? (\S+)/.exec(message) ?? [];
  if (action === 'sts:AssumeRole')
    return (
      `these credentials may not assume ${resource ?? 'the role'} (operatorRole in muster.config.ts): allow them ` +
      'sts:AssumeRole on it, and let its trust policy name them'
    );
  const where = resource === undefined ? '' : ` on ${resource}`;
  return `these credentials may not do ${action}${where}: ${remedy}`;
}

function readError(error: unknown): { name: string; message: string; code: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { name: error.name, message: error.message, code };
}
