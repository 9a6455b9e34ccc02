import { expect, it } from 'vitest';
import { findErrands } from '../../../lambdas/onboard/find-errands.ts';
import type { ErrandOrder } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { anEntry, type EntryFields } from '../builders.ts';
import { fakeLog } from '../fakes.ts';

const order = { document: 'Acme-Rotate', documentVersion: '1', parameters: { Mode: ['soft'] } };
const open = (rolloutId: string) => ({ rollout: rolloutId, errand: `${rolloutId} Acme-Rotate:1 open 1` });

/** What is found for entries, which roll-outs were read for it, and how often the log complains. */
async function found(entries: readonly EntryFields[], known: Readonly<Record<string, ErrandOrder>>) {
  const log = fakeLog();
  const reads: string[] = [];
  const find = async (id: string) => {
    reads.push(id);
    return known[id];
  };
  const errands = await findErrands(entries.map(anEntry), { errandOrders: { find }, log });
  return { errands: Object.fromEntries(errands), reads, complaints: log.lines.length };
}

it('a roll-out is read once, and only for entries that have its errand in hand', async () => {
  const done = { ...open('r2'), errand: 'r2 Acme-Rotate:1 done 1' };
  const sent = { status: 'commanded', ...open('r3'), errand: 'r3 Acme-Rotate:1 sent 1' } as const;
  const entries = [open('r1'), { status: 'claimed', ...open('r1') } as const, done, sent, {}];
  expect(await found(entries, { r1: order })).toEqual({
    ...{ errands: { r1: order }, reads: ['r1'], complaints: 0 },
  });
  expect((await found([{}], {})).reads).toEqual([]);
});

it('a roll-out that sends no errand has none, and the log says so', async () => {
  expect(await found([open('r1')], {})).toEqual({ errands: {}, reads: ['r1'], complaints: 1 });
});
