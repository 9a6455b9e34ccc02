import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { ListCommandInvocationsCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { settleCommands } from '../../../../lambdas/follow-up/settle-commands.ts';
import { onboard } from '../../../../lambdas/onboard/onboard.ts';
import { recheck } from '../../../../lambdas/recheck/recheck.ts';
import { createCommandResults } from '../../../../lambdas/shared/clients/commands/command-results.ts';
import { createRoster } from '../../../../lambdas/shared/clients/roster/roster-client.ts';
import { sweep } from '../../../../lambdas/sweep/sweep.ts';
import {
  aCommanded,
  anEntry,
  anInstance,
  anInvocation,
  aStateChange,
  byId,
  hourMs,
  idOf,
  minuteMs,
  nowMs,
  someSettings,
  someSweepSettings,
  someVerification,
} from '../../builders.ts';
import { fakeAccount } from '../../fakes.ts';

it('an instance in two commands is settled by its own', async () => {
  const account = fakeAccount();
  // Instance 3 was in command 1, which did not reach it, and is in command 2 now.
  const inTwo = [2, 3].map((number) => aCommanded({ instanceId: idOf(number), commandId: 'command-2' }));
  const entries = [aCommanded(), ...inTwo];
  for (const e of entries) account.entries.set(e.instanceId, e);
  account.invocations.set('command-1', [
    anInvocation(),
    anInvocation({ instanceId: idOf(3), statusDetails: 'Undeliverable' }),
  ]);
  account.invocations.set('command-2', [
    anInvocation({ instanceId: idOf(2) }),
    anInvocation({ instanceId: idOf(3) }),
  ]);
  const written = await settleCommands(byId(entries), account.ports, { attemptsMax: 3 });
  expect(written.map(({ to }) => to.status)).toEqual(['onboarded', 'onboarded', 'onboarded']);
});

it('gives an empty list for a command that Systems Manager has forgotten', async () => {
  const ssm = mockClient(SSMClient);
  ssm
    .on(ListCommandInvocationsCommand)
    .rejects(
      new SSMServiceException({ name: 'InvalidCommandId', message: '', $fault: 'client', $metadata: {} }),
    );
  try {
    expect(await createCommandResults().read(['command-1'])).toEqual(new Map([['command-1', []]]));
  } finally {
    ssm.restore();
  }
});

it('a duplicate event does not replace a known cause when nobody looks for causes', async () => {
  const account = fakeAccount();
  const long = nowMs - 3 * hourMs;
  account.instances.set(
    idOf(1),
    anInstance({ launchedAtMs: long, instanceProfileArn: 'p', isMetadataOn: true }),
  );
  account.entries.set(
    idOf(1),
    anEntry({ status: 'unmanaged', reason: 'NoRoute', launchedAt: long, waitingSince: long }),
  );
  await onboard(
    [aStateChange()],
    { ...account.ports, diagnosis: { causesOf: async () => new Map() } },
    { requestId: 'r', lastOrderAtMs: nowMs + hourMs, settings: someSettings() },
  );
  expect(account.entries.get(idOf(1))?.reason).toBe('NoRoute');
});

it('due returns at most the limit', async () => {
  const dynamodb = mockClient(DynamoDBClient);
  dynamodb.on(QueryCommand).callsFake((i: { Limit: number }) => ({
    Items: Array.from({ length: i.Limit }, (_, n) => marshall(anEntry({ instanceId: idOf(n) }))),
  }));
  try {
    for await (const { entries } of createRoster('Roster').due(nowMs, 10))
      expect(entries.size).toBeLessThanOrEqual(10);
  } finally {
    dynamodb.restore();
  }
});

it('an instance that Systems Manager refuses again and again comes to rest', async () => {
  const account = fakeAccount();
  account.start([idOf(1)]);
  account.refusals.set('Muster-Linux', 'NotReady');
  const settings = someSettings();
  await onboard([aStateChange()], account.ports, { requestId: 'r', lastOrderAtMs: nowMs + hourMs, settings });
  for (let i = 0; i < 24 * 12; i++) {
    account.clock.advance(5 * minuteMs);
    await recheck(account.ports, {
      requestId: `r${i}`,
      lastOrderAtMs: account.clock.now() + hourMs,
      settings,
      verification: someVerification(),
    });
  }
  expect(account.entries.get(idOf(1))?.status).not.toBe('waiting');
});

it('a failed instance whose restart event was lost is found by the sweep', async () => {
  const account = fakeAccount();
  account.start([idOf(1)]);
  account.instances.set(idOf(1), anInstance({ launchedAtMs: nowMs - hourMs }));
  account.entries.set(
    idOf(1),
    anEntry({
      status: 'failed',
      reason: 'AgentUnhealthy',
      launchedAt: nowMs - 9 * hourMs,
      changedAt: nowMs - 8 * hourMs,
    }),
  );
  await sweep(account.ports, someSweepSettings(), 'all');
  expect(account.queued).toHaveLength(1);
});

it('a stopped instance whose termination event was lost is closed for good', async () => {
  const account = fakeAccount();
  account.entries.set(
    idOf(1),
    anEntry({ status: 'gone', reason: 'Stopped', changedAt: nowMs - 99 * hourMs }),
  );
  await sweep(account.ports, someSweepSettings(), 'all');
  expect(account.queued).toHaveLength(1);
});

it('a running instance whose entry is closed is handed over as running', async () => {
  const account = fakeAccount();
  account.start([idOf(1)]);
  account.entries.set(
    idOf(1),
    anEntry({ status: 'gone', reason: 'Stopped', changedAt: nowMs - 99 * hourMs, commandId: 'c' }),
  );
  await sweep(account.ports, someSweepSettings(), 'all');
  expect(account.queued).toMatchObject([{ state: 'running' }]);
});
