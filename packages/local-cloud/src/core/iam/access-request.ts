import type { Authorization, Principal } from '../service.ts';

/**
 * The condition keys of one request: those that the operation sets, and the global ones that follow from the caller.
 * Keys are case-insensitive, as in IAM. Every call of the local cloud counts as a call over TLS.
 */
export class AccessRequest {
  readonly principal: Principal;
  readonly authorization: Authorization;
  readonly #nowMs: number;
  readonly #named: ReadonlyMap<string, readonly string[]>;

  constructor(principal: Principal, authorization: Authorization, nowMs: number) {
    this.principal = principal;
    this.authorization = authorization;
    this.#nowMs = nowMs;
    const named = Object.entries(authorization.conditions ?? {});
    this.#named = new Map(named.map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  }

  /** The values of a condition key, or undefined if the request does not have it. */
  values(key: string): readonly string[] | undefined {
    const name = key.toLowerCase();
    const named = this.#named.get(name);
    if (named !== undefined) return named;
    const value = this.#globalKey(name) ?? principalKey(this.principal, name);
    return value === undefined ? undefined : [value];
  }

  #globalKey(name: string): string | undefined {
    switch (name) {
      case 'aws:securetransport':
        return 'true';
      case 'aws:currenttime':
        return new Date(this.#nowMs).toISOString();
      case 'aws:epochtime':
        return String(Math.floor(this.#nowMs / 1000));
      default:
        return undefined;
    }
  }
}

function principalKey(principal: Principal, name: string): string | undefined {
  if (name === 'aws:principalisawsservice') return String(principal.kind === 'service');
  if (principal.kind === 'role') {
    if (name === 'aws:principalarn') return principal.roleArn;
    if (name === 'aws:principalaccount') return accountOf(principal.roleArn);
    if (name === 'aws:principaltype') return 'AssumedRole';
  }
  if (principal.kind === 'service') {
    if (name === 'aws:sourcearn') return principal.sourceArn;
    if (name === 'aws:sourceaccount') return principal.sourceAccount;
    if (name === 'aws:principalservicename') return principal.service;
  }
  return undefined;
}

/** The account id in an ARN, or an empty string. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
