import { describe, expect, it } from 'vitest';
import { type ReasonCode, reasons } from '../../../lambdas/domain/reason.ts';
import type { RosterEntry } from '../../../lambdas/domain/roster.ts';
import { type Decision, needsManagedLook, planOnboarding } from '../../../lambdas/onboard/plan-onboarding.ts';
import { planSent } from '../../../lambdas/onboard/plan-sent.ts';
import {
  aLaunch,
  aManagedInstance,
  anEntry,
  anInstance,
  byId,
  hourMs,
  idOf,
  minuteMs,
  nowMs,
  someSettings,
} from '../builders.ts';
import { type KnownFacts, knowledgeOf, planCases } from './cases.ts';

/** The one decision about instance 1. */
function decide(known: KnownFacts): Decision {
  const [decision, ...others] = planOnboarding(knowledgeOf(known));
  if (decision === undefined || others.length > 0) throw new Error('one launch, one decision');
  return decision;
}

/** The entry that a decision writes. */
function written(known: KnownFacts): RosterEntry {
  const decision = decide(known);
  if (!('move' in decision)) throw new Error(`nothing is written: ${decision.kind} ${decision.reason}`);
  return decision.move.to;
}

describe('planOnboarding decides about', () => {
  it.each(planCases)('$name: $kind, because $reason', ({ known, kind, reason, becomes }) => {
    const decision = decide(known);
    expect({ kind: decision.kind, reason: decision.reason }).toEqual({ kind, reason });
    const status = 'move' in decision ? decision.move.to.status : undefined;
    expect(status).toBe(becomes);
    if (decision.kind === 'record') expect(decision.move.to.reason).toBe(reason);
  });

  it('cases that, with the results of orders, reach every reason', () => {
    const refusals = (['NotReady', 'DocumentRefused', 'Throttled', 'Denied'] as const).map((kind) => {
      const result = { sent: [], refused: [{ kind, instanceIds: [idOf(1)], message: '' }] };
      return planSent(result, byId([anEntry({ status: 'claimed' })]), nowMs).moves;
    });
    const reached = [
      ...planCases.map(({ known }) => decide(known).reason),
      ...refusals.flat().map((move) => move.to.reason),
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

describe('what is written about an instance that waits', () => {
  it('says when to look again: soon at first', () => {
    const entry = written({ managed: null });
    expect(entry.dueAt).toBe(nowMs + 5 * minuteMs);
    expect(entry.dueShard).toMatch(/^due-\d\d$/);
  });

  it('says to look again later, the longer ago the instance started', () => {
    const { dueAt } = written({ managed: null, instance: { launchedAtMs: nowMs - 31 * minuteMs } });
    expect(dueAt).toBe(nowMs + 15 * minuteMs);
  });

  it('says to look again soon after a restart, however long ago the first launch was seen', () => {
    const stopped = { status: 'gone', reason: 'Stopped', launchedAt: nowMs - 98 * hourMs } as const;
    const entry = written({
      managed: null,
      instance: { launchedAtMs: nowMs - minuteMs },
      entry: { ...stopped, firstSeenAt: nowMs - 99 * hourMs },
    });
    expect(entry.dueAt).toBe(nowMs + 5 * minuteMs);
  });

  it('counts from the start that the entry knows, or from the launch, where EC2 shows nothing', () => {
    const early = nowMs - 31 * minuteMs;
    expect(written({ instance: null, entry: { launchedAt: early } }).dueAt).toBe(nowMs + 15 * minuteMs);
    expect(written({ instance: null, launch: { atMs: early } }).dueAt).toBe(nowMs + 15 * minuteMs);
    expect(written({ instance: null }).dueAt).toBe(nowMs + 5 * minuteMs);
  });

  it('names the system of an agent that lost its connection', () => {
    expect(written({ managed: { isOnline: false, platformName: 'Ubuntu' } }).platform).toBe('Ubuntu');
  });
});

it('the decisions keep the order of the launches, and each is about its own instance', () => {
  const ids = [idOf(3), idOf(1), idOf(2)];
  const decisions = planOnboarding({
    launches: ids.map((instanceId) => aLaunch({ instanceId })),
    instances: byId([anInstance(), anInstance({ instanceId: idOf(2), state: 'terminated' })]),
    managed: byId([aManagedInstance()]),
    entries: new Map(),
    settings: someSettings(),
    nowMs,
  });
  expect(decisions.map((d) => [d.launch.instanceId, d.reason])).toEqual([
    [idOf(3), 'NotVisible'],
    [idOf(1), 'CommandClaimed'],
    [idOf(2), 'Terminated'],
  ]);
});

describe('needsManagedLook', () => {
  it('asks about a running instance of which nothing is settled', () => {
    expect(needsManagedLook(knowledgeOf({}))).toEqual([idOf(1)]);
    expect(needsManagedLook(knowledgeOf({ entry: {} }))).toEqual([idOf(1)]);
  });

  const afterTheLook: readonly ReasonCode[] = [
    'NotRegistered',
    'ConnectionLost',
    'NoProfile',
    'UnsupportedPlatform',
    'CommandClaimed',
  ];
  const settled = planCases.filter(({ reason }) => !afterTheLook.includes(reason));
  it.each(settled)('spares Systems Manager the question about $name', ({ known }) => {
    expect(needsManagedLook(knowledgeOf(known))).toEqual([]);
  });
});
