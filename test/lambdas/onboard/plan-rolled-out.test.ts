import { describe, expect, it } from 'vitest';
import { planOutcomes } from '../../../lambdas/follow-up/plan-outcomes.ts';
import { healClaims } from '../../../lambdas/onboard/heal-claims.ts';
import { planSent } from '../../../lambdas/onboard/plan-sent.ts';
import type { OrderResult } from '../../../lambdas/shared/domain/commands/order.ts';
import {
  aClaim,
  aCommanded,
  agentProfile,
  anAgent,
  byId,
  type EntryFields,
  idOf,
  lookTimes,
  minuteMs,
  nowMs,
} from '../builders.ts';
import { fakeAccount } from '../fakes.ts';
import { decide, type KnownFacts, written } from './facts.ts';

const onboardedAt = nowMs - 60 * minuteMs;
const had = { document: 'Muster-Linux', documentVersion: '5', profile: 'default', onboardedAt };

/** What an entry keeps of that while a command is under way. */
const before = { hadAt: onboardedAt, hadVersion: '5' };

/** Version 7 is deployed. A roll-out of version 6 took an instance up that has version 5. */
const takenUp: EntryFields = {
  ...had,
  ...{ status: 'waiting', reason: 'RolloutWave', rollout: '2026-01-31-1 Muster-Linux:6' },
};
const isThere = { stateChange: { isAnew: false } } satisfies KnownFacts;

/** The entry after the claim, as later decisions read it. */
const claimed = (): EntryFields => ({ ...written({ ...isThere, entry: takenUp }), leaseUntil: nowMs });

/** The entry after the order of its claim had this result. */
function recordedAfter(result: OrderResult, entry: EntryFields = claimed()): EntryFields {
  const claim = aClaim(entry);
  const [move, ...others] = planSent(result, byId([claim]), lookTimes, nowMs).moves;
  if (move === undefined || others.length > 0) throw new Error('one claim, one move');
  return move.to;
}

const refused = (kind: 'Throttled' | 'NotReady' | 'Denied' | 'DocumentRefused') =>
  recordedAfter({ sent: [], refused: [{ kind, message: 'm', instanceIds: [idOf(1)] }] });
const sent: OrderResult = { sent: [{ commandId: 'c-1', instanceIds: [idOf(1)] }], refused: [] };

/** What becomes of an entry whose command ended so. */
function endedAs(statusDetails: string, entry: EntryFields): EntryFields {
  const [move, ...others] = planOutcomes({
    entries: byId([aCommanded(entry)]),
    invocations: new Map([['c-1', [{ instanceId: idOf(1), statusDetails }]]]),
    ...{ attemptsMax: 3, nowMs },
  });
  if (move === undefined || others.length > 0) throw new Error('one entry, one move');
  return move.to;
}

/** What becomes of an entry whose instance stops, starts again, and answers. */
function startedAgain(entry: EntryFields, facts: KnownFacts = {}): EntryFields {
  const stopped = written({ ...facts, entry, instance: { state: 'stopped' } });
  return written({ ...facts, entry: stopped, instance: { launchedAtMs: nowMs - minuteMs } });
}

describe('the claim of a roll-out', () => {
  it('sends the version of the roll-out, and says what the instance has until that is recorded', () => {
    const decision = decide({ ...isThere, entry: takenUp });
    expect(decision).toMatchObject({
      kind: 'send',
      item: { document: 'Muster-Linux', documentVersion: '6' },
    });
    expect(claimed()).toMatchObject({ status: 'claimed', ...had });
  });

  it('says what was sent once its command is recorded', () => {
    expect(recordedAfter(sent)).toMatchObject({ status: 'commanded', documentVersion: '6', ...before });
    expect(recordedAfter(sent)).not.toHaveProperty('onboardedAt');
  });

  it('says what was sent when a later call finds its command', async () => {
    const account = fakeAccount();
    const claim = aClaim({ ...claimed(), changedAt: nowMs - 5 * minuteMs });
    account.entries.set(claim.instanceId, claim);
    account.commands.push({
      ...{ commandId: 'c-1', orderId: claim.orderId, instanceIds: [claim.instanceId] },
      ...{ document: 'Muster-Linux', documentVersion: '6', requestedAtMs: nowMs - minuteMs },
    });
    const { entries } = await healClaims(byId([claim]), nowMs, account.ports);
    expect(entries.get(idOf(1))).toMatchObject({ status: 'commanded', documentVersion: '6', ...before });
    expect(entries.get(idOf(1))).not.toHaveProperty('onboardedAt');
  });

  it('is made again when its call died before it sent', () => {
    const again = { ...isThere, entry: claimed() };
    expect(decide(again)).toMatchObject({ kind: 'send', item: { documentVersion: '6' } });
    expect(written(again)).toMatchObject({ status: 'claimed', ...had });
  });

  it('leaves the instance with what it has when the call died and the instance started again', () => {
    expect(startedAgain(claimed())).toMatchObject({ status: 'onboarded', ...had });
  });

  it.each(['Throttled', 'NotReady', 'Denied'] as const)(
    'leaves the instance with what it has when its order was refused as %s and it started again',
    (kind) => {
      expect(refused(kind)).toMatchObject({ status: 'waiting', ...had });
      expect(startedAgain(refused(kind))).toMatchObject({ status: 'onboarded', ...had });
    },
  );

  it('fails with the version that was refused for good', () => {
    expect(refused('DocumentRefused')).toMatchObject({ status: 'failed', documentVersion: '6' });
    expect(refused('DocumentRefused')).not.toHaveProperty('onboardedAt');
  });

  it('leaves the instance with what it has when its order was refused for good and it started again', () => {
    expect(startedAgain(refused('DocumentRefused'))).toMatchObject({ status: 'onboarded', ...had });
  });
});

describe('the command of a roll-out that was never delivered', () => {
  const commanded = recordedAfter(sent);

  it('is sent again while the roll-out has the instance in hand', () => {
    const waiting = endedAs('DeliveryTimedOut', commanded);
    expect(waiting).toMatchObject({ status: 'waiting', reason: 'Undelivered', attempts: 1, ...had });
    expect(decide({ ...isThere, entry: waiting })).toMatchObject({ item: { documentVersion: '6' } });
    expect(written({ ...isThere, entry: waiting })).toMatchObject({ status: 'claimed', attempts: 1, ...had });
  });

  it('leaves the instance with what it has when it starts again before the next one', () => {
    const waiting = endedAs('DeliveryTimedOut', commanded);
    expect(startedAgain(waiting)).toMatchObject({ status: 'onboarded', ...had });
  });

  it('leaves the instance with what it has when it started again before that was known', () => {
    const again = startedAgain(commanded);
    expect(again).toMatchObject({ status: 'commanded', documentVersion: '6', ...before });
    expect(endedAs('DeliveryTimedOut', again)).toMatchObject({ status: 'onboarded', ...had });
  });

  it('has failed after the last attempt, and the next start leaves the instance with what it has', () => {
    const failed = endedAs('Undeliverable', { ...commanded, attempts: 2 });
    expect(failed).toMatchObject({ status: 'failed', documentVersion: '6', ...before });
    expect(startedAgain(failed)).toMatchObject({ status: 'onboarded', ...had });
    const unseen = written({ entry: failed, instance: { launchedAtMs: nowMs - minuteMs } });
    expect(unseen).toMatchObject({ status: 'onboarded', ...had });
    expect(written({ entry: failed, stateChange: { isAnew: true } })).toMatchObject({
      status: 'onboarded',
      ...had,
    });
  });

  it('has failed, and the instance is excluded too late when its tags say so at its next start', () => {
    const failed = endedAs('Undeliverable', { ...commanded, attempts: 2 });
    const tags = { 'muster:exclude': 'true' };
    const excluded = written({ entry: failed, instance: { launchedAtMs: nowMs - minuteMs, tags } });
    expect(excluded).toMatchObject({ status: 'excluded', reason: 'ExcludedTooLate', ...had });
  });
});

describe('the command of a roll-out that ran', () => {
  const commanded = recordedAfter(sent);

  it('says nothing any more of what the instance had', () => {
    for (const details of ['Success', 'ExecutionTimedOut']) {
      const to = endedAs(details, commanded);
      for (const field of Object.keys(before)) expect(to).not.toHaveProperty(field);
      if (details !== 'Success') expect(to).not.toHaveProperty('onboardedAt');
    }
  });
});

describe('the claim of a roll-out for an instance with agents', () => {
  const settings = { profiles: [agentProfile('falcon', 'cloudwatch')] };
  const of = (agent: string, document: string, reason: string) =>
    anAgent(agent, reason === 'Onboarded' ? 'onboarded' : 'waiting', {
      document,
      documentVersion: '1',
      reason,
    });
  const entry: EntryFields = {
    ...takenUp,
    ...{ document: 'Muster-CloudWatch', agent: 'cloudwatch', rollout: '2026-01-31-1 Muster-Falcon:2' },
    agents: [
      of('falcon', 'Muster-Falcon', 'RolloutWave'),
      of('cloudwatch', 'Muster-CloudWatch', 'Onboarded'),
    ],
  };
  const facts = { ...isThere, settings };

  it('leaves it with what it has when the call died and it started again', () => {
    const claim = written({ ...facts, entry });
    expect(claim).toMatchObject({ status: 'claimed', agent: 'falcon', documentVersion: '1', onboardedAt });
    const { status, agents } = startedAgain({ ...claim, leaseUntil: nowMs }, facts);
    expect(status).toBe('onboarded');
    expect(agents?.map((state) => `${state.agent} ${state.status} ${state.documentVersion}`)).toEqual([
      'falcon onboarded 1',
      'cloudwatch onboarded 1',
    ]);
  });

  it('leaves it with what it has when its command was never delivered, before and after the last attempt', () => {
    const commanded = recordedAfter(sent, { ...written({ ...facts, entry }), leaseUntil: nowMs });
    const versions = ({ agents }: EntryFields) =>
      agents?.map((state) => `${state.agent} ${state.status} ${state.documentVersion}`);
    const asBefore = ['falcon onboarded 1', 'cloudwatch onboarded 1'];
    const waiting = endedAs('Undeliverable', commanded);
    expect(versions(startedAgain(waiting, facts))).toEqual(asBefore);
    expect(versions(endedAs('Undeliverable', startedAgain(commanded, facts)))).toEqual(asBefore);
    const failed = endedAs('Undeliverable', { ...commanded, attempts: 2 });
    expect(versions(failed)).toEqual(['falcon failed 2', 'cloudwatch onboarded 1']);
    expect(startedAgain(failed, facts).status).toBe('onboarded');
    expect(versions(startedAgain(failed, facts))).toEqual(asBefore);
  });

  it('lets it be a launch after a new start when its profile names an agent more, which it never had', () => {
    const more = { ...facts, settings: { profiles: [agentProfile('falcon', 'cloudwatch', 'datadog')] } };
    const claim = written({ ...more, entry });
    expect(claim).not.toHaveProperty('onboardedAt');
    expect(startedAgain({ ...claim, leaseUntil: nowMs }, more)).toMatchObject({
      ...{ status: 'claimed', agent: 'datadog', document: 'Muster-Datadog' },
    });
  });
});

describe('an instance that a roll-out took up and whose profile changed', () => {
  it('is noted as one that has the old document, and gets the new one as a launch does', () => {
    const emr = { tags: { 'aws:elasticmapreduce:job-flow-id': 'j-1' } };
    const claim = written({ ...isThere, entry: takenUp, instance: emr });
    expect(claim).toMatchObject({ document: 'Muster-Emr', succeeded: 'Muster-Linux' });
    expect(claim).not.toHaveProperty('onboardedAt');
  });
});

describe('an instance of which a roll-out takes an agent away', () => {
  const settings = { profiles: [agentProfile('cloudwatch')] };
  const falcon = anAgent('falcon', 'waiting', {
    ...{ document: 'Muster-Falcon', documentVersion: '1', reason: 'RolloutWave', leaving: true },
  });
  const cloudwatch = anAgent('cloudwatch', 'onboarded', {
    document: 'Muster-CloudWatch',
    documentVersion: '3',
  });
  const entry: EntryFields = {
    ...{ ...takenUp, agent: 'falcon', document: 'Muster-Falcon', documentVersion: '1' },
    ...{ agents: [falcon, cloudwatch], rollout: '2026-01-31-1 Muster-Falcon:2' },
  };
  const facts = { ...isThere, settings };
  const uninstall = {
    ...{ document: 'Muster-Falcon', documentVersion: '2', parameters: { Operation: ['Uninstall'] } },
  };

  it('is sent the document of the agent, to uninstall it', () => {
    expect(decide({ ...facts, entry })).toMatchObject({ kind: 'send', item: uninstall });
    expect(written({ ...facts, entry })).toMatchObject({ status: 'claimed', agent: 'falcon', onboardedAt });
  });

  it('is sent it again when the call died before it sent, and when the command failed for a passing reason', () => {
    const claim = written({ ...facts, entry });
    expect(decide({ ...facts, entry: { ...claim, leaseUntil: nowMs } })).toMatchObject({ item: uninstall });
    const { onboardedAt: _, ...again } = entry;
    const failed = { ...again, reason: 'CommandEnded', attempts: 1 } as const;
    expect(decide({ ...facts, entry: failed })).toMatchObject({ item: uninstall });
  });

  it('keeps the agent when it started again before anything was sent', () => {
    const again = written({ ...facts, entry, instance: { launchedAtMs: nowMs - minuteMs } });
    expect(again.status).toBe('onboarded');
    expect(again.agents?.[0]).toMatchObject({ agent: 'falcon', status: 'onboarded' });
    expect(again.agents?.[0]).not.toHaveProperty('leaving');
  });

  it('gets the agent when its profile names it again', () => {
    const named = { ...facts, settings: { profiles: [agentProfile('falcon', 'cloudwatch')] }, entry };
    expect(decide(named)).toMatchObject({
      kind: 'send',
      item: { document: 'Muster-Falcon', parameters: {} },
    });
    expect(written(named).agents?.[0]).not.toHaveProperty('leaving');
  });
});
