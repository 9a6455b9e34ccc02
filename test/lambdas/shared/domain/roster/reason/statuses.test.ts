import { expect, it } from 'vitest';
import { planOutcomes } from '../../../../../../lambdas/follow-up/plan-outcomes.ts';
import { holdSends } from '../../../../../../lambdas/onboard/hold-sends.ts';
import { planSent } from '../../../../../../lambdas/onboard/plan-sent.ts';
import { causeReasons } from '../../../../../../lambdas/shared/domain/diagnosis/cause-reasons.ts';
import { takeUp } from '../../../../../../lambdas/shared/domain/rollout/move-member.ts';
import { type ReasonCode, reasons } from '../../../../../../lambdas/shared/domain/roster/reason.ts';
import type { Reason } from '../../../../../../lambdas/shared/domain/roster/reason-form.ts';
import { moveDrifted } from '../../../../../../lambdas/shared/domain/verification/move-drifted.ts';
import {
  aCause,
  aClaim,
  aCommanded,
  anAgent,
  anEntry,
  anInvocation,
  byId,
  type EntryFields,
  hourMs,
  idOf,
  lookTimes,
  nowMs,
} from '../../../../builders.ts';
import { planCases } from '../../../../onboard/cases.ts';
import { decide } from '../../../../onboard/facts.ts';
import { anOld, aPlan } from '../../rollout/rollout-fixtures.ts';

/** What a reason did: `waiting` and the like, what comes back, `nothing`. */
type Effect = readonly [code: string, effect: string];

const longAgo = nowMs - 2 * hourMs;
const agents = [anAgent('falcon', 'waiting'), anAgent('datadog', 'waiting')];

/** What the plan decides in all its cases. A case that says again what an entry says is no effect. */
function effectsOfPlans(): Effect[] {
  return planCases.flatMap(({ known }): Effect[] => {
    const decision = decide(known);
    const { reason } = decision;
    if (decision.kind === 'send') return [[reason, decision.claim.change.status]];
    if (decision.kind === 'record') return [[reason, decision.move.to.status]];
    if (decision.kind === 'retry') return [[reason, 'instead']];
    return reason === 'NotRegistered' ? [] : [[reason, 'nothing']];
  });
}

/** What follows when a command is sent or refused, before the horizon and past it, with and without a next agent. */
function effectsOfOrders(): Effect[] {
  const claims: EntryFields[] = [{}, { waitingSince: longAgo }, { agent: 'falcon', agents }];
  const kinds = ['NotReady', 'DocumentRefused', 'Throttled', 'Denied', 'UnsupportedPlatform'] as const;
  const instanceIds = [idOf(1)];
  const results = [
    { sent: [{ commandId: 'command-1', instanceIds }], refused: [] },
    ...kinds.map((kind) => ({ sent: [], refused: [{ kind, instanceIds, message: '' }] })),
  ];
  return claims.flatMap((claim) =>
    results.flatMap((result) => {
      const { moves, retryIds } = planSent(result, byId([aClaim(claim)]), lookTimes, nowMs);
      return moves.flatMap(({ to }): Effect[] => [
        [to.reason, to.status],
        ...(retryIds.length === 0 ? [] : [[to.reason, 'also'] as const]),
      ]);
    }),
  );
}

/** What follows from every exit code and every end, at the first command and at the last. */
function effectsOfCommands(): Effect[] {
  const exits = Array.from({ length: 256 }, (_, exitCode) => ({ statusDetails: 'Failed', exitCode }));
  const ends = [
    'Success',
    'InvalidPlatform',
    'Undeliverable',
    'ExecutionTimedOut',
    'Cancelled',
    'AccessDenied',
  ];
  const invocations = [...exits, ...ends.map((statusDetails) => ({ statusDetails }))].map(anInvocation);
  return [0, 2].flatMap((attempts) =>
    [[], ...invocations.map((invocation) => [invocation])].flatMap((shown) => {
      const entries = byId([aCommanded({ attempts, dueAt: nowMs })]);
      const known = { entries, invocations: new Map([['command-1', shown]]), attemptsMax: 3, nowMs };
      return planOutcomes(known).map(({ to }): Effect => [to.reason, to.status]);
    }),
  );
}

/** What follows from each cause. That `diagnose` finds it is tested with it. */
function effectsOfCauses(): Effect[] {
  const entry = { launchedAt: longAgo, waitingSince: longAgo };
  const codes = Object.keys(causeReasons).filter((code): code is ReasonCode => code in causeReasons);
  // An agent that is too old is a cause as well, and so is one that does not answer.
  const silent = codes.map((code) => ({ managed: null, cause: aCause({ code }) }));
  const tooOld = {
    managed: { agentVersion: '2.3.1319.0' },
    settings: { floors: { 'Muster-Linux': '3.0.502.0' } },
  };
  return [...silent, tooOld, { managed: { isOnline: false } }].map((known): Effect => {
    const decision = decide({ ...known, instance: { launchedAtMs: longAgo }, entry });
    return [decision.reason, decision.kind === 'record' ? decision.move.to.status : decision.kind];
  });
}

/** What follows for whoever would be sent something, while the roster may be behind. */
function effectsOfHolding(): Effect[] {
  const gap = { fromMs: longAgo, untilMs: nowMs + 1 };
  return holdSends([decide({})], gap, nowMs).map(
    ({ kind, reason }): Effect => [reason, kind === 'retry' ? 'instead' : kind],
  );
}

/** What a roll-out does with an entry before anything is decided, and what follows from an errand. */
function effectsOfRollouts(): Effect[] {
  const errand = { document: 'Acme-Rotate', documentVersion: '1', parameters: {} };
  const sent = aCommanded({ errand: `r1 Acme-Rotate:1 sent ${nowMs}` });
  const ends = ['Success', 'Failed'].flatMap((statusDetails) => {
    const invocations = new Map([['command-1', [anInvocation({ statusDetails, exitCode: 1 })]]]);
    return planOutcomes({ entries: byId([sent]), invocations, attemptsMax: 3, nowMs });
  });
  const takeUps = [aPlan(), aPlan({ errand, versions: {} })].map((plan) => takeUp(anOld(), plan, nowMs));
  return [...takeUps, ...ends].map(({ to }) => [to.reason, to.status]);
}

/** What follows when a verification finds that a document is not as it was installed. */
function effectsOfDrifts(): Effect[] {
  const entry = anEntry({ status: 'onboarded', document: 'Muster-Linux', documentVersion: '7' });
  if (entry.status !== 'onboarded') throw new Error('the entry is not onboarded');
  const drift = { document: 'Muster-Linux', reason: 'NotInstalled', sinceMs: nowMs };
  const told = moveDrifted(entry, [{ ...drift, status: 'told' }], nowMs);
  const sent = moveDrifted(entry, [{ ...drift, status: 'sent', sentAtMs: nowMs }], nowMs);
  return [told, sent].flatMap((move): Effect[] =>
    move === undefined ? [] : [[move.to.reason, move.to.status]],
  );
}

it('every reason is reached, with exactly the effects that its row tells', () => {
  const told = Object.entries<Reason>(reasons).flatMap(([code, { statuses, comesBack }]) => {
    const effects = [...statuses, ...(comesBack === undefined ? [] : [comesBack])];
    return (effects.length === 0 ? ['nothing'] : effects).map((effect) => `${code}: ${effect}`);
  });
  const seen = [
    effectsOfHolding(),
    effectsOfRollouts(),
    effectsOfDrifts(),
    effectsOfPlans(),
    effectsOfOrders(),
    effectsOfCommands(),
    effectsOfCauses(),
  ].flat();
  expect([...new Set(seen.map(([code, effect]) => `${code}: ${effect}`))].toSorted()).toEqual(
    told.toSorted(),
  );
});
