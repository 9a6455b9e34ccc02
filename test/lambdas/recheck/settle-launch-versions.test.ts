import { describe, expect, it } from 'vitest';
import { recheck } from '../../../lambdas/recheck/recheck.ts';
import { releaseForgotten, settleLaunchVersions } from '../../../lambdas/recheck/settle-launch-versions.ts';
import type { Rollout } from '../../../lambdas/shared/clients/rollout/rollout-item.ts';
import { beginProgress } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { anEntry, idOf } from '../builders.ts';
import { aPlan, document } from '../shared/domain/rollout/rollout-fixtures.ts';
import { accountWith, due, run } from './due-account.ts';

const held = { rolloutId: 'r1', versions: { [document]: '1' } };
const running = { plan: aPlan({ launches: 'earlier' }), progress: beginProgress() };
const done: Rollout = { ...running, progress: { ...beginProgress(), status: 'done' } };

/** A store that notes what is done with it, and ports that find a roll-out. */
function watched(found?: Rollout | 'Unreadable') {
  const deeds: unknown[] = [];
  const launchVersions = {
    hold: async (one: unknown) => void deeds.push(one),
    release: async (rolloutId: string) => void deeds.push(rolloutId),
  };
  return { deeds, ports: { launchVersions, rollouts: { find: async () => found } } };
}

describe('a step of a roll-out', () => {
  it.each([
    ['holds launches when nothing is held', running, undefined, [held]],
    ['holds launches when another roll-out held them', running, { ...held, rolloutId: 'r0' }, [held]],
    ['writes nothing when launches are held already', running, held, []],
    ['lets launches go when it ends', done, held, ['r1']],
    ['leaves alone what another roll-out holds', done, { ...held, rolloutId: 'r2' }, []],
    ['writes nothing when it holds nothing', { ...running, plan: aPlan() }, undefined, []],
  ])('%s', async (_, rollout, before, expected) => {
    const { deeds, ports } = watched();
    await settleLaunchVersions(rollout, before, ports);
    expect(deeds).toEqual(expected);
  });
});

describe('what a roll-out holds that nobody advances', () => {
  it.each([
    ['is let go when it is over', done, ['r1']],
    ['is let go when it is not there', undefined, ['r1']],
    ['stays while it is under way', running, []],
    ['stays when another version of Muster wrote it', 'Unreadable', []],
  ] as const)('%s', async (_, found, expected) => {
    const { deeds, ports } = watched(found);
    await releaseForgotten(held, ports);
    expect(deeds).toEqual(expected);
  });

  it('is looked at by every recheck', async () => {
    const { deeds, ports } = watched(done);
    const account = accountWith();
    const { rollouts } = account.ports;
    const all = { ...account.ports, ...ports, rollouts: { ...rollouts, ...ports.rollouts } };
    await recheck(all, { ...run, launchVersions: held });
    expect(deeds).toEqual(['r1']);
    await recheck(all, run);
    expect(deeds).toHaveLength(1);
  });
});

it('a recheck sends what launches get, whatever was deployed last', async () => {
  const account = accountWith(anEntry({ ...due }));
  await recheck(account.ports, { ...run, launchVersions: held });
  expect(account.commandsOf(idOf(1)).map(({ documentVersion }) => documentVersion)).toEqual(['1']);
});
