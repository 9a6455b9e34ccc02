import { isRecord } from '../../../core/is-record.ts';
import { ServiceError } from '../../../core/service.ts';

/** The types of policies (API reference, ParameterInlinePolicy). */
export const policyTypes = ['Expiration', 'ExpirationNotification', 'NoChangeNotification'] as const;
export type PolicyType = (typeof policyTypes)[number];

/** A policy of a parameter. The text is what was sent, and what is shown. */
export interface ParameterPolicy {
  readonly type: PolicyType;
  readonly text: string;
  /** Of an expiration: the moment. Of a notification: how long before the expiration, or after the last change. */
  readonly ms: number;
}

const policiesMax = 10;
const unitMs = { Days: 24 * 60 * 60 * 1000, Hours: 60 * 60 * 1000 } as const;

/**
 * The policies in a request; undefined when it names none, so that those from before stay. An empty policy takes them all
 * away.
 * @throws ServiceError when one is not what Parameter Store takes.
 */
export function readPolicies(
  given: string | undefined,
  tier: 'Standard' | 'Advanced',
): readonly ParameterPolicy[] | undefined {
  if (given === undefined) return undefined;
  const list = parseList(given).filter((policy) => Object.keys(policy).length > 0);
  if (list.length > policiesMax) throw refusal('PoliciesLimitExceededException', `at most ${policiesMax}`);
  const policies = list.map(readPolicy);
  const count = (type: PolicyType) => policies.filter((policy) => policy.type === type).length;
  if (count('Expiration') > 1)
    throw refusal('IncompatiblePolicyException', 'a parameter has one Expiration policy at most');
  if (policies.length > 0 && tier === 'Standard')
    throw refusal('ValidationException', 'a parameter of the standard tier takes no policies');
  return policies;
}

/** Whether a request names policies, for which a parameter must be of the advanced tier. */
export function hasPolicies(given: string | undefined): boolean {
  return given !== undefined && parseList(given).some((policy) => Object.keys(policy).length > 0);
}

/** When a policy acts; undefined when there is nothing that it can act on. */
export function dueAtMs(
  policy: ParameterPolicy,
  policies: readonly ParameterPolicy[],
  changedMs: number,
): number | undefined {
  if (policy.type === 'Expiration') return policy.ms;
  if (policy.type === 'NoChangeNotification') return changedMs + policy.ms;
  const expiration = policies.find(({ type }) => type === 'Expiration');
  return expiration === undefined ? undefined : expiration.ms - policy.ms;
}

function parseList(text: string): readonly Readonly<Record<string, unknown>>[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal('ValidationException', 'the policies are no JSON');
  }
  if (!Array.isArray(value) || !value.every(isRecord))
    throw refusal('ValidationException', 'the policies are no JSON array of objects');
  return value;
}

function readPolicy(policy: Readonly<Record<string, unknown>>): ParameterPolicy {
  const { Type, Version, Attributes } = policy;
  const type = policyTypes.find((known) => known === Type);
  if (type === undefined)
    throw refusal(
      'InvalidPolicyTypeException',
      `The policy type isn't supported. Parameter Store supports the following policy types: ${policyTypes.join(', ')}`,
    );
  const attributes = isRecord(Attributes) ? Attributes : {};
  const ms = type === 'Expiration' ? momentOf(attributes) : spanOf(type, attributes);
  if (Version !== '1.0' || ms === undefined)
    throw refusal('InvalidPolicyAttributeException', `${type}: its version or an attribute is invalid`);
  return { type, text: JSON.stringify(policy), ms };
}

/** An instant with seconds, and with Z or an offset. */
function momentOf({ Timestamp }: Readonly<Record<string, unknown>>): number | undefined {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
  if (typeof Timestamp !== 'string' || !form.test(Timestamp)) return undefined;
  const ms = Date.parse(Timestamp);
  return Number.isNaN(ms) ? undefined : ms;
}

function spanOf(type: PolicyType, attributes: Readonly<Record<string, unknown>>): number | undefined {
  const count = attributes[type === 'ExpirationNotification' ? 'Before' : 'After'];
  const { Unit } = attributes;
  if (typeof count !== 'string' || !/^[1-9]\d{0,3}$/.test(count)) return undefined;
  return Unit === 'Days' || Unit === 'Hours' ? Number(count) * unitMs[Unit] : undefined;
}

function refusal(code: string, message: string): ServiceError {
  return new ServiceError(code, message);
}
