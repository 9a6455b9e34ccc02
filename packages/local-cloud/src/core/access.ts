import { accessDenied } from './iam/access-denied.ts';
import { evaluate } from './iam/evaluate-policies.ts';
import { compilePolicy, type Policy } from './iam/policy.ts';
import { type Permission, PermissionUsage } from './iam/usage.ts';
import type { Authorization, Principal, ServiceError } from './service.ts';
import type { Timeline } from './timeline.ts';

/**
 * Authorizes every call by the policies of the synthesized roles and resources. It records which permissions were used,
 * so that unused ones can be listed.
 */
export class Access {
  readonly #timeline: Timeline;
  readonly #roles = new Map<string, readonly Policy[]>();
  readonly #sessionNames = new Map<string, string>();
  readonly #resources = new Map<string, Policy[]>();
  readonly #usage = new PermissionUsage();
  readonly #sessions = new Map<string, string>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Attaches a policy document to a role. It may be called several times for one role, as CloudFormation does. */
  attachToRole(roleArn: string, name: string, document: unknown): void {
    const policies = this.#roles.get(roleArn) ?? [];
    this.#setRole(roleArn, [...policies, compilePolicy(document, { name, kind: 'identity' })]);
  }

  /** Detaches the policy of that name from a role. */
  detachFromRole(roleArn: string, name: string): void {
    this.#setRole(roleArn, without(this.#roles.get(roleArn), name));
  }

  /** Attaches a policy document to a resource: a queue, a topic, a function, a key. */
  attachToResource(resourceArn: string, name: string, document: unknown): void {
    const policies = this.#resources.get(resourceArn) ?? [];
    policies.push(compilePolicy(document, { name, kind: 'resource' }));
    this.#resources.set(resourceArn, policies);
  }

  /** Detaches the policy of that name from a resource. */
  detachFromResource(resourceArn: string, name: string): void {
    this.#resources.set(resourceArn, without(this.#resources.get(resourceArn), name));
  }

  /** Removes a deleted role. It then has no permissions and cannot be assumed. */
  forget(roleArn: string): void {
    this.#setRole(roleArn, []);
    this.#resources.delete(roleArn);
  }

  /** The names of the policies that are attached, by the ARN of their role or resource. */
  get attachments(): ReadonlyMap<string, readonly string[]> {
    const names = new Map<string, readonly string[]>();
    for (const [arn, policies] of [...this.#roles, ...this.#resources])
      if (policies.length > 0)
        names.set(arn, [...(names.get(arn) ?? []), ...policies.map(({ name }) => name)]);
    return names;
  }

  /** Sets the session name of a role in error messages. For the role of a function, that is the function's name. */
  nameSessions(roleArn: string, sessionName: string): void {
    this.#sessionNames.set(roleArn, sessionName);
  }

  /** The session name of a role, `session` if nobody has set one. */
  sessionNameOf(roleArn: string): string {
    return this.#sessionNames.get(roleArn) ?? 'session';
  }

  /** The error for an authorization that is denied, or undefined if it is allowed. */
  refusal(principal: Principal, authorization: Authorization): ServiceError | undefined {
    const decision = evaluate({
      principalPolicies: principal.kind === 'role' ? (this.#roles.get(principal.roleArn) ?? []) : [],
      resourcePolicies: this.#resources.get(authorization.resource) ?? [],
      authorization,
      principal,
      nowMs: this.#timeline.nowMs,
    });
    if (principal.kind === 'role') this.#usage.record(principal.roleArn, decision);
    if (decision.decision === 'allow') return undefined;
    const sessionName = principal.kind === 'role' ? this.sessionNameOf(principal.roleArn) : 'session';
    return accessDenied({ principal, authorization, decision, sessionName });
  }

  /** Opens a session of a role, and returns its access key id: what is signed with that, the role does. */
  openSession(roleArn: string, sessionName: string): string {
    const accessKeyId = `ASIA${String(this.#sessions.size + 1).padStart(16, '0')}`;
    this.#sessions.set(accessKeyId, roleArn);
    this.nameSessions(roleArn, sessionName);
    return accessKeyId;
  }

  /** The role of the session with this access key id. */
  roleOfSession(accessKeyId: string): string | undefined {
    return this.#sessions.get(accessKeyId);
  }

  /**
   * Checks that a caller may assume a role. The trust policy (undefined: there is no such role) names the caller; or it
   * names the account, and a policy of the caller allows it.
   * @throws ServiceError with AWS's message, which does not tell which of them refuses.
   */
  requireTrust(principal: Principal, authorization: Authorization, trust: unknown): void {
    const [, partition, , , account] = authorization.resource.split(':');
    const root: Principal = { kind: 'role', roleArn: `arn:${partition}:iam::${account}:root` };
    const resourcePolicies =
      trust === undefined ? [] : [compilePolicy(trust, { name: 'trust', kind: 'resource' })];
    const own = principal.kind === 'role' ? (this.#roles.get(principal.roleArn) ?? []) : [];
    const isAllowed = (by: Principal, principalPolicies: readonly Policy[]) => {
      const question = { resourcePolicies, authorization, principal: by, nowMs: this.#timeline.nowMs };
      const decision = evaluate({ ...question, principalPolicies });
      if (by === principal && by.kind === 'role') this.#usage.record(by.roleArn, decision);
      return decision.decision === 'allow';
    };
    const isNamed = principal.kind === 'role' && isAllowed({ ...principal }, []);
    if (isAllowed(principal, own) && (isNamed || isAllowed(root, []))) return;
    const sessionName = principal.kind === 'role' ? this.sessionNameOf(principal.roleArn) : 'session';
    const decision = { decision: 'implicit-deny', matched: [] } as const;
    throw accessDenied({ principal, authorization, decision, sessionName });
  }

  /**
   * Checks each authorization of a call. Equal consecutive ones, as in a batch, are checked once.
   * @throws ServiceError with AWS's message for the first authorization that is denied.
   */
  require(principal: Principal, authorizations: readonly Authorization[]): void {
    let allowed: Authorization | undefined;
    for (const authorization of authorizations) {
      if (allowed !== undefined && isSameQuestion(authorization, allowed)) continue;
      const refusal = this.refusal(principal, authorization);
      if (refusal !== undefined) throw refusal;
      allowed = authorization;
    }
  }

  #setRole(roleArn: string, policies: readonly Policy[]): void {
    this.#roles.set(roleArn, policies);
    this.#usage.declareRole(roleArn, policies);
  }

  /** The permissions of the declared roles that no call has used so far. */
  unusedPermissions(): readonly Permission[] {
    return this.#usage.unusedPermissions();
  }
}

function without(policies: readonly Policy[] = [], name: string): Policy[] {
  return policies.filter((policy) => policy.name !== name);
}

/** Whether two authorizations of one call are equal. An authorization with conditions equals no other. */
function isSameQuestion(one: Authorization, other: Authorization): boolean {
  const hasConditions = one.conditions !== undefined || other.conditions !== undefined;
  return !hasConditions && one.action === other.action && one.resource === other.resource;
}
