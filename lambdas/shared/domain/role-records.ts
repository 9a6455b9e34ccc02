/**
 * The tags that note on a role who gave the policy to it, `GrantInstanceAccess` or `PrepareFleetRoles`. The value is the
 * ARN of the policy, so that the installations of two regions do not take each other's record for their own.
 */
export const recordTags = { instance: 'muster:granted-policy', fleet: 'muster:prepared-policy' } as const;
