import type { Random } from 'local-cloud';
import { simulatedGroup } from './example-remediation.ts';

/** A runbook that a person starts in the middle of a run. */
export interface DrawnStart {
  readonly atMs: number;
  readonly runbook: string;
  /** What is given besides the instance. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Which instance of those that were launched by then: a share of the list. None for a runbook of the account. */
  readonly share?: number;
}

/**
 * What people ask for, and what they give besides the instance. Rules give roles the policy all the time, so nobody takes it
 * away before they are switched off (docs/estate/remediation.md).
 */
const onInstances: readonly (readonly [runbook: string, parameters: DrawnStart['parameters']])[] = [
  ['AttachInstanceProfile', {}],
  ['AttachInstanceProfile', { DryRun: 'true' }],
  ['DetachInstanceProfile', {}],
  ['GrantInstanceAccess', {}],
  ['OnboardInstance', {}],
  ['PatchInstance', { Operation: 'Scan' }],
  ['PatchInstance', { Operation: 'Install' }],
  ['UpdateSsmAgent', {}],
  ['RestartSsmAgent', {}],
  ['SetPatchGroup', { PatchGroup: simulatedGroup }],
  ['LeavePatchGroup', { PatchGroup: simulatedGroup }],
  ['RequireImdsv2', {}],
  ['RestoreImdsv1', {}],
];
const onRoles: typeof onInstances = [
  ['PrepareFleetRoles', {}],
  ['PrepareFleetRoles', { DryRun: 'false', RolesMax: '2' }],
  ['PrepareFleetRoles', { DryRun: 'false' }],
  ['ReleaseFleetRoles', {}],
];

/** How many starts a run has. */
const starts = { min: 10, max: 40 };
const roleProbability = 0.15;
/** Two people start the same, at once or shortly after each other. */
const twiceProbability = 0.3;
const twiceMsMax = 30_000;

/** What people start in a run, between two times. */
export function drawStarts(
  random: Random,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): readonly DrawnStart[] {
  return Array.from({ length: random.integer(starts.min, starts.max) }, () => {
    const isOnRoles = random.chance(roleProbability);
    const [runbook, parameters] = random.pick(isOnRoles ? onRoles : onInstances);
    const one: DrawnStart = {
      ...{ atMs: random.integer(fromMs, untilMs), runbook, parameters },
      ...(isOnRoles ? {} : { share: random.next() }),
    };
    const isTwice = random.chance(twiceProbability);
    const againMs = random.integer(0, twiceMsMax);
    return isTwice ? [one, { ...one, atMs: one.atMs + againMs }] : [one];
  }).flat();
}
