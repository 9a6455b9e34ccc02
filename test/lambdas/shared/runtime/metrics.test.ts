import { expect, it } from 'vitest';
import { type RosterStatus, rosterStatuses } from '../../../../lambdas/shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../../../../lambdas/shared/domain/roster/roster-move.ts';
import { metrics as names } from '../../../../lambdas/shared/runtime/contract.ts';
import { createMetrics } from '../../../../lambdas/shared/runtime/log.ts';
import { countMoves } from '../../../../lambdas/shared/runtime/metrics.ts';
import { anEntry } from '../../builders.ts';
import { captured } from '../../invoke.ts';

const moveTo = (status: RosterStatus): RosterMove => ({ from: undefined, to: anEntry({ status }) });

/** The published counts. */
async function published(moves: readonly RosterMove[], counts?: Readonly<Record<string, number>>) {
  const { emitted } = await captured(async () => countMoves(createMetrics('test'), moves, counts));
  expect(emitted.length).toBeLessThanOrEqual(1);
  const { _aws, service: _service, ...values } = emitted[0] ?? {};
  return values;
}

it('moves are counted by their new status; a claim is not counted', async () => {
  expect(await published(rosterStatuses.map(moveTo))).toEqual({
    InstancesWaiting: 1,
    InstancesCommanded: 1,
    InstancesOnboarded: 1,
    InstancesFailed: 1,
    InstancesUnmanaged: 1,
    InstancesExcluded: 1,
    InstancesGone: 1,
  });
});

it('moves to the same status add up, and add to a given count', async () => {
  const moves = [moveTo('waiting'), moveTo('waiting')];
  expect(await published(moves, { [names.instancesWaiting]: 3, [names.ordersSent]: 2 })).toEqual({
    InstancesWaiting: 5,
    OrdersSent: 2,
  });
});

it('a later look for the cause of an unmanaged entry is not counted', async () => {
  const look = { from: anEntry({ status: 'unmanaged' }), to: anEntry({ status: 'unmanaged' }) };
  expect(await published([look, moveTo('unmanaged')])).toEqual({ InstancesUnmanaged: 1 });
});

it('the wait for the next agent is not counted: nothing is wrong', async () => {
  const wait = { from: anEntry({ status: 'commanded' }), to: anEntry({ reason: 'NextAgent' }) };
  expect(await published([wait, moveTo('waiting')])).toEqual({ InstancesWaiting: 1 });
});

it('zeros are not sent, and nothing is sent for nothing', async () => {
  expect(await published([moveTo('gone')], { [names.ordersSent]: 0 })).toEqual({ InstancesGone: 1 });
  expect(await published([], { [names.ordersSent]: 0 })).toEqual({});
});

it('what was counted is not counted again', async () => {
  const metrics = createMetrics('test');
  const { emitted } = await captured(async () => {
    countMoves(metrics, [moveTo('gone')]);
    countMoves(metrics, [moveTo('gone')]);
  });
  expect(emitted.map((line) => line['InstancesGone'])).toEqual([1, 1]);
});
