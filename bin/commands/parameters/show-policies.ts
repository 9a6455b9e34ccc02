import { isObject } from '../../../lambdas/shared/domain/is-object.ts';

/**
 * Policies of a parameter in words, such as `Expiration 2027-01-31T22:00:00.000Z, NoChangeNotification 20 Days`. The order
 * of the policies and of their fields does not matter.
 */
export function showPolicies(policies: readonly unknown[]): string {
  return policies.map(showPolicy).sort().join(', ');
}

function showPolicy(policy: unknown): string {
  const { Type, Attributes } = isObject(policy) ? policy : {};
  const { Timestamp, Before, After, Unit } = isObject(Attributes) ? Attributes : {};
  return [Type, Timestamp, Before, After, Unit]
    .flatMap((part) => (typeof part === 'string' ? part : []))
    .join(' ');
}
