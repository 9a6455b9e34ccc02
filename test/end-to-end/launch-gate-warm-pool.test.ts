import { describe, expect, it } from 'vitest';
import { GatedGroup } from './scaling-group.ts';

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

  it('that took an instance unready holds it again on its way out', async () => {
    const missing = { kind: 'recovers', cause: 'no-agent', mendedAfterSeconds: 2400 } as const;
    const group = await GatedGroup.start('generous', { registration: missing });
    await group.warm(1);
    await group.application.pass(35);
    const [[id = '', state] = []] = await group.warmStates();
    expect(state).toBe('Warmed:Stopped');
    await group.application.pass(30);
    await group.scaleTo(1);
    await group.application.pass(3);
    expect((await group.states()).get(id)).toBe('Pending:Wait');
    await group.application.pass(20);
    expect((await group.states()).get(id)).toBe('InService');
    expect(group.application.roster().get(id)?.['status']).toBe('onboarded');
  });
});
