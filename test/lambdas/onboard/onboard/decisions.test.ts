import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../lambdas/onboard/decision.ts';
import type { ReasonCode } from '../../../../lambdas/shared/domain/roster/reason.ts';
import type { RosterStatus } from '../../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  aManagedInstance,
  anInstance,
  aStateChange,
  byId,
  hourMs,
  idOf,
  nowMs,
  someSettings,
} from '../../builders.ts';
import { planCases } from '../cases.ts';
import {
  askedCause,
  askedManaged,
  decide,
  type KnownFacts,
  knowledgeOf,
  type PlanCase,
  planAll,
  written,
} from '../facts.ts';

/** The status that the roster will show. */
function statusAfter(decision: Decision): RosterStatus | undefined {
  if (decision.kind === 'send') return decision.claim.change.status;
  return decision.kind === 'record' ? decision.move.to.status : undefined;
}

describe('the plan decides about', () => {
  it.each(planCases)('$name: $kind, because $reason', ({ known, kind, reason, becomes }) => {
    const decision = decide(known);
    expect({ kind: decision.kind, reason: decision.reason }).toEqual({ kind, reason });
    expect(statusAfter(decision)).toBe(becomes);
    if (decision.kind === 'record') expect(decision.move.to.reason).toBe(reason);
  });
});

describe('what is sent', () => {
  const itemOf = (known: KnownFacts) => {
    const decision = decide(known);
    return decision.kind === 'send' ? decision.item : undefined;
  };

  it('is the document of the first profile that matches, for the platform, in the deployed version', () => {
    expect(itemOf({})).toEqual({
      instanceId: idOf(1),
      document: 'Muster-Linux',
      documentVersion: '7',
      parameters: { Version: ['1.2.3'] },
    });
    const windows = itemOf({ managed: { platformType: 'Windows' } });
    expect(windows).toMatchObject({ document: 'Muster-Windows', documentVersion: '3', parameters: {} });
  });

  it('is the default version of a document that was not deployed with the function', () => {
    const item = itemOf({ instance: { tags: { 'aws:elasticmapreduce:job-flow-id': 'j-1' } } });
    expect(item).toMatchObject({ document: 'Muster-Emr', documentVersion: '$DEFAULT' });
  });

  it('is written into the claim, with the platform, the profile and the source', () => {
    const tags = { 'aws:elasticmapreduce:job-flow-id': 'j-1' };
    expect(written({ instance: { tags } })).toMatchObject({
      status: 'claimed',
      reason: 'CommandClaimed',
      platform: 'Amazon Linux',
      profile: 'emr',
      document: 'Muster-Emr',
      documentVersion: '$DEFAULT',
      source: 'emr:j-1/NODE',
      revision: 1,
    });
  });
});

it('the decisions keep the order of the state changes, and each is about its own instance', () => {
  const ids = [idOf(3), idOf(1), idOf(2)];
  const decisions = planAll({
    stateChanges: ids.map((instanceId) => aStateChange({ instanceId })),
    instances: byId([anInstance(), anInstance({ instanceId: idOf(2), state: 'terminated' })]),
    managed: byId([aManagedInstance()]),
    entries: new Map(),
    causes: new Map(),
    unansweredIds: new Set(),
    errands: new Map(),
    settings: someSettings(),
    nowMs,
  });
  expect(decisions.map((d) => [d.stateChange.instanceId, d.reason])).toEqual([
    [idOf(3), 'NotVisible'],
    [idOf(1), 'CommandClaimed'],
    [idOf(2), 'Terminated'],
  ]);
});

describe('the first stage', () => {
  it('asks about a running instance that is not settled', () => {
    expect(askedManaged(knowledgeOf({}))).toEqual([idOf(1)]);
    expect(askedManaged(knowledgeOf({ entry: {} }))).toEqual([idOf(1)]);
  });

  it.each(['NotRegistered', 'CauseNotKnown'])(
    'asks about an unmanaged instance (%s), which may have registered',
    (reason) => {
      const entry = { status: 'unmanaged', reason, waitingSince: nowMs - 2 * hourMs } as const;
      expect(askedManaged(knowledgeOf({ entry }))).toEqual([idOf(1)]);
    },
  );

  const afterTheLook: readonly ReasonCode[] = [
    'NotRegistered',
    'ConnectionLost',
    'AgentTooOld',
    'NoProfileMatches',
    'UnsupportedPlatform',
    'CommandClaimed',
    'NoInstanceProfile',
    'NoRoute',
    'CauseNotKnown',
    'AlreadyUnmanaged',
  ];
  /** What is decided anew about an entry at rest, unless its tags exclude it. */
  const isLookedAt = ({ reason, known }: PlanCase) =>
    afterTheLook.includes(reason) ||
    (known.stateChange?.isAnew === true &&
      (known.entry?.status === 'onboarded' || known.entry?.status === 'failed') &&
      known.instance?.operator === undefined &&
      !reason.startsWith('Excluded'));
  const settled = planCases.filter((one) => !isLookedAt(one));
  it.each(settled)('does not ask Systems Manager about $name', ({ known }) => {
    expect(askedManaged(knowledgeOf(known))).toEqual([]);
  });
});

describe('the second stage', () => {
  const waiting = { waitingSince: nowMs - 2 * hourMs };

  it('asks about an instance that would become unmanaged now', () => {
    expect(askedCause(knowledgeOf({ managed: null, entry: waiting }))).toEqual([idOf(1)]);
  });

  it('asks again about an unmanaged instance when it is due, and not before', () => {
    const entry = { ...waiting, status: 'unmanaged', reason: 'CauseNotKnown', dueAt: nowMs } as const;
    expect(askedCause(knowledgeOf({ managed: null, entry }))).toEqual([idOf(1)]);
    const later = { ...entry, dueAt: nowMs + 1 };
    expect(askedCause(knowledgeOf({ managed: null, entry: later }))).toEqual([]);
  });

  it.each([
    ['waits for less than the horizon', { managed: null, entry: { waitingSince: nowMs - hourMs } }],
    ['has registered', { entry: waiting }],
    ['is known to have lost its connection', { managed: { isOnline: false }, entry: waiting }],
    ['is excluded', { managed: null, entry: waiting, instance: { operator: 'eks' } }],
  ])('does not ask about an instance that %s', (_name, known) => {
    expect(askedCause(knowledgeOf(known))).toEqual([]);
  });
});
