import { describe, expect, it } from 'vitest';
import { GatedGroup } from './scaling-group.ts';

/** An agent that never registers. */
const silent = { registration: { kind: 'never', cause: 'no-network' } } as const;
const unready = 'Muster/AutoScaling/LaunchesUnready';
const statesOf = async (group: GatedGroup) => [...(await group.states()).values()];

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
