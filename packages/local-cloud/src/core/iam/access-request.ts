import type { Authorization, Principal } from '../service.ts';

/**
 * The condition keys of one request: those the operation names, and the global ones that follow from the caller. Keys
 * are looked up without regard to case, as IAM does. Every call of the local cloud counts as made over TLS.
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

  /** The values of a condition key; undefined when the request does not carry it. */
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

/** The account id in an ARN; empty where it has none. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
