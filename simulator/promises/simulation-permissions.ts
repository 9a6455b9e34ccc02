import type { Verdict } from '../run/simulate-seed.ts';

/** The permissions that no run used. One run with few faults does not need every permission; many runs do. */
export function unusedByAll(verdicts: readonly Verdict[]): readonly string[] {
  const [first, ...others] = verdicts.map(({ unusedPermissions }) => unusedPermissions);
  return (first ?? []).filter((permission) => others.every((unused) => unused.includes(permission)));
}
