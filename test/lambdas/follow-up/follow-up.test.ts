import { describe, expect, it } from 'vitest';
import { followUp } from '../../../lambdas/follow-up/follow-up.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  aClaim,
  aCommanded,
  anAgent,
  anEntry,
  anInvocation,
  idOf,
  idsTo,
  nowMs,
  shown,
} from '../builders.ts';
import { fakeAccount } from '../fakes.ts';

const notice = (number = 1, commandId = 'command-1') => ({
  commandId,
  instanceId: idOf(number),
});

/** An account whose roster holds these entries; command 1 succeeded on every one of them. */
function accountWith(...entries: RosterEntry[]) {
  const account = fakeAccount();
  for (const entry of entries) account.entries.set(entry.instanceId, entry);
  const invocations = entries.map(({ instanceId }) => anInvocation({ instanceId }));
  account.invocations.set('command-1', invocations);
  return account;
}

it('a notice makes its instance onboarded', async () => {
  const account = accountWith(aCommanded());
  const { written, retry } = await followUp([notice()], account.ports, 3);
  expect(shown(written)).toEqual(['onboarded Onboarded']);
  expect(retry).toEqual([]);
});

it('50 notices of one command cost one read of its results', async () => {
  const account = accountWith(...idsTo(50).map((instanceId) => aCommanded({ instanceId })));
  const notices = idsTo(50).map((_id, index) => notice(index + 1));
  const { written, retry } = await followUp(notices, account.ports, 3);
  expect(account.resultReads).toEqual([['command-1']]);
  expect([written.length, retry.length]).toEqual([50, 0]);
});

it('notices of many commands are read in parts, without what another call has settled meanwhile', async () => {
  const commandId = (index: number) => `command-${index + 1}`;
  const all = idsTo(45).map((instanceId, index) => aCommanded({ instanceId, commandId: commandId(index) }));
  const account = accountWith(...all);
  for (const [index, { instanceId }] of all.entries())
    account.invocations.set(commandId(index), [anInvocation({ instanceId })]);
  const { read } = account.ports.results;
  const results = {
    read: (commandIds: readonly string[]) => {
      for (const { instanceId } of all.slice(41)) account.entries.set(instanceId, anEntry({ instanceId }));
      return read(commandIds);
    },
  };
  const notices = all.map((_entry, index) => notice(index + 1, commandId(index)));
  const { written, retry } = await followUp(notices, { ...account.ports, results }, 3);
  expect(account.resultReads.map(({ length }) => length)).toEqual([40, 1]);
  expect([written.length, retry.length]).toEqual([41, 0]);
});

it('a duplicate notice counts once, in one batch or in two', async () => {
  const account = accountWith(aCommanded());
  const first = await followUp([notice(), notice()], account.ports, 3);
  expect(first).toMatchObject({ written: [{}], retry: [] });
  const second = await followUp([notice()], account.ports, 3);
  expect(second).toEqual({ written: [], retry: [] });
  expect(account.resultReads).toHaveLength(1);
});

describe('an early notice, for a send that is not recorded yet', () => {
  const claimed = aCommanded({ status: 'claimed', reason: 'CommandClaimed', leaseUntil: nowMs + 1 });

  it('comes back, and nothing is written', async () => {
    const account = accountWith(claimed);
    expect(await followUp([notice()], account.ports, 3)).toEqual({ written: [], retry: [notice()] });
    expect(account.resultReads).toEqual([]);
  });

  it('is followed up once the send is recorded', async () => {
    const account = accountWith(claimed);
    const { retry } = await followUp([notice()], account.ports, 3);
    account.entries.set(idOf(1), aCommanded());
    expect(shown((await followUp(retry, account.ports, 3)).written)).toEqual(['onboarded Onboarded']);
  });

  it('does not delay the notices of others', async () => {
    const account = accountWith(claimed, aCommanded({ instanceId: idOf(2) }));
    const { written, retry } = await followUp([notice(1), notice(2)], account.ports, 3);
    expect(written.map(({ to }) => to.instanceId)).toEqual([idOf(2)]);
    expect(retry).toEqual([notice(1)]);
  });
});

describe('a stale notice changes nothing and does not come back', () => {
  const agents = [anAgent('falcon', 'onboarded', { commandId: 'command-1' }), anAgent('datadog', 'waiting')];
  it.each([
    ['of an agent that is dealt with, while the next one is claimed', aClaim({ agent: 'datadog', agents })],
    ['of an agent that is dealt with, while the next one waits', anEntry({ reason: 'NextAgent', agents })],
    ['of an earlier command of the instance', aCommanded({ commandId: 'command-2' })],
    ['of an instance that is onboarded', aCommanded({ status: 'onboarded', reason: 'Onboarded' })],
    ['of an instance that has stopped meanwhile', aCommanded({ status: 'gone', reason: 'Stopped' })],
    ['of an instance that waits for another command', anEntry({ reason: 'Undelivered', attempts: 1 })],
  ])('%s', async (_name, entry) => {
    const account = accountWith(entry);
    expect(await followUp([notice()], account.ports, 3)).toEqual({ written: [], retry: [] });
    expect(account.entries.get(idOf(1))).toEqual(entry);
    expect(account.resultReads).toEqual([]);
  });

  it('of a command that somebody else sent', async () => {
    const account = fakeAccount();
    expect(await followUp([notice()], account.ports, 3)).toEqual({ written: [], retry: [] });
    expect(account.entries.size).toBe(0);
  });
});

describe('a notice comes back', () => {
  it('when the move of its instance got no answer', async () => {
    const account = accountWith(aCommanded(), aCommanded({ instanceId: idOf(2) }));
    account.unanswered.add(idOf(1));
    const { written, retry } = await followUp([notice(1), notice(2)], account.ports, 3);
    expect(written.map(({ to }) => to.instanceId)).toEqual([idOf(2)]);
    expect(retry).toEqual([notice(1)]);
  });

  it('when somebody else moved its instance first, and is then found stale', async () => {
    const account = accountWith(aCommanded());
    const { roster } = account.ports;
    const move: typeof roster.move = (moves) => {
      account.entries.set(idOf(1), aCommanded({ status: 'gone', reason: 'Stopped', revision: 3 }));
      return roster.move(moves);
    };
    const ports = { ...account.ports, roster: { ...roster, move } };
    const { retry } = await followUp([notice()], ports, 3);
    expect(retry).toEqual([notice()]);
    expect(await followUp(retry, account.ports, 3)).toEqual({ written: [], retry: [] });
  });

  it('not when the move of another instance of the command failed, because that instance sent no notice', async () => {
    const account = accountWith(aCommanded(), aCommanded({ instanceId: idOf(2) }));
    account.unanswered.add(idOf(2));
    const { written, retry } = await followUp([notice(1)], account.ports, 3);
    expect(written.map(({ to }) => to.instanceId)).toEqual([idOf(1)]);
    expect(retry).toEqual([]);
  });
});

it('a notice that is ahead of Systems Manager comes back, and is followed up then', async () => {
  const account = accountWith(aCommanded());
  account.invocations.set('command-1', [anInvocation({ statusDetails: 'InProgress' })]);
  const { written, retry } = await followUp([notice()], account.ports, 3);
  expect([written, retry]).toEqual([[], [notice()]]);
  expect(account.entries.get(idOf(1))).toEqual(aCommanded());
  account.invocations.set('command-1', [anInvocation()]);
  expect(shown((await followUp(retry, account.ports, 3)).written)).toEqual(['onboarded Onboarded']);
});

it('no notices cost nothing', async () => {
  const account = fakeAccount();
  expect(await followUp([], account.ports, 3)).toEqual({ written: [], retry: [] });
  expect(account.resultReads).toEqual([]);
});
