import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../lambdas/onboard/decision.ts';
import { planSent } from '../../../../lambdas/onboard/plan-sent.ts';
import { readOutcome } from '../../../../lambdas/shared/domain/commands/invocation.ts';
import { type ReasonCode, reasons } from '../../../../lambdas/shared/domain/roster/reason.ts';
import type { RosterStatus } from '../../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  aClaim,
  aManagedInstance,
  anAgent,
  anInstance,
  aStateChange,
  byId,
  hourMs,
  idOf,
  lookTimes,
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
  planAll,
  written,
} from '../facts.ts';

/** The causes that only the diagnosis finds; its own tests reach them. */
const causes: readonly ReasonCode[] = [
  'NoInstanceProfile',
  'ProfileWithoutRole',
  'RoleLacksPermission',
  'DefaultHostRoleLacksPermission',
  'MetadataOff',
  'ImdsV1Allowed',
  'NoRoute',
  'NoPublicAddress',
  'NoEndpoint',
  'PrivateDnsOff',
  'DnsOff',
  'EgressClosed',
  'EndpointClosed',
  'AgentSilent',
];

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

  it('cases that, with the results of orders and commands and the causes, reach every reason', () => {
    const refusals = (['NotReady', 'DocumentRefused', 'Throttled', 'Denied'] as const).map((kind) => {
      const result = { sent: [], refused: [{ kind, instanceIds: [idOf(1)], message: '' }] };
      return planSent(result, byId([aClaim()]), lookTimes, nowMs).moves;
    });
    const exits = Array.from({ length: 256 }, (_, exitCode) => ({ statusDetails: 'Failed', exitCode }));
    const ends = ['Undeliverable', 'ExecutionTimedOut', 'Cancelled', 'AccessDenied'];
    const outcomes = [...exits, ...ends.map((statusDetails) => ({ statusDetails }))].map((invocation) =>
      readOutcome({ instanceId: idOf(1), ...invocation }),
    );
    // A refused document of one agent lets the next one come.
    const agents = [anAgent('falcon', 'waiting'), anAgent('datadog', 'waiting')];
    const refusal = { kind: 'DocumentRefused', instanceIds: [idOf(1)], message: '' } as const;
    const ofAgents = planSent(
      { sent: [], refused: [refusal] },
      byId([aClaim({ agent: 'falcon', agents })]),
      lookTimes,
      nowMs,
    );
    const reached = [
      ...ofAgents.moves.map((move) => move.to.reason),
      ...planCases.map(({ known }) => decide(known).reason),
      ...refusals.flat().map((move) => move.to.reason),
      ...outcomes.flatMap((outcome) => ('reason' in outcome ? [outcome.reason] : [])),
      ...causes,
    ];
    expect([...new Set(reached)].sort()).toEqual(Object.keys(reasons).sort());
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

  it.each(['NotRegistered', 'AgentSilent'])(
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
    'AgentSilent',
    'AlreadyUnmanaged',
  ];
  const settled = planCases.filter(({ reason }) => !afterTheLook.includes(reason));
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
    const entry = { ...waiting, status: 'unmanaged', reason: 'AgentSilent', dueAt: nowMs } as const;
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
