import { describe, expect, it } from 'vitest';
import { onboard } from '../../../lambdas/onboard/onboard.ts';
import { sweep } from '../../../lambdas/sweep/sweep.ts';
import {
  aManagedInstance,
  anEntry,
  anInstance,
  hourMs,
  idOf,
  idsTo,
  nowMs,
  someSettings,
  someSweepSettings,
} from '../builders.ts';
import { type FakeAccount, fakeAccount } from '../fakes.ts';

const settings = someSweepSettings();
const long = { launchedAtMs: nowMs - hourMs };

/** Instance 1 is missing, 2 has vanished, 3 was unmanaged and has registered, 4 is onboarded and silent. */
function accountOutOfStep(): FakeAccount {
  const account = fakeAccount();
  const changedAt = nowMs - hourMs;
  for (const id of [idOf(1), idOf(3), idOf(4)])
    account.instances.set(id, anInstance({ ...long, instanceId: id }));
  for (const id of [idOf(1), idOf(3)]) account.managed.set(id, aManagedInstance({ instanceId: id }));
  account.entries.set(idOf(2), anEntry({ instanceId: idOf(2), changedAt, status: 'onboarded' }));
  account.entries.set(
    idOf(3),
    anEntry({ instanceId: idOf(3), changedAt, status: 'unmanaged', reason: 'AgentSilent' }),
  );
  account.entries.set(idOf(4), anEntry({ instanceId: idOf(4), changedAt, status: 'onboarded' }));
  return account;
}

it('differences are handed to the onboarding, and nothing is written', async () => {
  const account = accountOutOfStep();
  const before = new Map(account.entries);
  const { findings } = await sweep(account.ports, settings, 'all');
  expect(findings.map(({ kind, instanceId }) => [kind, instanceId])).toEqual([
    ['missing', idOf(1)],
    ['registered', idOf(3)],
    ['vanished', idOf(2)],
  ]);
  expect(account.queued).toEqual(findings);
  expect(account.entries).toEqual(before);
  expect(account.commands).toEqual([]);
});

it('the onboarding mends what it found, and the next sweep finds nothing', async () => {
  const account = accountOutOfStep();
  await sweep(account.ports, settings, 'all');
  const run = { requestId: 'request-1', lastOrderAtMs: nowMs + hourMs, settings: someSettings() };
  await onboard(account.queued, account.ports, run);
  expect(idsTo(3).map((id) => account.entries.get(id)?.status)).toEqual(['commanded', 'gone', 'commanded']);
  account.clock.advance(hourMs);
  expect((await sweep(account.ports, settings, 'all')).findings).toEqual([]);
});

describe('the scope', () => {
  it('all asks Systems Manager about everybody, and finds the silent ones', async () => {
    const account = accountOutOfStep();
    const { coverage } = await sweep(account.ports, settings, 'all');
    expect(account.looked).toEqual([]);
    expect(coverage).toMatchObject({ running: 3, managed: 2, onboarded: 1, silent: 1 });
  });

  it('unmanaged asks only about those that were unmanaged, and finds the same', async () => {
    const account = accountOutOfStep();
    const { findings, coverage } = await sweep(account.ports, settings, 'unmanaged');
    expect(account.looked).toEqual([idOf(3)]);
    expect(findings.map(({ kind }) => kind)).toEqual(['missing', 'registered', 'vanished']);
    expect(coverage).toMatchObject({ running: 3, onboarded: 1, silent: 0 });
  });
});

it('the roster is read before EC2, so that an instance that starts meanwhile is not missing, and the closer look is last', async () => {
  const account = fakeAccount();
  const { roster, fleet } = account.ports;
  const order: string[] = [];
  const ports = {
    ...account.ports,
    roster: {
      ...roster,
      survey: async (closedSinceMs: number) => {
        const entries = await roster.survey(closedSinceMs);
        order.push('roster');
        return entries;
      },
    },
    fleet: {
      ...fleet,
      listStates: async () => {
        order.push('states');
        return fleet.listStates();
      },
      describe: async (instanceIds: readonly string[]) => {
        order.push('closer look');
        return fleet.describe(instanceIds);
      },
    },
  };
  await sweep(ports, settings, 'all');
  expect(order).toEqual(['roster', 'states', 'closer look']);
});

describe('a large roster', () => {
  const large = (account: FakeAccount, bytes = 100_000_000): FakeAccount['ports'] => ({
    ...account.ports,
    pulses: {
      ...account.ports.pulses,
      read: async () => ({ ...(await account.ports.pulses.read()), createdAtMs: 0, bytes }),
    },
  });
  const unread = (ports: FakeAccount['ports']) => ({
    ...ports,
    roster: { ...ports.roster, survey: () => Promise.reject(new Error('the whole roster was read')) },
  });

  it('is read by the instances that EC2 shows, and the differences among them are found', async () => {
    const account = accountOutOfStep();
    const { findings, coverage } = await sweep(unread(large(account)), settings, 'unmanaged');
    expect(findings.map(({ kind, instanceId }) => [kind, instanceId])).toEqual([
      ['missing', idOf(1)],
      ['registered', idOf(3)],
    ]);
    expect(coverage).toMatchObject({ running: 3, onboarded: 1 });
  });

  it('is read whole once a day: what EC2 has forgotten is found then', async () => {
    const account = accountOutOfStep();
    const { findings } = await sweep(large(account), settings, 'all');
    expect(findings.map(({ kind }) => kind)).toContain('vanished');
    await expect(sweep(unread(large(account)), settings, 'all')).rejects.toThrow('the whole roster');
  });

  it('is read whole when that costs less', async () => {
    const account = accountOutOfStep();
    for (let i = 10; i < 200; i++)
      account.instances.set(idOf(i), anInstance({ ...long, instanceId: idOf(i), state: 'stopped' }));
    await expect(sweep(unread(large(account, 300_000)), settings, 'unmanaged')).rejects.toThrow(
      'the whole roster',
    );
  });
});

it('only instances whose state does not say what to do are described', async () => {
  const account = accountOutOfStep();
  const { fleet } = account.ports;
  const described: string[] = [];
  const describeInstances = async (instanceIds: readonly string[]) => {
    described.push(...instanceIds);
    return fleet.describe(instanceIds);
  };
  await sweep({ ...account.ports, fleet: { ...fleet, describe: describeInstances } }, settings, 'all');
  expect(described).toEqual([idOf(1), idOf(3)]);
});

it('an instance that EC2 no longer shows at the closer look is left to the next sweep, which sees how it ended', async () => {
  const account = fakeAccount();
  account.instances.set(idOf(1), anInstance({ ...long }));
  const fleet = { ...account.ports.fleet, describe: async () => new Map() };
  const first = await sweep({ ...account.ports, fleet }, settings, 'all');
  expect(first.findings).toEqual([]);
  account.instances.set(idOf(1), anInstance({ ...long, state: 'terminated' }));
  await sweep(account.ports, settings, 'all');
  expect(account.queued.map(({ instanceId, state }) => [instanceId, state])).toEqual([
    [idOf(1), 'terminated'],
  ]);
});

it('instances from before the roster are counted, and left alone', async () => {
  const account = fakeAccount();
  for (const instanceId of idsTo(3)) {
    account.instances.set(instanceId, anInstance({ instanceId, launchedAtMs: nowMs - 25 * hourMs }));
  }
  expect((await sweep(account.ports, settings, 'all')).coverage.notAdopted).toBe(3);
  expect(account.queued).toEqual([]);
});

it('what it found is logged, one line for each kind, with what the queue did not take', async () => {
  const account = accountOutOfStep();
  const ports = { ...account.ports, launchQueue: { send: async () => 2 } };
  await sweep(ports, settings, 'all');
  expect(account.log.lines.map(({ message }) => message)).toEqual(['swept', 'found', 'found', 'found']);
  expect(account.log.lines[0]?.fields[0]).toMatchObject({ running: 3, found: 3, unsent: 2 });
  expect(account.log.lines[1]?.fields).toEqual([{ kind: 'missing', count: 1, instanceIds: [idOf(1)] }]);
});

it('a line names at most a thousand instances, and says how many there are', async () => {
  const account = fakeAccount();
  for (const instanceId of idsTo(1500))
    account.instances.set(instanceId, anInstance({ ...long, instanceId }));
  await sweep(account.ports, settings, 'all');
  expect(account.log.lines[1]?.fields[0]).toMatchObject({ count: 1500, instanceIds: idsTo(1000) });
  expect(account.queued).toHaveLength(1500);
});
