/** How many patches of an instance are in each state (API reference, InstancePatchState). */
export interface PatchCounts {
  readonly installed: number;
  readonly missing: number;
  readonly failed: number;
  /** Installed, but not in effect before a reboot. */
  readonly pendingReboot: number;
  /** Installed, but rejected since. */
  readonly rejected: number;
  /**
   * Of the patches that make the instance non-compliant: those of compliance level CRITICAL, those about
   * security, others.
   */
  readonly critical: number;
  readonly security: number;
  readonly other: number;
  /** Windows only: security updates that are available but not approved. */
  readonly availableSecurity: number;
}

/** What Patch Manager last found on an instance. */
export interface PatchState {
  readonly instanceId: string;
  /** The patch group that the instance was in at that time; empty when it was in none. */
  readonly patchGroup: string;
  readonly baselineId: string;
  readonly operation: string;
  /** In epoch milliseconds. */
  readonly endedAtMs: number;
  readonly counts: PatchCounts;
}

/**
 * What a baseline says of a node on which security updates are available but not approved. A baseline that says
 * nothing says COMPLIANT.
 */
export type AvailableUpdatesCountAs = 'COMPLIANT' | 'NON_COMPLIANT';

/**
 * True when the instance has no missing, failed or half-installed patch (User Guide, "Patch compliance state
 * values"), and no security update waits for an approval that the baseline asks for.
 */
export function isCompliant(counts: PatchCounts, availableCountAs: AvailableUpdatesCountAs): boolean {
  const { missing, failed, pendingReboot, rejected, availableSecurity } = counts;
  const waiting = availableCountAs === 'NON_COMPLIANT' ? availableSecurity : 0;
  return missing + failed + pendingReboot + rejected + waiting === 0;
}
