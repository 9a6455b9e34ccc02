import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followUp } from '../../../../lambdas/follow-up/follow-up.ts';
import { onboard } from '../../../../lambdas/onboard/onboard.ts';
import { recheck } from '../../../../lambdas/recheck/recheck.ts';
import type { AgentState } from '../../../../lambdas/shared/domain/roster/agent-state.ts';
import {
  agentProfile,
  anInvocation,
  aStateChange,
  hourMs,
  idOf,
  minuteMs,
  someSettings,
  someVerification,
} from '../../builders.ts';
import { type FakeAccount, fakeAccount } from '../../fakes.ts';

const named = ['falcon', 'cloudwatch', 'datadog'] as const;
const documentOf: Readonly<Record<string, string>> = {
  falcon: 'Muster-Falcon',
  cloudwatch: 'Muster-CloudWatch',
  datadog: 'Muster-Datadog',
};
const lasting = { statusDetails: 'Failed', exitCode: 24 };
const passing = { statusDetails: 'Failed', exitCode: 20 };
const done = { statusDetails: 'Success', exitCode: 0 };

/** How the commands of a document end, one after the other. The last one counts from then on. */
type Ends = Readonly<Record<string, readonly Partial<ReturnType<typeof anInvocation>>[]>>;

/** An account with one running instance, and a function for each call that Muster makes there. */
function start(agents: readonly string[], ends: Ends) {
  const account = fakeAccount();
  account.start([idOf(1)]);
  const settings = someSettings({ profiles: [agentProfile(...agents)] });
  let calls = 0;
  const runOf = () => {
    calls += 1;
    const lastOrderAtMs = account.clock.now() + hourMs;
    return { requestId: `request-${calls}`, lastOrderAtMs, settings, verification: someVerification() };
  };
  return {
    account,
    launch: () => onboard([aStateChange()], account.ports, runOf()),
    look: () => recheck(account.ports, runOf()),
    /** Ends every command that is open, and tells the follow-up, late and twice. */
    end: async () => {
      const sent = new Map<string, number>();
      for (const { commandId, document } of account.commands) {
        const count = sent.get(document) ?? 0;
        sent.set(document, count + 1);
        const end = ends[document]?.[count] ?? ends[document]?.at(-1) ?? done;
        account.invocations.set(commandId, [anInvocation(end)]);
      }
      const notices = account.commands.map(({ commandId }) => ({ commandId, instanceId: idOf(1) }));
      return followUp([...notices, ...notices], account.ports, settings.attemptsMax);
    },
  };
}

type Started = ReturnType<typeof start>;

/** Lets time pass and everybody look, until nothing changes any more. */
async function settle({ account, look, end }: Started): Promise<void> {
  for (let round = 0; round < 60; round++) {
    await end();
    account.clock.advance(5 * minuteMs);
    await look();
  }
}

const entryOf = ({ entries }: FakeAccount) => entries.get(idOf(1));
const standing = (account: FakeAccount) =>
  entryOf(account)?.agents?.map(({ agent, status }: AgentState) => `${agent} ${status}`);
const sentTo = ({ commands }: FakeAccount) => commands.map(({ document }) => document);

describe('three agents of one instance', () => {
  it('are sent one after the other, the next one when the one before has ended', async () => {
    const started = start(named, {});
    const { account, launch, look, end } = started;
    await launch();
    await look();
    expect(sentTo(account)).toEqual(['Muster-Falcon']);
    await end();
    expect(entryOf(account)).toMatchObject({ status: 'waiting', reason: 'NextAgent', agent: 'cloudwatch' });
    account.clock.advance(minuteMs);
    await look();
    expect(sentTo(account)).toEqual(['Muster-Falcon', 'Muster-CloudWatch']);
    await settle(started);
    expect(sentTo(account)).toEqual(named.map((agent) => documentOf[agent]));
    expect(entryOf(account)).toMatchObject({ status: 'onboarded', agent: 'datadog' });
    expect(standing(account)).toEqual(['falcon onboarded', 'cloudwatch onboarded', 'datadog onboarded']);
  });

  it('are announced once, at the end', async () => {
    const started = start(named, {});
    await started.launch();
    await settle(started);
    const rests = started.account.announced.flat().filter(({ to }) => to.status === 'onboarded');
    expect(rests).toHaveLength(1);
  });

  it('all come, although the first fails for good, which the entry says', async () => {
    const started = start(named, { 'Muster-Falcon': [lasting] });
    await started.launch();
    await settle(started);
    expect(entryOf(started.account)).toMatchObject({
      ...{
        status: 'failed',
        reason: 'InstallerFailed',
        agent: 'falcon',
        document: 'Muster-Falcon',
        exitCode: 24,
      },
    });
    expect(standing(started.account)).toEqual(['falcon failed', 'cloudwatch onboarded', 'datadog onboarded']);
  });

  it('each have all their attempts', async () => {
    const started = start(named, {
      'Muster-Falcon': [passing, passing, done],
      'Muster-CloudWatch': [passing],
    });
    await started.launch();
    await settle(started);
    expect(sentTo(started.account)).toEqual([
      ...['Muster-Falcon', 'Muster-Falcon', 'Muster-Falcon'],
      ...['Muster-CloudWatch', 'Muster-CloudWatch', 'Muster-CloudWatch'],
      'Muster-Datadog',
    ]);
    expect(standing(started.account)).toEqual(['falcon onboarded', 'cloudwatch failed', 'datadog onboarded']);
  });

  it('may be refused by Systems Manager one by one', async () => {
    const started = start(named, {});
    started.account.refusals.set('Muster-Falcon', 'DocumentRefused');
    started.account.refusals.set('Muster-Datadog', 'UnsupportedPlatform');
    await started.launch();
    await settle(started);
    expect(entryOf(started.account)).toMatchObject({
      status: 'failed',
      reason: 'DocumentRefused',
      agent: 'falcon',
    });
    expect(standing(started.account)).toEqual(['falcon failed', 'cloudwatch onboarded', 'datadog excluded']);
  });

  it('a refusal that passes in between delays the next one and repeats none', async () => {
    const started = start(named, {});
    const { account, launch, look, end } = started;
    await launch();
    await end();
    account.refusals.set('Muster-CloudWatch', 'NotReady');
    account.clock.advance(minuteMs);
    await look();
    expect(entryOf(account)).toMatchObject({ status: 'waiting', reason: 'NotReady', agent: 'cloudwatch' });
    account.refusals.clear();
    await settle(started);
    expect(sentTo(account)).toEqual(named.map((agent) => documentOf[agent]));
    expect(entryOf(account)?.status).toBe('onboarded');
  });

  it('a restart of an onboarded instance sends nothing', async () => {
    const started = start(named, {});
    await started.launch();
    await settle(started);
    const { account } = started;
    const launchedAtMs = account.clock.now();
    for (const state of ['stopped', 'running'] as const) {
      const [instance] = [...account.instances.values()];
      if (instance !== undefined) account.instances.set(idOf(1), { ...instance, state, launchedAtMs });
      await onboard([aStateChange({ state, atMs: launchedAtMs })], account.ports, {
        ...{ requestId: state, lastOrderAtMs: launchedAtMs + hourMs },
        settings: someSettings({ profiles: [agentProfile(...named)] }),
      });
    }
    expect(account.commands).toHaveLength(3);
    expect(entryOf(account)?.status).toBe('onboarded');
  });
});

describe('whatever the commands of several agents come to', () => {
  const end = fc.constantFrom(
    done,
    passing,
    lasting,
    { statusDetails: 'InvalidPlatform' },
    { statusDetails: 'Undeliverable' },
  );
  const ends = fc.record(
    Object.fromEntries(
      Object.values(documentOf).map((document) => [document, fc.array(end, { minLength: 1, maxLength: 4 })]),
    ),
  );
  const profile = fc.shuffledSubarray([...named], { minLength: 1 });
  const unanswered = fc.array(fc.boolean(), { minLength: 20, maxLength: 20 });

  it('every agent of the profile is dealt with once, in its order, with 3 commands at most and none after a success', async () => {
    await fc.assert(
      fc.asyncProperty(profile, ends, unanswered, async (agents, all, lost) => {
        const started = start(agents, all);
        const { account, launch, look, end: endAll } = started;
        await launch();
        for (const isLost of lost) {
          // The record of what comes next may be lost, as in a call that is cut off.
          if (isLost) account.unanswered.add(idOf(1));
          await endAll();
          account.clock.advance(6 * minuteMs);
          await look();
        }
        account.unanswered.clear();
        await settle(started);
        const entry = entryOf(account);
        expect(entry?.agents?.map(({ agent }) => agent)).toEqual(agents);
        for (const { agent, status } of entry?.agents ?? []) {
          const sent = account.commands.filter(({ document }) => document === documentOf[agent]);
          const statuses = sent.map(
            ({ commandId }) => account.invocations.get(commandId)?.[0]?.statusDetails,
          );
          expect(status === 'onboarded').toBe(statuses.at(-1) === 'Success');
          expect(statuses.slice(0, -1)).not.toContain('Success');
          expect(sent.length).toBeGreaterThan(0);
          expect(sent.length).toBeLessThanOrEqual(3);
        }
        const order = [...new Set(sentTo(account))];
        expect(order).toEqual(agents.map((agent) => documentOf[agent]));
        const failed = entry?.agents?.find(({ status }) => status === 'failed');
        const succeeded = entry?.agents?.some(({ status }) => status === 'onboarded');
        expect(entry?.status).toBe(failed ? 'failed' : succeeded ? 'onboarded' : 'excluded');
        if (failed !== undefined) expect(entry).toMatchObject({ agent: failed.agent, reason: failed.reason });
      }),
      { numRuns: 100 },
    );
  });
});
