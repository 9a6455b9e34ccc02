import type { Verdict } from '../run/simulate-seed.ts';

/** Permissions that no call of any of the runs used. One run with few faults does not need all; many runs do. */
export function unusedByAll(verdicts: readonly Verdict[]): readonly string[] {
  const [first, ...others] = verdicts.map(({ unusedPermissions }) => unusedPermissions);
  return (first ?? []).filter((permission) => others.every((unused) => unused.includes(permission)));
}
