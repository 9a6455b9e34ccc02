import type { RolloutForm, RolloutResult, StepResult } from '../../simulator/bench/bench-rollouts.ts';
import type { CellTable } from './cost-tables.ts';

/** What one step of a roll-out takes. Seconds and memory are those of this machine. */
export function stepBenchTable(steps: readonly StepResult[]): CellTable {
  return [
    ['instances', 'taken up', 'read units', 'write units', 'seconds', 'MB'],
    ...steps.map((step) => [
      ...[step.instances, step.takenUp, Math.round(step.readUnits), Math.round(step.writeUnits)],
      ...[step.seconds, step.megabytes],
    ]),
  ];
}

const formTexts: Readonly<Record<RolloutForm, string>> = {
  atOnce: 'all at once, no bake time',
  default: 'default waves and caps',
};

/** What a whole roll-out takes, an instance. */
export function rolloutBenchTable(rollouts: readonly RolloutResult[]): CellTable {
  return [
    ['roll-out', 'instances', 'hours', 'Systems Manager calls', 'read units', 'write units'],
    ...rollouts.map(({ form, instances, hours, systemsManagerCalls, readUnits, writeUnits }) => [
      ...[formTexts[form], instances, hours, systemsManagerCalls, readUnits, writeUnits],
    ]),
  ];
}
