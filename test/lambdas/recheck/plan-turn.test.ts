import { expect, it } from 'vitest';
import {
  lateIdsOf,
  planForgotten,
  planTurn,
  type TurnKnowledge,
} from '../../../lambdas/recheck/plan-turn.ts';
import type { Invocation } from '../../../lambdas/shared/domain/commands/invocation.ts';
import type { Turn } from '../../../lambdas/shared/domain/verification/turn.ts';
import {
  anAgent,
  anEntry,
  anInvocation,
  byId,
  type EntryFields,
  hourMs,
  idOf,
  minuteMs,
  nowMs,
  shown,
  someSettings,
  someVerification,
} from '../builders.ts';

const sentAtMs = nowMs - 5 * minuteMs;
const rest = { status: 'onboarded', changedAt: nowMs - hourMs, profile: 'default' } as const;
const one = { ...rest, document: 'Muster-Linux', documentVersion: '5' };
const failed = (exitCode: number) => anInvocation({ statusDetails: 'Failed', exitCode });
const turnOf = (...sent: Partial<Turn['sent'][number]>[]): Turn => ({
  ...{ turnId: 't', handedOverMs: nowMs - hourMs, openIds: [] },
  sent: sent.map((fields) => ({
    ...{ commandId: 'v1', document: 'Muster-Linux', sentAtMs, instanceIds: [idOf(1)] },
    ...fields,
  })),
});

function plan(
  invocations: Readonly<Record<string, readonly Invocation[]>>,
  entry: EntryFields = one,
  others: Partial<TurnKnowledge> = {},
) {
  return planTurn({
    ...{ turn: turnOf({}), entries: byId([anEntry(entry)]), onlineIds: new Set<string>() },
    ...{ settings: someSettings(), verification: someVerification({ every: 'day' }), nowMs },
    invocations: new Map(Object.entries(invocations)),
    ...others,
  });
}

it('who is well is left as it is', () => {
  const { moves, turn, verifiedIds } = plan({ v1: [anInvocation()] });
  expect([moves, turn.sent, verifiedIds]).toEqual([[], [], [idOf(1)]]);
});

it('whose check failed is told', () => {
  expect(shown(plan({ v1: [failed(35)] }).moves)).toEqual(['onboarded Drifted']);
});

it('whose check failed is sent its document again where the setting says so', () => {
  const verification = someVerification({ every: 'day', onDrift: 'send' });
  expect(shown(plan({ v1: [failed(35)] }, one, { verification }).moves)).toEqual(['waiting Drifted']);
});

it('who gives no answer is not told, and is named', () => {
  const { moves, unanswered } = plan({ v1: [failed(27)] });
  expect([moves, [...unanswered]]).toEqual([[], [[idOf(1), 'Muster-Linux InstallerBusy']]]);
});

it.each<[string, EntryFields]>([
  ['has changed since', { ...one, changedAt: sentAtMs + 1 }],
  ['waits for something else', { ...one, status: 'waiting' }],
  ['has stopped', { ...one, status: 'gone' }],
])('an entry that %s is left alone', (_, entry) => {
  const { moves, turn } = plan({ v1: [failed(35)] }, entry);
  expect([moves, turn.sent]).toEqual([[], []]);
});

it('an instance is settled when all of its agents have answered, each with its own outcome', () => {
  const has = (document: string) => ({ document, documentVersion: '2' });
  const agents = [
    anAgent('falcon', 'onboarded', has('Muster-Falcon')),
    anAgent('linux', 'onboarded', has('Muster-Linux')),
  ];
  const turn = turnOf({}, { commandId: 'v2', document: 'Muster-Falcon' });
  const entry = { ...rest, agents };
  const open = plan({ v1: [failed(35)], v2: [anInvocation({ statusDetails: 'InProgress' })] }, entry, {
    turn,
  });
  expect([open.moves, open.turn]).toEqual([[], turn]);
  const both = plan({ v1: [failed(35)], v2: [anInvocation()] }, entry, { turn });
  expect(both.moves.map(({ to }) => to.drift)).toEqual([`Muster-Linux told NotInstalled ${nowMs}`]);
});

it('one that does not end within an hour is not well, if its node answers', () => {
  const turn = turnOf({ sentAtMs: nowMs - hourMs });
  const running = { v1: [anInvocation({ statusDetails: 'InProgress' })] };
  const early = { ...one, changedAt: nowMs - 2 * hourMs };
  expect(lateIdsOf(turn, { invocations: new Map(Object.entries(running)), nowMs })).toEqual([idOf(1)]);
  const online = plan(running, early, { turn, onlineIds: new Set([idOf(1)]) });
  expect(online.moves.map(({ to }) => to.drift)).toEqual([`Muster-Linux told TimedOut ${nowMs}`]);
  const offline = plan(running, early, { turn });
  expect([offline.moves, offline.turn.sent, offline.unanswered.size]).toEqual([[], [], 1]);
});

it('what was told is forgotten when nothing is verified any more', () => {
  const told = { ...one, reason: 'Drifted', drift: `Muster-Linux told NotInstalled ${nowMs}` };
  const known = { settings: someSettings(), nowMs };
  const off = planForgotten([anEntry(told)], { ...known, verification: someVerification() });
  expect(shown(off)).toEqual(['onboarded Onboarded']);
  expect(off[0]?.to).not.toHaveProperty('drift');
  const on = { ...known, verification: someVerification({ every: 'day' }) };
  expect(planForgotten([anEntry(told), anEntry(one)], on)).toEqual([]);
});
