import { expect, it } from 'vitest';
import { simulate } from '../../../simulator/run/simulate-seed.ts';
import { assemblyFolder } from '../../synthesized.ts';

it('a deployment of other profiles in the middle of the launches breaks no promise', async () => {
  const updated: string[] = [];
  const { faults, violations } = await simulate({
    // A seed with a deployment. What failed before it is decided anew.
    seed: 3,
    launches: 40,
    faults: ['profiles-deployed', 'script-fails', 'event-lost'],
    assemblyFolder: assemblyFolder(),
    onLine: ({ kind, fields }) => {
      if (kind === 'cloudformation.updated') updated.push(String(fields['type']));
    },
  });
  expect(faults['profiles-deployed']?.injected).toBe(1);
  expect(updated).toEqual(Array(3).fill('AWS::Lambda::Function'));
  expect(violations).toEqual([]);
});

it('messages of another account break no promise, and make no entry', async () => {
  const { faults, violations } = await simulate({
    seed: 2,
    launches: 40,
    faults: ['foreign-message'],
    assemblyFolder: assemblyFolder(),
  });
  expect(faults['foreign-message']?.injected).toBeGreaterThan(0);
  expect(violations).toEqual([]);
});
