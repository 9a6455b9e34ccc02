import { expect, it } from 'vitest';
import type { Turn } from '../../../lambdas/shared/domain/verification/turn.ts';
import { handOver } from '../../../lambdas/sweep/hand-over.ts';
import { anEntry, byId, hourMs, idOf, nowMs, someSweepSettings } from '../builders.ts';
import { fakeLog } from '../fakes.ts';

const overview = {
  entries: byId([anEntry({ status: 'onboarded', onboardedAt: 1, launchedAt: 0 })]),
  states: new Map([[idOf(1), 'running' as const]]),
  ...{
    managed: new Map(),
    tags: new Map(),
    outside: new Map(),
    isManagedListWhole: false,
    deployedAtMs: 0,
    nowMs,
  },
  settings: someSweepSettings(),
};

it('turns are put before it is noted that they were', async () => {
  const calls: string[] = [];
  const turns: Turn[] = [];
  const handOvers = {
    put: async (turn: Turn) => {
      calls.push('put');
      turns.push(turn);
    },
    noteUntil: async (untilMs: number) => void calls.push(`until ${untilMs}`),
  };
  const log = fakeLog();
  await handOver(overview, 'day', nowMs - 24 * hourMs, { handOvers, log });
  expect(calls).toEqual(['put', `until ${nowMs}`]);
  expect(turns).toMatchObject([{ openIds: [idOf(1)], sent: [], handedOverMs: nowMs }]);
  expect(log.lines).toMatchObject([
    { message: 'verifications handed over', fields: [{ turns: 1, instances: 1 }] },
  ]);
});

it('nothing is written when nothing is verified', async () => {
  const none = async () => {
    throw new Error('it writes');
  };
  await handOver(overview, 'never', undefined, { handOvers: { put: none, noteUntil: none }, log: fakeLog() });
});
