import { describe, expect, it } from 'vitest';
import { adopt, putBack, takeUp } from '../../../../../lambdas/shared/domain/rollout/move-member.ts';
import { identityOf, moveEntry } from '../../../../../lambdas/shared/domain/roster/move-entry.ts';
import { anAgent, anInstance, minuteMs, nowMs, profiles } from '../../../builders.ts';
import { anOld, aPlan, broken, document } from './rollout-fixtures.ts';

const base = { document: 'Muster-Base', documentVersion: '1', commandId: 'command-1' };
const agents = [anAgent('base', 'onboarded', base), anAgent('web', 'onboarded', { ...base, document })];

describe('an entry that is taken up', () => {
  it('waits, is due at once, and notes what it is to get', () => {
    const { to } = takeUp(anOld(), aPlan(), nowMs);
    expect(to).toMatchObject({ status: 'waiting', reason: 'RolloutWave', rollout: `r1 ${document}:2` });
    expect(to).toMatchObject({ waitingSince: nowMs, dueAt: nowMs + 1, documentVersion: '1' });
    expect(to.onboardedAt).toBe(anOld().onboardedAt);
  });

  it('has the agents open whose document is rolled out, and no others', () => {
    const { to } = takeUp(anOld({ agents, agent: 'web' }), aPlan(), nowMs);
    expect(to.agents?.map(({ agent, status }) => `${agent} ${status}`)).toEqual([
      'base onboarded',
      'web waiting',
    ]);
  });

  it('has one agent open when one is rolled out', () => {
    const plan = aPlan({ agent: 'base', versions: { 'Muster-Base': '2', [document]: '2' } });
    const { to } = takeUp(anOld({ agents, agent: 'web' }), plan, nowMs);
    expect(to.agents?.map(({ status }) => status)).toEqual(['waiting', 'onboarded']);
    expect(to.rollout).toBe('r1 Muster-Base:2');
  });

  it('has the agent open that is taken away, which is whatever version it is', () => {
    const plan = aPlan({ uninstall: 'base', versions: { 'Muster-Base': '1' } });
    const { to } = takeUp(anOld({ agents, agent: 'web' }), plan, nowMs);
    expect(to.agents).toMatchObject([
      { agent: 'base', status: 'waiting', leaving: true },
      { status: 'onboarded' },
    ]);
    expect(to.rollout).toBe('r1 Muster-Base:1');
    expect(putBack(to, nowMs + 1).to.agents).toEqual(agents);
  });

  it('no longer counts as onboarded when it is claimed', () => {
    const { to: entry } = takeUp(anOld(), aPlan(), nowMs);
    const lease = { orderId: 'order-1', leaseUntil: nowMs + 9, dueAt: nowMs + 9 };
    const change = { status: 'claimed', reason: 'CommandClaimed', ...lease, document } as const;
    const { to } = moveEntry(entry, { ...identityOf(entry), ...change }, nowMs);
    expect(to).toMatchObject({ status: 'claimed', rollout: `r1 ${document}:2` });
    expect(to).not.toHaveProperty('onboardedAt');
  });
});

describe('an entry that is put back', () => {
  it('is what it was', () => {
    const before = anOld({ agents, agent: 'web' });
    const { to } = putBack(takeUp(before, aPlan(), nowMs).to, nowMs + 1);
    const { history: _, revision, rollout, changedAt, ...rest } = to;
    expect({ ...before, ...rest }).toEqual({ ...before, status: 'onboarded' });
    expect([revision, rollout, changedAt]).toEqual([before.revision + 2, `r1 ${document}:2`, nowMs + 1]);
  });

  it('is what it was also when its instance stops', () => {
    const entry = takeUp(anOld({ agents, agent: 'web' }), aPlan(), nowMs).to;
    const { to } = moveEntry(entry, { ...identityOf(entry), status: 'gone', reason: 'Stopped' }, nowMs);
    expect(to.agents?.map(({ status }) => status)).toEqual(['onboarded', 'onboarded']);
    expect(to).not.toHaveProperty('rollout');
  });
});

describe('a failed entry', () => {
  it('is taken up too, and is not put back as onboarded', () => {
    const { to } = takeUp(anOld(broken), aPlan(), nowMs);
    expect(to).toMatchObject({ status: 'waiting', reason: 'RolloutWave' });
    expect(to).not.toHaveProperty('onboardedAt');
  });
});

describe('the first entry of an instance that is adopted', () => {
  const settings = { profiles, agents: {} };

  it('has waited since its start, so that nobody waits for its registration', () => {
    const instance = anInstance({ launchedAtMs: nowMs - 1000 * minuteMs });
    const { from, to } = adopt(instance, aPlan(), { settings, nowMs });
    expect(from).toBeUndefined();
    expect(to).toMatchObject({ status: 'waiting', reason: 'RolloutWave', dueAt: nowMs + 1 });
    expect(to).toMatchObject({ waitingSince: nowMs - 1000 * minuteMs, revision: 1 });
  });

  it('notes the versions of what its profile may send, and of nothing else', () => {
    const plan = aPlan({ versions: { [document]: '2', Other: '9' } });
    const { to } = adopt(anInstance(), plan, { settings, nowMs });
    expect(to.rollout).toBe(`r1 ${document}:2`);
  });
});
