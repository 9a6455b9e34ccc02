import { expect, it } from 'vitest';
import { planFound } from '../../../lambdas/onboard/plan-found.ts';
import { aClaim, anAgent, idOf, minuteMs, nowMs } from '../builders.ts';

const command = (number: number, minutesAgo: number, instances = [1]) => ({
  commandId: `earlier-${number}`,
  instanceIds: instances.map(idOf),
  requestedAtMs: nowMs - minutesAgo * minuteMs,
  documentVersion: '6',
});

it('the latest command that an entry does not know counts as sent, and its result is due at once', () => {
  const moves = planFound([aClaim()], [command(1, 9), command(2, 3), command(3, 5)], nowMs);
  expect(moves.map(({ to }) => to)).toMatchObject([
    {
      status: 'commanded',
      reason: 'CommandSent',
      commandId: 'earlier-2',
      documentVersion: '6',
      sentAt: nowMs - 3 * minuteMs,
      dueAt: nowMs + 1,
    },
  ]);
});

it('a command that is no later than the one that the entry knows is past', () => {
  const claim = aClaim({ sentAt: nowMs - 3 * minuteMs });
  expect(planFound([claim], [command(1, 9), command(2, 3)], nowMs)).toEqual([]);
  expect(planFound([claim], [command(3, 2)], nowMs)).toHaveLength(1);
});

it('a command that may have installed an agent does not count for one that is taken away', () => {
  const falcon = anAgent('falcon', 'waiting', { document: 'Muster-Falcon', leaving: true });
  const claim = aClaim({ agent: 'falcon', document: 'Muster-Falcon', agents: [falcon] });
  expect(planFound([claim], [command(1, 3)], nowMs)).toEqual([]);
});

it('a command of others changes nothing', () => {
  expect(planFound([aClaim()], [command(1, 3, [2, 3])], nowMs)).toEqual([]);
});
