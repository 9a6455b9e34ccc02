import { type Authorization, NotEmulatedError, type Principal } from '../service.ts';
import { AccessRequest, accountOf } from './access-request.ts';
import type { ElementPattern, Policy, Statement } from './policy.ts';

/** A request to IAM, with the policies that apply to it. Times are virtual epoch milliseconds. */
export interface EvaluationInput {
  /** The policies of the caller's role. None for a service principal. */
  readonly principalPolicies: readonly Policy[];
  /** The policies of the resource in the authorization. */
  readonly resourcePolicies: readonly Policy[];
  readonly authorization: Authorization;
  readonly principal: Principal;
  readonly nowMs: number;
}

/** A statement that decided, and its patterns that matched. */
export interface Match {
  readonly statement: Statement;
  readonly actions: readonly ElementPattern[];
  readonly resources: readonly ElementPattern[];
}

/** The decision. `matched` holds the statements that allowed or denied. It is empty for an implicit deny. */
export interface Decision {
  readonly decision: 'allow' | 'implicit-deny' | 'explicit-deny';
  readonly matched: readonly Match[];
}

/**
 * Decides as IAM does within one account. A matching Deny in any policy wins. Otherwise an Allow in a policy of the
 * caller's role or of the resource is enough. A service needs an Allow in a policy of the resource. An administrator
 * needs no Allow, but a Deny in a policy of the resource applies. Permissions boundaries, session policies and
 * organization policies are not modelled.
 */
export function evaluate(input: EvaluationInput): Decision {
  const { principal, authorization, nowMs } = input;
  refuseOtherAccount(principal, authorization);
  const request = new AccessRequest(principal, authorization, nowMs);
  const ofRole = principal.kind === 'role' ? findMatches(input.principalPolicies, request) : [];
  const isHandedOver = !authorization.action.startsWith('kms:') || isHandedToAccount(input);
  const fromRole = ofRole.filter(({ statement }) => isHandedOver || statement.effect === 'Deny');
  const matched = [...fromRole, ...findMatches(input.resourcePolicies, request)];
  const denied = matched.filter(({ statement }) => statement.effect === 'Deny');
  if (denied.length > 0) return { decision: 'explicit-deny', matched: denied };
  const isAllowed = matched.length > 0 || principal.kind === 'administrator';
  return { decision: isAllowed ? 'allow' : 'implicit-deny', matched };
}

/**
 * Whether a key policy delegates to the account's own policies, by an Allow for the account root. Without that,
 * policies of roles cannot grant the use of the key (KMS developer guide, key policies).
 */
function isHandedToAccount({ principal, resourcePolicies, authorization, nowMs }: EvaluationInput): boolean {
  if (principal.kind !== 'role') return false;
  const partition = principal.roleArn.split(':')[1];
  const roleArn = `arn:${partition}:iam::${accountOf(principal.roleArn)}:root`;
  const request = new AccessRequest({ kind: 'role', roleArn }, authorization, nowMs);
  return findMatches(resourcePolicies, request).some(({ statement }) => statement.effect === 'Allow');
}

function findMatches(policies: readonly Policy[], request: AccessRequest): Match[] {
  const matches: Match[] = [];
  const { action, resource } = request.authorization;
  for (const policy of policies) {
    for (const { statement, actions } of policy.speakingOf(action, request)) {
      if (!statement.appliesTo(request.principal)) continue;
      const resources = statement.resources.filter((pattern) => pattern.matches(resource, request));
      if (resources.length === 0 || statement.condition?.(request) === false) continue;
      matches.push({ statement, actions, resources });
    }
  }
  return matches;
}

/** Cross-account access needs an Allow on both sides, which is not modelled. */
function refuseOtherAccount(principal: Principal, authorization: Authorization): void {
  if (principal.kind !== 'role') return;
  const account = accountOf(authorization.resource);
  if (!/^\d{12}$/.test(account) || account === accountOf(principal.roleArn)) return;
  throw new NotEmulatedError(
    `access of ${principal.roleArn} to ${authorization.resource} in another account`,
  );
}
