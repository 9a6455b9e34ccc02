import { describe, expect, it } from 'vitest';
import { planOutcomes } from '../../../lambdas/follow-up/plan-outcomes.ts';
import { healClaims } from '../../../lambdas/onboard/heal-claims.ts';
import { planFound } from '../../../lambdas/onboard/plan-found.ts';
import { planSent } from '../../../lambdas/onboard/plan-sent.ts';
import type { OrderResult, RefusalKind } from '../../../lambdas/shared/domain/commands/order.ts';
import { errandOf } from '../../../lambdas/shared/domain/roster/errand.ts';
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
const order = {
  document: 'AWS-UpdateSSMAgent',
  documentVersion: '3',
  parameters: { allowDowngrade: ['false'] },
};
const errands = { r1: order };
const isThere = { stateChange: { isAnew: false }, errands } satisfies KnownFacts;

/** What an instance with one document has, and what one with agents has. */
const haves: readonly (readonly [string, EntryFields, KnownFacts])[] = [
  [
    'a document',
    { document: 'Muster-Linux', documentVersion: '5', profile: 'default', onboardedAt },
    isThere,
  ],
  [
    'agents',
    {
      ...{
        agent: 'cloudwatch',
        document: 'Muster-CloudWatch',
        documentVersion: '1',
        profile: 'agents',
        onboardedAt,
      },
      agents: [
        anAgent('falcon', 'onboarded', { document: 'Muster-Falcon', documentVersion: '1', commandId: 'f-1' }),
        anAgent('cloudwatch', 'onboarded', { document: 'Muster-CloudWatch', documentVersion: '1' }),
      ],
    },
    { ...isThere, settings: { profiles: [agentProfile('falcon', 'cloudwatch')] } },
  ],
];

describe.each(haves)('an instance with %s that a roll-out took up for an errand', (_, had, facts) => {
  const takenUp: EntryFields = {
    ...had,
    ...{ status: 'waiting', reason: 'RolloutWave', rollout: 'r1', errand: 'r1 AWS-UpdateSSMAgent:3 open 1' },
  };
  /** The entry after the claim, as later decisions read it. */
  const claimed = (entry = takenUp): EntryFields => ({ ...written({ ...facts, entry }), leaseUntil: nowMs });

  /** The entry after the order of its claim had this result. */
  function recordedAfter(result: OrderResult, entry: EntryFields = claimed()): EntryFields {
    const [move, ...others] = planSent(result, byId([aClaim(entry)]), lookTimes, nowMs).moves;
    if (move === undefined || others.length > 0) throw new Error('one claim, one move');
    return move.to;
  }
  const refused = (kind: RefusalKind) =>
    recordedAfter({ sent: [], refused: [{ kind, message: 'm', instanceIds: [idOf(1)] }] });
  const sent = () => recordedAfter({ sent: [{ commandId: 'c-1', instanceIds: [idOf(1)] }], refused: [] });

  /** What becomes of an entry whose command ended so. Without details, Systems Manager does not show how. */
  function endedAs(statusDetails: string | undefined, entry: EntryFields): EntryFields {
    const shown = statusDetails === undefined ? [] : [{ instanceId: idOf(1), statusDetails }];
    const entries = byId([
      aCommanded({ ...entry, ...(statusDetails === undefined ? { dueAt: nowMs } : {}) }),
    ]);
    const known = { entries, invocations: new Map([['c-1', shown]]), attemptsMax: 3, nowMs };
    const [move, ...others] = planOutcomes(known);
    if (move === undefined || others.length > 0) throw new Error('one entry, one move');
    return move.to;
  }
  const stopped = (entry: EntryFields) => written({ ...facts, entry, instance: { state: 'stopped' } });
  const started = (entry: EntryFields) =>
    written({ ...facts, entry, instance: { launchedAtMs: nowMs - minuteMs } });
  const startedAgain = (entry: EntryFields) => started(stopped(entry));

  const statusOf = (entry: EntryFields) =>
    errandOf(entry.errand === undefined ? {} : { errand: entry.errand })?.status;
  /** Nothing of the errand is under way or done: the next step of its roll-out takes the instance up again. */
  const asBefore = (entry: EntryFields) => {
    expect(entry).toMatchObject({ status: 'onboarded', ...had });
    expect(entry).not.toHaveProperty('errand');
  };

  it('is sent the document with its parameters, whatever its profile sends now', () => {
    const item = { ...order, instanceId: idOf(1), rolloutId: 'r1' };
    expect(decide({ ...facts, entry: takenUp })).toMatchObject({ kind: 'send', item });
    const changed = { ...facts, instance: { tags: { 'aws:elasticmapreduce:job-flow-id': 'j-1' } } };
    expect(decide({ ...changed, entry: takenUp })).toMatchObject({ kind: 'send', item });
  });

  it('has what it had through all of it, and the errand is done', () => {
    expect(claimed()).toMatchObject({ status: 'claimed', ...had });
    expect(sent()).toMatchObject({ status: 'commanded', commandId: 'c-1', ...had });
    const done = endedAs('Success', sent());
    expect(done).toMatchObject({ status: 'onboarded', reason: 'ErrandDone', ...had });
    expect(done.errand).toBe(`r1 AWS-UpdateSSMAgent:3 done ${nowMs}`);
  });

  it('has what it had when the errand fails, and gets nothing at its next start', () => {
    const failed = endedAs('Failed', sent());
    expect(failed).toMatchObject({ status: 'onboarded', reason: 'ErrandFailed', ...had });
    expect(failed.errand).toBe(`r1 AWS-UpdateSSMAgent:3 failed ${nowMs} ScriptFailed`);
    const again = startedAgain(failed);
    expect(again).toMatchObject({ status: 'onboarded', errand: failed.errand ?? '', ...had });
    expect(again).not.toHaveProperty('rollout');
    expect(decide({ ...facts, entry: failed, stateChange: { isAnew: true } })).toMatchObject({
      kind: 'leave',
    });
  });

  it.each(['DocumentRefused', 'UnsupportedPlatform'] as const)(
    'has failed when it is refused as %s',
    (kind) => {
      expect(refused(kind)).toMatchObject({ status: 'onboarded', reason: 'ErrandFailed', ...had });
      expect(refused(kind).errand).toBe(`r1 AWS-UpdateSSMAgent:3 failed ${nowMs} ${kind}`);
    },
  );

  it.each(['InvalidPlatform', 'AccessDenied'])('has failed when its command ends as %s', (details) => {
    expect(endedAs(details, sent())).toMatchObject({ status: 'onboarded', reason: 'ErrandFailed', ...had });
  });

  it.each(['Throttled', 'NotReady', 'Denied'] as const)('waits on when it is refused as %s', (kind) => {
    expect(refused(kind)).toMatchObject({ status: 'waiting', ...had });
    expect(decide({ ...facts, entry: refused(kind) })).toMatchObject({ item: order });
    asBefore(startedAgain(refused(kind)));
  });

  it.each(['Undeliverable', 'ExecutionTimedOut', 'Cancelled'])(
    'is sent it again after %s, and then has failed',
    (details) => {
      const waiting = endedAs(details, sent());
      expect(waiting).toMatchObject({ status: 'waiting', attempts: 1, ...had });
      expect(statusOf(waiting)).toBe('open');
      expect(decide({ ...facts, entry: waiting })).toMatchObject({ kind: 'send', item: order });
      expect(claimed(waiting)).toMatchObject({ attempts: 1, ...had });
      const failed = endedAs(details, { ...sent(), attempts: 2 });
      expect(failed).toMatchObject({ status: 'onboarded', reason: 'ErrandFailed', ...had });
      asBefore(startedAgain(waiting));
    },
  );

  it('is looked at twice when its result is missing', () => {
    const missing = endedAs(undefined, sent());
    expect(missing).toMatchObject({ status: 'commanded', reason: 'ResultMissing', ...had });
    expect(endedAs(undefined, missing)).toMatchObject({ status: 'waiting', reason: 'CommandEnded', ...had });
  });

  it('goes on when its call died before it sent', () => {
    expect(decide({ ...facts, entry: claimed() })).toMatchObject({ kind: 'send', item: order });
    asBefore(startedAgain(claimed()));
  });

  it('says what was sent when a later call finds its command', async () => {
    const account = fakeAccount();
    const claim = aClaim({ ...claimed(), changedAt: nowMs - 5 * minuteMs });
    account.entries.set(claim.instanceId, claim);
    account.commands.push({
      ...{ commandId: 'c-1', orderId: claim.orderId, instanceIds: [claim.instanceId] },
      ...{ document: order.document, documentVersion: '3', requestedAtMs: nowMs - minuteMs },
    });
    const { entries } = await healClaims(byId([claim]), nowMs, account.ports);
    expect(entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'c-1', ...had });
    expect(statusOf(entries.get(idOf(1)) ?? {})).toBe('sent');
  });

  it('counts a command as sent that the roster does not know, of its own roll-out alone', () => {
    const command = { commandId: 'c-9', instanceIds: [idOf(1)], requestedAtMs: nowMs, documentVersion: '3' };
    const claim = aClaim(claimed());
    const [move] = planFound([claim], [{ ...command, rolloutId: 'r1' }], nowMs);
    expect(move?.to).toMatchObject({ status: 'commanded', commandId: 'c-9', ...had });
    expect(planFound([claim], [command, { ...command, rolloutId: 'r0' }], nowMs)).toEqual([]);
  });

  it('goes back to what it was when it started again before anything was sent', () => {
    asBefore(started(takenUp));
    asBefore(startedAgain(takenUp));
  });

  it('goes back when it was silent for so long that the roll-out has counted it as failed', () => {
    const silent = { ...takenUp, status: 'unmanaged', reason: 'ConnectionLost' } as const;
    asBefore(written({ ...facts, entry: silent }));
  });

  it('goes back when its roll-out is not there any more', () => {
    asBefore(written({ ...facts, errands: {}, entry: takenUp }));
  });

  it('is excluded too late when a tag says so meanwhile, and has what it had', () => {
    const excluded = written({ ...facts, entry: takenUp, instance: { tags: { 'muster:exclude': 'true' } } });
    expect(excluded).toMatchObject({ status: 'excluded', reason: 'ExcludedTooLate', ...had });
    expect(excluded).not.toHaveProperty('errand');
  });

  it('is looked at for the result of its command after a new start, before anything else is sent', () => {
    const again = startedAgain(sent());
    expect(again).toMatchObject({ status: 'commanded', commandId: 'c-1', ...had });
    expect(endedAs('Success', again)).toMatchObject({ status: 'onboarded', reason: 'ErrandDone', ...had });
    expect(endedAs('ExecutionTimedOut', again)).toMatchObject({ reason: 'ErrandFailed', ...had });
    asBefore(endedAs('DeliveryTimedOut', again));
  });
});
