import { describe, expect, it } from 'vitest';
import { planOutcomes } from '../../../../../lambdas/follow-up/plan-outcomes.ts';
import { putBack } from '../../../../../lambdas/shared/domain/rollout/move-member.ts';
import { type Drift, driftsOf, writeDrifts } from '../../../../../lambdas/shared/domain/roster/drift.ts';
import type { EntryOf } from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { moveDrifted } from '../../../../../lambdas/shared/domain/verification/move-drifted.ts';
import {
  agentProfile,
  anAgent,
  anEntry,
  anInvocation,
  byId,
  type EntryFields,
  hourMs,
  nowMs,
} from '../../../builders.ts';
import { decide, written } from '../../../onboard/facts.ts';

const one = { document: 'Muster-Linux', documentVersion: '5', profile: 'default', onboardedAt: 5 } as const;
const drift = (status: Drift['status'], fields: Partial<Drift> = {}): Drift => ({
  ...{ document: 'Muster-Linux', status, reason: 'NotInstalled', sinceMs: nowMs - hourMs },
  ...(status === 'told' ? {} : { sentAtMs: nowMs }),
  ...fields,
});

function onboarded(fields: EntryFields = {}): EntryOf<'onboarded'> {
  const entry = anEntry({ ...one, ...fields, status: 'onboarded' });
  if (entry.status !== 'onboarded') throw new Error('it is onboarded');
  return entry;
}

const move = (fields: EntryFields, ...drifts: Drift[]) => moveDrifted(onboarded(fields), drifts, nowMs);

it('nothing is written when nothing is new', () => {
  expect(move({})).toBeUndefined();
  expect(move({ drift: writeDrifts([drift('told')]) }, drift('told'))).toBeUndefined();
});

it('what has drifted is told, and what it has is as before', () => {
  const { to } = move({}, drift('told')) ?? {};
  expect(to).toMatchObject({
    ...one,
    status: 'onboarded',
    reason: 'Drifted',
    drift: writeDrifts([drift('told')]),
  });
});

it('what is mended is told no more, and another reason stays', () => {
  const told = { drift: writeDrifts([drift('told')]) };
  const { to } = move({ ...told, reason: 'Drifted' }) ?? {};
  expect(to).toMatchObject({ status: 'onboarded', reason: 'Onboarded' });
  expect(to).not.toHaveProperty('drift');
  expect(move({ ...told, reason: 'ErrandFailed' })?.to.reason).toBe('ErrandFailed');
  expect(move({ drift: 'of a later form' })?.to.reason).toBe('Onboarded');
});

describe('what is sent again', () => {
  it('waits as for a roll-out, and goes in the version that the instance has', () => {
    const { to } = move({}, drift('sent')) ?? {};
    expect(to).toMatchObject({
      ...one,
      status: 'waiting',
      reason: 'Drifted',
      rollout: 'drift Muster-Linux:5',
    });
    const decision = decide({ entry: to, settings: { documentVersions: { 'Muster-Linux': '7' } } });
    expect(decision).toMatchObject({
      ...{ kind: 'send', reason: 'CommandClaimed' },
      item: { document: 'Muster-Linux', documentVersion: '5' },
      claim: { change: { onboardedAt: 5 } },
    });
  });

  it('belongs to the roll-out that has the instance in its hand', () => {
    const { to } = move({ rollout: 'r1 Muster-Linux:5' }, drift('sent')) ?? {};
    expect(to?.rollout).toBe('r1 Muster-Linux:5');
  });

  it('is the agent that has drifted alone, and its entry is onboarded after it', () => {
    const falcon = anAgent('falcon', 'onboarded', { document: 'Muster-Falcon', documentVersion: '2' });
    const datadog = anAgent('datadog', 'onboarded', { document: 'Muster-Datadog', documentVersion: '3' });
    const agents = [falcon, datadog];
    const fields = { ...one, agent: 'datadog', document: 'Muster-Datadog', documentVersion: '3', agents };
    const { to: waiting } = move(fields, drift('sent', { document: 'Muster-Falcon' })) ?? {};
    expect(waiting?.agents).toEqual([{ ...falcon, status: 'waiting', reason: 'Drifted' }, datadog]);
    const known = { entry: waiting, settings: { profiles: [agentProfile('falcon', 'datadog')] } };
    const decision = decide(known);
    expect(decision).toMatchObject({ item: { document: 'Muster-Falcon', documentVersion: '2' } });
    const sent = { status: 'commanded', commandId: 'command-9', dueAt: nowMs, sentAt: nowMs } as const;
    const commanded = anEntry({ ...written(known), ...sent });
    const invocations = new Map([['command-9', [anInvocation()]]]);
    const [end] = planOutcomes({ entries: byId([commanded]), invocations, attemptsMax: 3, nowMs });
    expect(end?.to).toMatchObject({ status: 'onboarded', reason: 'Onboarded' });
    expect(end?.to.agents?.map(({ status }) => status)).toEqual(['onboarded', 'onboarded']);
    expect(driftsOf(end?.to).map(({ status }) => status)).toEqual(['sent']);
  });

  it('is told when it is put back before anything was sent', () => {
    const falcon = anAgent('falcon', 'onboarded', { document: 'Muster-Falcon', documentVersion: '2' });
    const { to } = move({ agents: [falcon] }, drift('sent', { document: 'Muster-Falcon' })) ?? {};
    if (to === undefined) throw new Error('it is moved');
    const back = putBack(to, nowMs).to;
    expect(back.agents).toEqual([{ ...falcon, reason: 'Onboarded' }]);
    expect(driftsOf(back)).toMatchObject([{ status: 'told' }]);
  });
});
