import {
  measureRollout,
  measureStep,
  type RolloutResult,
  rolloutForms,
  type StepResult,
} from '../../../simulator/bench/bench-rollouts.ts';
import { rolloutBenchTable, stepBenchTable } from '../../print/rollout-bench-tables.ts';
import { table } from '../../print/text-table.ts';
import { synthesize } from '../shared/synthesize.ts';

/** How the roll-outs are measured. */
export interface RolloutBenchFlags {
  readonly json?: true;
  readonly seed: number;
  /** How many instances are onboarded and get a new version. */
  readonly rollout: number;
}

/** As many as are in flight by default. */
const usualTakeUp = 100;

/** Measures steps and whole roll-outs, and prints what they took. */
export async function runRolloutBench({ json, seed, rollout: instances }: RolloutBenchFlags): Promise<void> {
  const say = (line: string) => void (json ?? process.stderr.write(`${line}\n`));
  const assemblyFolder = synthesize(say);
  const options = { seed, instances };
  const steps: StepResult[] = [];
  for (const takeUp of [usualTakeUp, instances]) {
    say(`One step over ${instances} instances, which takes up ${Math.min(takeUp, instances)} ...`);
    steps.push(await measureStep(assemblyFolder, { ...options, takeUp }));
  }
  const rollouts: RolloutResult[] = [];
  for (const form of rolloutForms) {
    say(`A roll-out over ${instances} instances, ${form} ...`);
    rollouts.push(await measureRollout(assemblyFolder, { ...options, form }));
  }
  if (json) process.stdout.write(`${JSON.stringify({ seed, steps, rollouts })}\n`);
  else
    process.stdout.write(
      `${[...tableOf(stepBenchTable(steps)), '', ...tableOf(rolloutBenchTable(rollouts))].join('\n')}\n`,
    );
}

function tableOf([head = [], ...rows]: readonly (readonly (string | number)[])[]): string[] {
  return table(head.map(String), rows);
}
