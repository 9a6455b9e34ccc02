import { expect, it } from 'vitest';
import { changeInBatches } from '../../../lambdas/role-access/change-in-batches.ts';
import { fakeClock } from '../fakes.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `role-${index}`);
const failing = (name: string, message = 'no') => Object.assign(new Error(message), { name });
const limitsOf = (clock = fakeClock()) => ({ clock, rolesMax: 100, deadlineMs: clock.now() + 60_000 });

it('roles are changed one after the other, with a pause after each three', async () => {
  const clock = fakeClock();
  const changed: string[] = [];
  const change = async (roleName: string) => void changed.push(roleName);
  await changeInBatches(names(11), change, limitsOf(clock));
  expect([changed, clock.pauses]).toEqual([names(11), [1000, 1000, 1000]]);
});

it('as many are changed as may be, and those that fail do not count', async () => {
  const change = async (roleName: string) => {
    if (roleName === 'role-0') throw failing('AccessDenied');
  };
  const outcome = await changeInBatches(names(4), change, { ...limitsOf(), rolesMax: 2 });
  expect(outcome).toEqual({
    changed: ['role-1', 'role-2'],
    failed: [{ roleName: 'role-0', reason: 'AccessDenied: no' }],
    left: ['role-3'],
  });
});

it('none is begun after the deadline', async () => {
  const clock = fakeClock();
  const change = async () => clock.advance(40_000);
  const { changed, left } = await changeInBatches(names(4), change, limitsOf(clock));
  expect([changed, left]).toEqual([names(2), ['role-2', 'role-3']]);
});

it('an error that is not about one role stops the run', async () => {
  const change = async () => Promise.reject(failing('Throttling'));
  const { changed, failed, left } = await changeInBatches(names(3), change, limitsOf());
  expect([changed, failed.length, left]).toEqual([[], 1, ['role-1', 'role-2']]);
});
