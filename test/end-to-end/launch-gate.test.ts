import { describe, expect, it } from 'vitest';
import { GatedGroup } from './scaling-group.ts';

/** An agent that never registers. */
const silent = { registration: { kind: 'never', cause: 'no-network' } } as const;
const unready = 'Muster/AutoScaling/LaunchesUnready';
const statesOf = async (group: GatedGroup) => [...(await group.states()).values()];
const statusOf = (group: GatedGroup) =>
  [...group.application.roster().values()].map(({ status, reason }) => `${status} ${reason}`);

describe('an instance of a group with a gate', () => {
  it('enters service when it is onboarded, and not before', async () => {
    const group = await GatedGroup.start('careful');
    await group.scaleTo(1);
    for (let minutes = 0; minutes < 30; minutes++) {
      await group.application.pass(1);
      for (const [id, state] of await group.states())
        if (state === 'InService') expect(group.application.roster().get(id)?.['status']).toBe('onboarded');
    }
    expect(await statesOf(group)).toEqual(['InService']);
    expect(group.rung()).toEqual([]);
  });

  it('is given up and replaced when it is not onboarded for too long', async () => {
    const group = await GatedGroup.start('careful', silent);
    await group.scaleTo(1);
    await group.application.pass(29);
    const [first] = await group.states();
    expect(first?.[1]).toBe('Pending:Wait');
    await group.application.pass(5);
    const now = await group.states();
    expect([...now.keys()]).not.toContain(first?.[0]);
    expect([...now.values()]).toEqual(['Pending:Wait']);
    expect(group.rung()).toEqual([unready]);
  });

  it('enters service all the same when its group wants that', async () => {
    const group = await GatedGroup.start('generous', silent);
    await group.scaleTo(1);
    const minutes = await group.minutesUntilService(40);
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThan(33);
    await group.application.pass(5);
    expect(group.rung()).toEqual([unready]);
  });

  it('does not wait when its document has failed', async () => {
    const script = {
      ending: 'exits',
      exitCodes: [1],
      standardOutput: '',
      durationSeconds: { min: 1, max: 2 },
    } as const;
    const group = await GatedGroup.start('generous', { script });
    await group.scaleTo(1);
    expect(await group.minutesUntilService(40)).toBeLessThan(20);
    expect(statusOf(group).join()).toMatch(/^failed /);
    await group.application.pass(5);
    expect(group.rung()).toContain(unready);
  });

  it('does not wait when Muster leaves it alone', async () => {
    const group = await GatedGroup.start('careful', { tags: { 'muster:exclude': 'true' } });
    await group.scaleTo(1);
    expect(await group.minutesUntilService(40)).toBeLessThan(12);
    expect(statusOf(group).join()).toMatch(/^excluded /);
    expect(group.rung()).toEqual([]);
  });
});

describe('a warm pool behind a gate', () => {
  it('gets onboarded instances, and gives them at once', async () => {
    const group = await GatedGroup.start('careful');
    await group.warm(1);
    await group.application.pass(30);
    const [warm] = await group.warmStates();
    expect(warm?.[1]).toBe('Warmed:Stopped');
    expect(group.application.roster().get(warm?.[0] ?? '')).toMatchObject({
      onboardedAt: expect.any(String),
    });

    await group.scaleTo(1);
    expect(await group.minutesUntilService(10)).toBeLessThanOrEqual(2);
    expect([...(await group.states()).keys()]).toEqual([warm?.[0]]);
    await group.application.pass(30);
    expect(group.rung()).toEqual([]);
  });
});

describe('the gate', () => {
  it('leaves the decision to the hook when its event is lost', async () => {
    const group = await GatedGroup.start('generous');
    group.deliver();
    await group.scaleTo(1);
    const minutes = await group.minutesUntilService(40);
    expect(minutes).toBeGreaterThanOrEqual(10);
    expect(minutes).toBeLessThanOrEqual(12);
  });

  it('acts once on an event that comes three times, and its copies become one', async () => {
    const once = await GatedGroup.start('careful');
    await once.scaleTo(1);
    await once.application.pass(40);
    const group = await GatedGroup.start('careful');
    group.deliver(10, 20_000, 90_000);
    await group.scaleTo(1);
    await group.application.pass(40);
    expect(await statesOf(group)).toEqual(['InService']);
    expect(group.rung()).toEqual([]);
    expect(group.requests()).toBeLessThan(2 * once.requests());
  });

  it('comes back to an instance when it was dead for less than the time-out of the hook', async () => {
    const group = await GatedGroup.start('careful');
    const { timeline } = group.application.cloud;
    const endsMs = timeline.nowMs + 5 * 60_000;
    group.refuse('InternalServerError', () => timeline.nowMs < endsMs);
    await group.scaleTo(1);
    await group.application.pass(40);
    expect(await statesOf(group)).toEqual(['InService']);
    expect([...group.application.roster().keys()]).toHaveLength(1);
    expect(group.rung()).toEqual([]);
  });

  it('finds the wait over when it was dead for longer, and nothing is left', async () => {
    const group = await GatedGroup.start('generous', silent);
    const { timeline } = group.application.cloud;
    const endsMs = timeline.nowMs + 60 * 60_000;
    group.refuse('InternalServerError', () => timeline.nowMs < endsMs);
    await group.scaleTo(1);
    expect(await group.minutesUntilService(40)).toBeLessThanOrEqual(12);
    await group.application.pass(90);
    expect(group.rung()).toContain('Muster/AutoScaling/HoldsUnsettled');
    expect(group.rung()).toContain(unready);
    expect(await statesOf(group)).toEqual(['InService']);
  });

  it('tries again when Auto Scaling is throttled', async () => {
    const group = await GatedGroup.start('careful');
    let refusals = 6;
    group.refuse('Throttling', (operation) => operation === 'CompleteLifecycleAction' && refusals-- > 0);
    await group.scaleTo(1);
    await group.application.pass(60);
    expect(refusals).toBeLessThanOrEqual(0);
    expect(await statesOf(group)).toEqual(['InService']);
    expect(group.rung()).toEqual([]);
  });
});
