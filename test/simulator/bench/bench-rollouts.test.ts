import { expect, it } from 'vitest';
import { rolloutBenchTable } from '../../../bin/print/rollout-bench-tables.ts';
import { measureRollout, measureStep } from '../../../simulator/bench/bench-rollouts.ts';
import { assemblyFolder } from '../../synthesized.ts';
import { markdownTable, readBlocks, updateBlocks } from '../../tree/docs/measured-blocks.ts';

const page = 'docs/rollouts.md';
const options = { seed: 1, instances: 300 };

it('a roll-out takes the calls that docs/rollouts.md says (UPDATE_GOLDEN=1 writes it anew)', async () => {
  const result = await measureRollout(assemblyFolder(), { ...options, form: 'atOnce' });
  expect(result.systemsManagerCalls).toBeLessThanOrEqual(0.1);
  const block = markdownTable(rolloutBenchTable([result]));
  updateBlocks(page, { calls: block });
  expect(readBlocks(page).get('calls')).toBe(block);
});

it('a step reads each member once, writes each that it takes up, and leaves the others', async () => {
  const step = await measureStep(assemblyFolder(), { ...options, takeUp: 100 });
  expect(step).toMatchObject({ instances: 300, takenUp: 100 });
  expect(step.readUnits / step.instances).toBeLessThan(1.2);
  expect(step.writeUnits / step.takenUp).toBeLessThan(2.2);
  expect(step.megabytes).toBeLessThan(512);
});
