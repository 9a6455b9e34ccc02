import { expect, it } from 'vitest';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { findFunction, recordOf } from '../../../simulator/run/declared-resources.ts';
import { simulate } from '../../../simulator/run/simulate-seed.ts';
import { copyAssembly } from '../../changed-assembly.ts';
import { assemblyFolder } from '../../synthesized.ts';

/** A seed with a send that takes effect late and is then listed late, together by the whole margin of the lease. */
const run = { seed: 8, launches: 40, faults: ['send-late', 'commands-listed-late'] } as const;

it('a command that comes and shows as late as the margin of the lease allows is not sent again', async () => {
  const { faults, violations } = await simulate({ ...run, assemblyFolder: assemblyFolder() });
  expect(faults['send-late']?.injected).toBeGreaterThan(0);
  expect(faults['commands-listed-late']?.injected).toBeGreaterThan(0);
  expect(violations).toEqual([]);
});

it('the simulator finds the second commands of a lease with less of a margin', async () => {
  const assembly = copyAssembly();
  for (const purpose of ['onboard', 'recheck'])
    assembly.change(
      (declared) => findFunction(declared, purpose),
      ({ Environment }) => {
        const variables = recordOf(recordOf(Environment)['Variables']);
        return { Environment: { Variables: { ...variables, [variableOf('claimLeaseSeconds')]: '300' } } };
      },
    );
  const { violations } = await simulate({
    ...run,
    assemblyFolder: assembly.folder,
    tellsHistories: false,
  });
  expect(violations.map(({ promise }) => promise)).toContain('NotTwice');
});
