import { describe, expect, it } from 'vitest';
import { settleCommands } from '../../../lambdas/follow-up/settle-commands.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { aCommanded, anEntry, anInvocation, byId, idOf, idsTo, nowMs, shown } from '../builders.ts';
import { fakeAccount } from '../fakes.ts';

const invocationsOf = (ids: readonly string[]) => ids.map((instanceId) => anInvocation({ instanceId }));

/** An account whose roster holds these entries; commands succeeded on the named instances. */
function accountWith(
  entries: readonly RosterEntry[],
  commands: Readonly<Record<string, readonly string[]>> = {},
) {
  const account = fakeAccount();
  for (const entry of entries) account.entries.set(entry.instanceId, entry);
  for (const [commandId, ids] of Object.entries(commands))
    account.invocations.set(commandId, invocationsOf(ids));
  return account;
}

/** 60 instances with one command. */
const commanded60 = idsTo(60).map((instanceId) => aCommanded({ instanceId }));

it('the results of a command are read once, for however many instances', async () => {
  const account = accountWith(commanded60, { 'command-1': idsTo(60) });
  const written = await settleCommands(byId(commanded60), account.ports, { attemptsMax: 3 });
  expect(account.resultReads).toEqual([['command-1']]);
  expect(written).toHaveLength(60);
  expect([...account.entries.values()].every(({ status }) => status === 'onboarded')).toBe(true);
});

describe('the other instances of a command', () => {
  const withOthers = { attemptsMax: 3, withOthers: true };

  it('are settled too, if the command has ended on them', async () => {
    const account = accountWith(commanded60, { 'command-1': idsTo(60) });
    const running = anInvocation({ instanceId: idOf(7), statusDetails: 'InProgress' });
    const results = account.invocations.get('command-1') ?? [];
    account.invocations.set('command-1', results.with(6, running));
    const written = await settleCommands(byId([aCommanded()]), account.ports, withOthers);
    expect(written.map(({ to }) => to.instanceId)).toEqual(idsTo(60).filter((id) => id !== idOf(7)));
    expect(account.resultReads).toEqual([['command-1']]);
  });

  it('come last, so that what somebody else settles meanwhile is not written twice', async () => {
    const account = accountWith(commanded60, { 'command-1': idsTo(60) });
    const halves = [byId(commanded60.slice(0, 30)), byId(commanded60.slice(30))];
    const written = await Promise.all(halves.map((half) => settleCommands(half, account.ports, withOthers)));
    expect(written.map(({ length }) => length)).toEqual([30, 30]);
    expect([...account.entries.values()].every(({ revision }) => revision === 3)).toBe(true);
  });

  it('are left alone, and not read, when nobody asks for them', async () => {
    const account = accountWith(commanded60, { 'command-1': idsTo(60) });
    const { roster } = account.ports;
    const unwanted: typeof roster.read = () => Promise.reject(new Error('nothing must be read'));
    const ports = { ...account.ports, roster: { ...roster, read: unwanted } };
    const written = await settleCommands(byId([aCommanded()]), ports, { attemptsMax: 3 });
    expect(written.map(({ to }) => to.instanceId)).toEqual([idOf(1)]);
  });

  it('are left alone when they have moved on, or were forgotten', async () => {
    const other = aCommanded({ instanceId: idOf(3), commandId: 'command-9' });
    const account = accountWith([aCommanded(), anEntry({ instanceId: idOf(2) }), other], {
      'command-1': idsTo(4),
    });
    const written = await settleCommands(byId([aCommanded()]), account.ports, withOthers);
    expect(written.map(({ to }) => to.instanceId)).toEqual([idOf(1)]);
    // Nobody asked about command 9, so it was not read.
    expect(account.resultReads).toEqual([['command-1']]);
  });
});

describe('nothing is read', () => {
  it('when no entry waits for a result', async () => {
    const account = accountWith([], { 'command-1': [idOf(1)] });
    const { roster } = account.ports;
    const reads: number[] = [];
    const read: typeof roster.read = (ids) => {
      reads.push(ids.length);
      return roster.read(ids);
    };
    const entries = byId([anEntry(), aCommanded({ instanceId: idOf(2), status: 'gone' })]);
    const settled = await settleCommands(
      entries,
      { ...account.ports, roster: { ...roster, read } },
      { attemptsMax: 3 },
    );
    expect(settled).toEqual([]);
    expect(account.resultReads).toEqual([]);
    expect(reads).toEqual([]);
    expect(account.announced).toEqual([]);
  });
});

it('a second call for the same entries changes nothing', async () => {
  const account = accountWith([aCommanded()], { 'command-1': [idOf(1)] });
  await settleCommands(byId([aCommanded()]), account.ports, { attemptsMax: 3 });
  const again = await settleCommands(byId([aCommanded()]), account.ports, { attemptsMax: 3 });
  expect(again).toEqual([]);
  expect(account.entries.get(idOf(1))?.revision).toBe(3);
});

it('an instance whose move was refused or got no answer is left out, and its neighbours are written', async () => {
  const entries = idsTo(3).map((instanceId) => aCommanded({ instanceId }));
  const account = accountWith(entries, { 'command-1': idsTo(3) });
  account.entries.set(idOf(1), aCommanded({ revision: 7 }));
  account.unanswered.add(idOf(2));
  const written = await settleCommands(byId(entries), account.ports, { attemptsMax: 3 });
  expect(written.map(({ to }) => to.instanceId)).toEqual([idOf(3)]);
});

it('what was written is announced, and what was refused is not', async () => {
  const entries = idsTo(2).map((instanceId) => aCommanded({ instanceId }));
  const account = accountWith(entries, { 'command-1': idsTo(2) });
  account.unanswered.add(idOf(2));
  const written = await settleCommands(byId(entries), account.ports, { attemptsMax: 3 });
  expect(account.announced).toEqual([written]);
  expect(written).toHaveLength(1);
});

it('several commands are read together, each once, and logged in one line', async () => {
  const entries = [
    aCommanded(),
    aCommanded({ instanceId: idOf(2) }),
    aCommanded({ instanceId: idOf(3), commandId: 'command-2' }),
  ];
  const account = accountWith(entries, { 'command-1': idsTo(2), 'command-2': [idOf(3)] });
  await settleCommands(byId(entries), account.ports, { attemptsMax: 3 });
  expect(account.resultReads).toEqual([['command-1', 'command-2']]);
  expect(account.log.lines).toEqual([
    {
      level: 'info',
      message: 'commands settled',
      fields: [{ commandIds: ['command-1', 'command-2'], moved: 3 }],
    },
  ]);
});

it('the given number of attempts is the limit', async () => {
  const account = fakeAccount();
  account.entries.set(idOf(1), aCommanded());
  account.invocations.set('command-1', [anInvocation({ statusDetails: 'Undeliverable' })]);
  const written = await settleCommands(byId([aCommanded()]), account.ports, { attemptsMax: 1 });
  expect(shown(written)).toEqual(['failed Undelivered']);
});

it('the time of a result is the time of reading, not the start of the call', async () => {
  const account = accountWith([aCommanded()], { 'command-1': [idOf(1)] });
  const { results } = account.ports;
  const read: typeof results.read = (ids) => {
    account.clock.advance(5_000);
    return results.read(ids);
  };
  await settleCommands(byId([aCommanded()]), { ...account.ports, results: { read } }, { attemptsMax: 3 });
  expect(account.entries.get(idOf(1))?.onboardedAt).toBe(nowMs + 5_000);
});
